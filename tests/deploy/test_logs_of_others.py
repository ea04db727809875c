"""The lines of deploy/README.md keep secrets out of the logs of the proxy and of the database."""

import re

import psycopg
import pytest
import yaml
from django.conf import settings
from django.db.backends.postgresql.psycopg_any import ClientCursor

from tests import servers
from tests.deploy.test_point_in_time import configure

README = (servers.ROOT / "deploy" / "README.md").read_text()
QUIET = re.findall(r"```ini\n(.*?)```", README, re.DOTALL)[0]
MAP = re.search(r"map \$request_uri \$plain_uri \{(.*?)\n\}", README, re.DOTALL)[1]
KEY, CODE = "b7x2kq5mabcdefghijklmnopqr", "CR-2026-7F3K9Q"
LETTERS = "abcdefghijklmnopqrstuvwxyz"  # a key may have no figure


def logged(address):
    """Return what nginx writes of an address: the first pattern of the map that matches."""
    for pattern, written in re.findall(r'"~(.*)" (\S+);', MAP):
        if found := re.search(pattern.replace("(?<", "(?P<", 1), address):
            name, star = re.fullmatch(r"\$([a-z]+)(\*?)", written).groups()
            return found[name] + star
    return "*"


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("/", "/"),
        ("/segnala/", "/segnala/"),
        ("/operatori/registro/?code=CR-2026-7F3K9Q", "/operatori/registro/"),
        ("/luoghi/cerca/?q=via+Dante+12", "/luoghi/cerca/"),
        ("/healthz", "/healthz"),
        (f"/segnalazioni/{CODE}/{KEY}/", "/segnalazioni/*"),
        (f"/segnalazioni/{CODE.lower()}/{LETTERS}/", "/segnalazioni/*"),
        ("/segnalazioni/conferma/WzEsImEiXQ:1a:xyz/", "/segnalazioni/conferma/*"),
        (f"/calendario/{KEY}.ics", "/calendario/*"),
        (f"/calendario/{LETTERS}.ics", "/calendario/*"),
        (f"/calendario/{LETTERS}", "/calendario/*"),
        (f"/segnalazioni%2F{CODE}/{KEY}/", "/*"),
        ("/password/nuova/3-c9x2ab-0123abcd/", "/password/nuova/*"),
        ("/accedi/identita/comune/ritorno/?code=a&state=b", "/accedi/identita/comune/ritorno/"),
        (f"//{CODE}/{KEY}", "/*"),
        (f"https://altrove.example.org/{KEY}", "*"),
    ],
)  # fmt: skip
def test_the_proxy_writes_of_an_address_its_first_plain_words(address, written):
    assert logged(address) == written
    assert "$request " not in README and "http_referer'" not in README


def test_the_containers_start_the_database_with_the_lines_of_the_paper():
    compose = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())
    lines = [line.replace(" = ", "=") for line in QUIET.strip().splitlines()]

    program, *options = compose["services"]["db"]["command"]

    assert (program, options) == ("postgres", [f"-c{line}" for line in lines])


def provoke(server):
    """Write a secret in every way that PostgreSQL may refuse it."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE secrets (word text UNIQUE, number int)")
        for cursor in (connection.cursor(), ClientCursor(connection)):
            for sql in (
                "INSERT INTO secrets VALUES (%s, 1), (%s, 2)",
                "INSERT INTO nowhere VALUES (%s, %s)",
                "SELECT 1 / 0, %s::text, %s::text",
            ):
                with pytest.raises(psycopg.Error):
                    cursor.execute(sql, ["secret of a citizen"] * 2)


@pytest.mark.server
def test_the_database_writes_no_value_in_its_log():
    with servers.postgresql() as server:
        provoke(server)
        assert "secret of a citizen" in (server.folder / "log").read_text()
        server.stop()
        (server.folder / "log").write_text("")
        configure(server, QUIET)
        server.start()
        with psycopg.connect(server.url, autocommit=True) as connection:
            connection.execute("DROP TABLE secrets")

        provoke(server)

        log = (server.folder / "log").read_text()
    assert log.count("duplicate key value") == 2
    assert "secret of a citizen" not in log
