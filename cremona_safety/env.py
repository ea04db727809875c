"""The one door to the environment: every value is read here, and a wrong one is named."""

import os
import re
from urllib.parse import quote, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# a host, a port; in front, the part of the name that Leaflet fills in to spread its requests
HOST = re.compile(r"(\{s\}\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?", re.I)
TRUE, FALSE = {"1", "true", "yes", "on", "si"}, {"0", "false", "no", "off", ""}


def text(name, default=None):
    """Return the variable, or ``default``; without a default its absence is an error."""
    value = os.environ.get(name, "")
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(
            f"{name} is not set. Add it to the environment: see .env.example."
        )
    return default


def flag(name, default):
    value = (os.environ.get(name, "") or str(default)).strip().lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: write true or false.")


def number(name, default):
    value = os.environ.get(name, "") or str(default)
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}: write a whole number.")
    return int(value)


def words(name, default=""):
    """Return a comma-separated variable as a list without blanks."""
    return [
        word.strip() for word in text(name, default or ",").split(",") if word.strip()
    ]


def origin(name):
    """Return scheme and host of the address in a variable, as a Content-Security-Policy has them."""
    address = text(name)
    scheme, _, rest = address.partition("://")
    host = re.split("[/?#]", rest, maxsplit=1)[0]
    if scheme not in {"http", "https"} or not HOST.fullmatch(host):
        raise ImproperlyConfigured(
            f"{name} is {address!r}: write an address that begins with https:// and a host."
        )
    return f"{scheme}://{host.replace('{s}', '*')}"


def with_password(url, password):
    """Return the address of a server with the password in it, whatever signs that has."""
    if not url or not password:
        return url
    scheme, _, rest = url.partition("://")
    return f"{scheme}://:{quote(password, safe='')}@{rest}"


def database(url, sqlite_path):
    """Translate ``DATABASE_URL`` into Django's dictionary.

    Empty, or ``sqlite``, means SQLite at ``sqlite_path``; otherwise ``postgresql://user:password@host:port/name``,
    where a host starting with ``/`` (percent-encoded) is the folder of a Unix socket.
    """
    if url in {"", "sqlite"}:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": sqlite_path,
            "OPTIONS": {
                # DEFERRED, Django's default, loses a write when two processes upgrade their locks
                "transaction_mode": "IMMEDIATE",
                "timeout": number("SQLITE_WAIT_SECONDS", 20),
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "DATABASE_URL is not understood: write postgresql://user:password@host:5432/name."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        # a request waits 5 s, not 30, for a database that is down; after a restart of the
        # database a dead connection is noticed before it is used
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 4, "max_size": 8, "timeout": 5}},
    }
