#!/bin/sh
# Make the virtual environment and install a lock into it; nothing to do if the lock is the same.
#   deploy/install.sh [requirements.txt | requirements-dev.txt]
# PYTHON= chooses the interpreter, VENV= the folder.
set -eu
cd "$(dirname "$0")/.."
lock=${1:-requirements.txt}
venv=${VENV:-.venv}
python=${PYTHON:-python3}
installed=$venv/installed-$(basename "$lock")

is_recent() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

has() { # has LOCK: is this very lock installed?
    cmp -s "$1" "$venv/installed-$(basename "$1")"
}

if is_recent "$venv/bin/python" && { has "$lock" || { [ "$lock" = requirements.txt ] && has requirements-dev.txt; }; }; then
    exit 0
fi
if ! is_recent "$venv/bin/python"; then
    if ! is_recent "$python"; then
        echo "$python is not Python 3.11 or later. Name one: make setup PYTHON=python3.12" >&2
        exit 1
    fi
    rm -rf "$venv"
    echo "      virtual environment in $venv"
    if ! "$python" -m venv "$venv"; then
        rm -rf "$venv"
        echo "No virtual environment: on Debian or Ubuntu install the package python3-venv." >&2
        exit 1
    fi
fi
echo "      packages of $lock, checked against their hashes"
# uv is faster, and its version and hashes are in the lock as well; pip does the same without it
if [ ! -x "$venv/bin/uv" ]; then
    awk '/^uv==/ {on = 1; print; next} on && /^ / {print; next} {on = 0}' requirements-dev.txt > "$venv/uv.txt"
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r "$venv/uv.txt" || true
fi
export UV_PYTHON_DOWNLOADS=never
if ! "$venv/bin/uv" pip install -q --system-certs --python "$venv/bin/python" --require-hashes -r "$lock"; then
    echo "      uv could not: pip does it, in a minute"
    "$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
fi
cp "$lock" "$installed"
