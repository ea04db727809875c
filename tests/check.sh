#!/bin/sh
# What can be checked without running the portal: `make check`.
set -eu
cd "$(dirname "$0")/.."
PATH=$PWD/.venv/bin:$PATH
VAR_DIR=$(mktemp -d)
trap 'rm -rf "$VAR_DIR"' EXIT
export VAR_DIR
export DJANGO_SETTINGS_MODULE=cremona_safety.settings.test

echo "== lint and format"
ruff check --quiet .
ruff format --quiet --check .
djlint --quiet --lint templates
echo "== layers"
lint-imports --no-logo 2>/dev/null || lint-imports
echo "== migrations"
python manage.py makemigrations --check --dry-run
echo "== translations"
python manage.py translations --check
echo "== deployment settings"
env -u REDIS_URL DATABASE_URL=sqlite \
    DJANGO_SETTINGS_MODULE=cremona_safety.settings.prod \
    SECRET_KEY=8k2j-only-to-check-that-production-settings-are-sound-Zq7w \
    ALLOWED_HOSTS=portale.example.org PUBLIC_URL=https://portale.example.org \
    EMAIL_HOST=posta.example.org DEFAULT_FROM_EMAIL=portale@example.org TRUSTED_PROXIES=1 \
    PROGRAMME_FILE=programmes/cremona.toml BACKUP_DIR=/srv/backups \
    CONFIDENTIAL_KEYS=b25seS10by1jaGVjay10aGUtc2V0dGluZ3MtMzItYnk= \
    python manage.py check --deploy --fail-level WARNING
