#!/bin/sh
# Start one part of the portal: deploy/start.sh web | worker | beat | prepare | backup | restore FILE
# The Procfile, docker-compose.yml and a service manager all come through here.
set -eu
cd "$(dirname "$0")/.."
PATH=${VENV:-$PWD/.venv}/bin:$PATH
export HOME="${HOME:-/}" # some libraries of the worker look for it
umask 077 # what the portal writes, a database in a file too, is its own
export DJANGO_SETTINGS_MODULE="${DJANGO_SETTINGS_MODULE:-cremona_safety.settings.prod}"

# invented data under real settings, files that cannot be read: said now, and not page by page
if [ "$DJANGO_SETTINGS_MODULE" != cremona_safety.settings.dev ]; then
    python manage.py check --deploy --tag start --database default >/dev/null
fi

case "${1:-}" in
web)
    if [ -n "${METRICS_TOKEN:-}" ]; then
        # where the web processes of this machine add up what each counts: cremona_safety/operations/metrics.py
        PROMETHEUS_MULTIPROC_DIR=$(mktemp -d)
        export PROMETHEUS_MULTIPROC_DIR
    fi
    exec gunicorn cremona_safety.wsgi --logger-class cremona_safety.server_log.ServerLogger \
        --bind "${BIND:-127.0.0.1}:${PORT:-8000}" \
        --worker-class gthread --workers "${WEB_WORKERS:-2}" --threads "${WEB_THREADS:-4}" \
        --graceful-timeout 8 --no-control-socket \
        --forwarded-allow-ips "" --forwarder-headers "" # Django reads TRUSTED_PROXIES, nobody else
    ;;
worker)
    exec celery --quiet --app cremona_safety worker --concurrency "${WORKER_PROCESSES:-2}" \
        --loglevel WARNING --without-gossip --without-mingle
    ;;
beat)
    exec celery --quiet --app cremona_safety beat --loglevel WARNING --pidfile=
    ;;
prepare)
    exec python manage.py prepare --database-only
    ;;
backup | restore)
    exec python manage.py "$@"
    ;;
*)
    echo "usage: deploy/start.sh web | worker | beat | prepare | backup | restore FILE" >&2
    exit 2
    ;;
esac
