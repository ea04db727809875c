#!/bin/sh
# The whole portal on this machine, from nothing: what `make run` does. With words, a command of
# manage.py in the same environment: deploy/run.sh backup
set -eu
cd "$(dirname "$0")/.."
if [ -f .env ]; then
    set -a
    . ./.env
    set +a
fi
umask 077
export PORT="${PORT:-8000}"
export PUBLIC_URL="${PUBLIC_URL:-http://127.0.0.1:$PORT}"
export DJANGO_SETTINGS_MODULE=cremona_safety.settings.dev # of nobody else: see docs/adr/0020

[ $# -gt 0 ] || echo "[1/6] Python packages"
deploy/install.sh requirements.txt
[ $# -eq 0 ] || exec .venv/bin/python manage.py "$@"
.venv/bin/python deploy/serve.py --check-port
.venv/bin/python manage.py prepare
exec .venv/bin/python deploy/serve.py
