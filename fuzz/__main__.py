"""Send the portal what nobody at a form types: ``make fuzz``.

Every address of the resolver and every form of its pages, as every role, with others' rows and
hostile values, on SQLite and on a private PostgreSQL. ``N`` (10000) is how many requests on each,
``SEED`` (1) which: the same seed asks the same things. Wrong is an exception or a 5xx, a private
word told to who may not read it, a script not escaped, a row written by GET. Exit status 1 if any.
"""

import os
import subprocess
import sys

from tests.servers import Missing, postgresql

SETTINGS = "cremona_safety.settings.test"


def main():
    try:
        with postgresql() as server:
            wrong = [
                _run(name, url)
                for name, url in (("SQLite", ""), ("PostgreSQL", server.url))
            ]
    except Missing as missing:
        sys.exit(str(missing))
    return int(any(wrong))


def _run(name, url):
    print(f"{name}: ", end="", flush=True)
    own = {"DJANGO_SETTINGS_MODULE": SETTINGS, "DATABASE_URL": url, "REDIS_URL": ""}
    return subprocess.call([sys.executable, "-m", "fuzz.run"], env=os.environ | own)


if __name__ == "__main__":
    sys.exit(main())
