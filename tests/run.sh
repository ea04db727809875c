#!/bin/sh
# The whole suite: on PostgreSQL with Redis, then on SQLite and in a browser. Arguments go to pytest.
# What is missing is installed when root on Debian or Ubuntu, and named elsewhere.
set -eu
cd "$(dirname "$0")/.."
PATH=$PWD/.venv/bin:$PATH

has() {
    command -v "$1" >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/"$1" >/dev/null 2>&1
}

missing=
# the shell is Chromium without windows: half the time of the whole browser
has chromium-headless-shell || has chromium || has chromium-browser || missing="$missing chromium-headless-shell"
has initdb && has createdb || missing="$missing postgresql"
has redis-server || missing="$missing redis-server"
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing$missing from the packages of this system."
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq
        apt-cache show chromium-headless-shell >/dev/null 2>&1 || missing=$(echo "$missing" | sed s/-headless-shell//)
        # shellcheck disable=SC2086  # one word for each package
        apt-get install -qq -y --no-install-recommends $missing >/dev/null
    else
        echo "The tests need programs that are not in PATH. Install these packages:$missing" >&2
        exit 1
    fi
fi

# Databases and folders of the tests live in memory where 4 GB of it are free: a disk is slower.
if [ -w /dev/shm ] && [ "$(df -Pk /dev/shm | awk 'END {print $4}')" -gt 4000000 ]; then
    TMPDIR=$(mktemp -d /dev/shm/tests.XXXXXX)
    chmod 711 "$TMPDIR" # PostgreSQL is another user
    export TMPDIR
    trap 'rm -rf "$TMPDIR"' EXIT
fi
unset DATABASE_URL REDIS_URL VAR_DIR
DJANGO_SETTINGS_MODULE=cremona_safety.settings.test python manage.py translations --compile
python -m tests.suite "$@"
