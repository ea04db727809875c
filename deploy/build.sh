#!/bin/sh
# What the image is made of: locked packages, compiled translations, hashed static files.
# Needs no secret and no server; the tests run it in a clean folder as the Dockerfile does.
# OWNER= is the user the portal will run as: it owns VAR_DIR, reads the rest and owns none of it.
set -eu
cd "$(dirname "$0")/.."
umask 022 # whatever that of who builds is: another user reads what is made here
# who serves may write no .pyc: without them every process would compile everything again
UV_COMPILE_BYTECODE=1 deploy/install.sh requirements.txt
rm -f "${VENV:-.venv}/.lock" # uv's, that everybody may write
mkdir -p "${VAR_DIR:-var}"
DJANGO_SETTINGS_MODULE=cremona_safety.settings.build \
    "${VENV:-.venv}/bin/python" manage.py prepare --files-only
"${VENV:-.venv}/bin/python" -m compileall -q -x '/(\.venv|tests|bench)/' .
if [ -n "${OWNER:-}" ] && [ "$(id -u)" = 0 ]; then
    chown -R "$OWNER" "${VAR_DIR:-var}"
fi
