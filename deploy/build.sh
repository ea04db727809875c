#!/bin/sh
# What the image is made of: locked packages, compiled translations, hashed static files.
# Needs no secret and no server; CI runs it in a clean folder as the Dockerfile does.
set -eu
cd "$(dirname "$0")/.."
deploy/install.sh requirements.txt
export DJANGO_SETTINGS_MODULE=cremona_safety.settings.build
"${VENV:-.venv}/bin/python" manage.py prepare --files-only
