"""Ask a container's own portal how it is: ``healthcheck.py PATH [PART]``; status 0 is well.

With PART the answer is the JSON of ``/readyz``, and only that part of it counts: it is said to who has
``METRICS_TOKEN``.
"""

import json
import os
import sys
import urllib.error
import urllib.request


def own_name():
    """Return a name the portal answers to: of ``.example.org`` the domain, of ``*`` any."""
    first = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".")
    return "127.0.0.1" if first in {"", "*"} else first


def ask(path):
    base = os.environ.get("HEALTH_URL", "http://127.0.0.1:8000")
    headers = {"Host": own_name()}
    if token := os.environ.get("METRICS_TOKEN", ""):
        headers["Authorization"] = f"Bearer {token}"
    request = urllib.request.Request(base + path, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=5) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def is_well(path, part=None):
    try:
        status, body = ask(path)
        return bool(json.loads(body)[part]) if part else status == 200
    except (OSError, ValueError, KeyError):
        return False


if __name__ == "__main__":
    sys.exit(0 if is_well(*sys.argv[1:]) else 1)
