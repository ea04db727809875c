#!/bin/sh
# What the image is made of: locked packages, compiled translations, hashed static files.
# Needs no secret and no server; the tests run it in a clean folder as the Dockerfile does.
# OWNER= is the user the portal will run as: it owns VAR_DIR and nothing else.
set -eu
cd "$(dirname "$0")/.."
deploy/install.sh requirements.txt
mkdir -p "${VAR_DIR:-var}"
DJANGO_SETTINGS_MODULE=cremona_safety.settings.build \
    "${VENV:-.venv}/bin/python" manage.py prepare --files-only
if [ -n "${OWNER:-}" ] && [ "$(id -u)" = 0 ]; then
    chown -R "$OWNER" "${VAR_DIR:-var}"
fi
