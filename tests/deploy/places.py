"""Portals on one engine, each with its folders, its database and the commands of its processes."""

import hashlib
import os
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from urllib.parse import quote

import psycopg
import pytest
from cryptography.fernet import Fernet

from tests import servers

TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}
# keys of a drill: not those of the demonstration, which everybody has
KEYS = {
    "BACKUP_KEY": Fernet.generate_key().decode(),
    "CONFIDENTIAL_KEYS": Fernet.generate_key().decode(),
}
TRACES = ("accounts_auditentry", "jobs_jobrun")  # a restore leaves a row of its own
# for what no engine does in its own way: each restore is a process or two of the portal
ONE_ENGINE = pytest.mark.parametrize("houses", ["sqlite"], indirect=True)
OWNER = "comune"  # no superuser: a Comune's database has an owner like this


def assert_put_back(tables, before):
    """Fail unless every table is as it was, and those that tell of a restore have one row more."""
    tables, before = dict(tables), dict(before)
    for table in TRACES:
        assert tables.pop(table)[0] == before.pop(table)[0] + 1
    assert tables == before


class Place:
    """One portal; ``environment`` is what its processes are started with."""

    def __init__(self, folder, *, database_url="", backups=None):
        folder.mkdir(exist_ok=True)
        self.folder, self.url = folder, database_url
        self.backups = backups or folder / "backups"
        self.media = folder / "media"
        self.engine = "postgresql" if database_url else "sqlite"
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "cremona_safety.settings.dev",
            "VAR_DIR": str(folder),
            "BACKUP_DIR": str(self.backups),
            "DATABASE_URL": database_url,
            "REDIS_URL": "",
            **KEYS,
        }

    def start(self, *command, **environment):
        """Start a command of manage.py; return its process, whose output is read as text."""
        return subprocess.Popen(
            [sys.executable, "manage.py", *command],
            cwd=servers.ROOT,
            env=self.environment | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def manage(self, *command, **environment):
        """Run a command of manage.py; return (status, what it said)."""
        process = self.start(*command, **environment)
        said = "".join(process.communicate())
        return process.returncode, said

    def run(self, code, **environment):
        """Run Python in a process of the portal and return what it prints; fail if it fails."""
        process = self.start("shell", "-v", "0", "-c", code, **environment)
        printed, errors = process.communicate()
        assert process.returncode == 0, errors
        return printed.strip()

    def back_up(self, **environment):
        """Make a backup; return its path and what was said."""
        before = set(self.backups.glob("*.backup"))
        status, said = self.manage("backup", **environment)
        assert status == 0, said
        (made,) = set(self.backups.glob("*.backup")) - before
        return made, said

    def ask(self, sql):
        with self.connected() as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def connected(self):
        """Yield a connection of the engine's own driver; what is done is undone."""
        if self.url:
            opened = psycopg.connect(self.url)
        else:
            opened = sqlite3.connect(self.folder / "portal.sqlite3")
        with closing(opened) as connection:
            yield connection

    def tables(self):
        """Map each table to its number of rows and the checksum of all of them."""
        return {name: self.sum_of(name) for (name,) in self.ask(TABLES[self.engine])}

    def sum_of(self, table):
        rows = sorted(map(repr, self.ask(f'SELECT * FROM "{table}"')))
        return len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()

    def photos(self):
        """Map each file of the photos to its checksum."""
        return {
            str(path.relative_to(self.media)): hashlib.sha256(
                path.read_bytes()
            ).hexdigest()
            for path in self.media.rglob("*")
            if path.is_file()
        }

    def is_untouched(self):
        """Tell whether nothing is here, as before a restore that was refused."""
        database = self.folder / "portal.sqlite3"
        tables = self.ask(TABLES[self.engine]) if self.url or database.exists() else []
        return not tables and not self.photos()


class Houses:
    """Makes places on SQLite."""

    engine = "sqlite"

    def __init__(self, folder):
        self.folder, self.made = folder, 0

    def empty(self):
        """Return a new place with nothing in it."""
        self.made += 1
        return Place(self.folder / f"place-{self.made}", **self._database())

    def _database(self):
        return {}


class Cluster(Houses):
    """Makes places on one PostgreSQL server."""

    engine = "postgresql"

    def __init__(self, folder, server):
        super().__init__(folder)
        self.server = server
        self._as_superuser(f"CREATE ROLE {OWNER} LOGIN")

    def _database(self):
        name = f"portal_{self.made}"
        self._as_superuser(f"CREATE DATABASE {name} OWNER {OWNER}")
        host = quote(str(self.server.folder), safe="")
        return {"database_url": f"postgresql://{OWNER}@{host}/{name}"}

    def _as_superuser(self, sql):
        with psycopg.connect(self.server.url, autocommit=True) as connection:
            connection.execute(sql)
