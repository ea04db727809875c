"""The lines of deploy/README.md bring a PostgreSQL back to an instant between two rows."""

import re
import shutil
import subprocess

import psycopg
import pytest

from tests import servers

pytestmark = pytest.mark.server
README = (servers.ROOT / "deploy" / "README.md").read_text()
_, KEEPING, GOING_BACK = re.findall(r"```ini\n(.*?)```", README, re.DOTALL)
[BASE] = re.findall(r"^pg_basebackup .*$", README, re.MULTILINE)


@pytest.fixture
def wal():
    """Return a folder for the log that the server's user may write."""
    with servers.folder_of_postgresql() as folder:
        yield folder


def configure(server, text, **changed):
    """Add lines of the README to a stopped server, with our folders instead of its own."""
    for theirs, ours in changed.items():
        text = re.sub(rf"(^{theirs} = )'.*'$", rf"\g<1>'{ours}'", text, flags=re.M)
    with (server.folder / "data" / "postgresql.conf").open("a") as file:
        file.write(text)


def test_a_row_written_before_the_instant_is_there_and_one_after_is_not(wal):
    def here(text):
        return text.replace("/srv/wal", str(wal))

    with servers.postgresql() as server, servers.postgresql() as later:
        server.stop()
        configure(server, here(KEEPING))
        server.start()
        ask(server, "CREATE TABLE reports (code text)")
        copy_the_folder(server, wal)
        ask(server, "INSERT INTO reports VALUES ('before')")
        [[instant]] = ask(server, "SELECT clock_timestamp()::text")
        ask(server, "INSERT INTO reports VALUES ('after')")
        archive_the_log(server)
        server.stop()

        later.stop()
        put_in_place(wal / "base", later)
        configure(later, here(GOING_BACK), recovery_target_time=instant)
        later.start()
        servers.wait_until(lambda: is_promoted(later), what="the end of the recovery")

        assert ask(later, "SELECT code FROM reports") == [("before",)]
        ask(later, "INSERT INTO reports VALUES ('from here')")


def ask(server, sql):
    with psycopg.connect(server.url, autocommit=True) as connection:
        cursor = connection.execute(sql)
        return cursor.fetchall() if cursor.description else []


def is_promoted(server):
    return ask(server, "SELECT pg_is_in_recovery()") == [(False,)]


def archive_the_log(server):
    """Wait until the segment in which the rows are has been archived."""
    [[name]] = ask(server, "SELECT pg_walfile_name(pg_current_wal_lsn())")
    ask(server, "SELECT pg_switch_wal()")
    last = "SELECT last_archived_wal FROM pg_stat_archiver"
    servers.wait_until(
        lambda: (ask(server, last)[0][0] or "") >= name, what="the archiving"
    )


def copy_the_folder(server, wal):
    command = BASE.replace("/srv/base/$(date +%F)", str(wal / "base"))
    program, *arguments = command.split()
    subprocess.run(
        [*server.as_owner, servers.program(program, "postgresql-client"), *arguments]
        + ["-h", str(server.folder)],
        check=True,
        cwd="/",
    )


def put_in_place(base, server):
    """Give a stopped server the folder ``base`` as its own."""
    data = server.folder / "data"
    shutil.rmtree(data)
    subprocess.run(
        [*server.as_owner, "cp", "-a", str(base), str(data)], check=True, cwd="/"
    )
    subprocess.run(
        [*server.as_owner, "touch", str(data / "recovery.signal")], check=True, cwd="/"
    )
