"""What is wrong with a backup, or with the place, is said before anything is written."""

import json
import os

import psycopg
import pytest
from cryptography.fernet import Fernet

from tests import servers
from tests.deploy.places import KEYS, ONE_ENGINE, assert_put_back

pytestmark = pytest.mark.server
ANOTHER = Fernet.generate_key().decode()
# tries each [file, settings] in one process, and prints the refusals
TRY = """
import json, sys
from pathlib import Path
from django.core.management import CommandError, call_command
from django.test import override_settings
def refusal(file, changed):
    try:
        with override_settings(**changed):
            call_command("restore", file)
    except CommandError as error:
        return str(error)
print(json.dumps([refusal(*each) for each in json.loads({attempts!r})]))
"""
PROGRAMME = str(servers.ROOT / "tests" / "programme" / "altrove.toml")


def refusals(place, *attempts):
    """Return what is said of each restore: (file, changed settings)."""
    code = TRY.replace("{attempts!r}", repr(json.dumps(attempts)))
    return json.loads(place.run(code).splitlines()[-1])


@pytest.fixture
def broken(backup, tmp_path):
    """Return a function that gives a copy of the backup, changed by a function of its bytes."""
    made = []

    def change(how):
        made.append(tmp_path / f"{len(made)}.backup")
        made[-1].write_bytes(how(backup[0].read_bytes()))
        return str(made[-1])

    return change


def flipped(whole):
    middle = len(whole) // 2
    return whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]


@ONE_ENGINE
def test_a_file_that_is_not_the_right_one_is_refused_and_nothing_is_written(
    houses, backup, broken
):
    place, whole = houses.empty(), str(backup[0])
    attempts = {
        (broken(flipped), "damaged"): {},
        (broken(lambda whole: whole[:-1]), "damaged"): {},
        (broken(lambda whole: whole[: len(whole) // 2]), "damaged"): {},
        (broken(lambda whole: b""), "not a backup"): {},
        (broken(lambda whole: b"PGDMP" + whole), "not a backup"): {},
        (whole + ".none", "No such file"): {},
        (whole, "not the key of this backup"): {"BACKUP_KEY": ANOTHER},
        (whole, "is encrypted"): {"BACKUP_KEY": ""},
        (whole, "not a key"): {"BACKUP_KEY": "insieme"},
        (whole, "one of CONFIDENTIAL_KEYS"): {
            "CONFIDENTIAL_KEYS": [KEYS["BACKUP_KEY"]]
        },
        (whole, "notes would stay closed"): {"CONFIDENTIAL_KEYS": [ANOTHER]},
        (whole, "second factor"): {"SECRET_KEY": "y" * 60},
        (whole, "ISTAT code 019036"): {"PROGRAMME_FILE": PROGRAMME},
        # as a portal that has not heard of these migrations yet
        (whole, "A newer portal made this backup (indicators.0001_initial,"): {
            "MIGRATION_MODULES": {"indicators": None}
        },
    }

    said = refusals(place, *((file, new) for (file, _), new in attempts.items()))

    for (_, words), sentence in zip(attempts, said, strict=True):
        assert words in (sentence or "restored"), sentence
    assert place.is_untouched()


@ONE_ENGINE
def test_a_backup_of_another_engine_is_refused(houses, backup):
    database = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}

    status, said = houses.empty().manage("restore", str(backup[0]), **database)

    assert status == 1
    assert "made on sqlite, DATABASE_URL leads to postgresql" in said


@ONE_ENGINE
def test_lost_keys_are_lost_and_the_rest_is_restored(houses, backup):
    place = houses.empty()

    status, said = place.manage(
        "restore", "--without-keys", str(backup[0]), CONFIDENTIAL_KEYS=ANOTHER
    )

    assert status == 0, said
    assert_put_back(place.tables(), backup[1])


def test_a_portal_that_lives_is_not_overwritten(source, backup):
    before = source.tables(), source.photos()

    status, said = source.manage("restore", str(backup[0]))

    assert status == 1
    assert "is not empty" in said
    assert (source.tables(), source.photos()) == before


@ONE_ENGINE
def test_photos_without_a_database_are_not_mixed_with_others(houses, backup):
    place = houses.empty()
    place.media.mkdir()
    (place.media / "of-another.jpg").touch()

    status, said = place.manage("restore", str(backup[0]))

    assert status == 1
    assert "media is not empty" in said
    assert os.listdir(place.media) == ["of-another.jpg"]
    (place.media / "of-another.jpg").unlink()
    assert place.is_untouched()


# half of the first piece of the database arrives, then the power goes
KILLED_WITH_HALF = """
import os, signal
from django.core.management import call_command
from cremona_safety.backups import restoring
whole = restoring.database_of
def half(stream):
    first = next(whole(stream))
    yield first[: len(first) // 2]
    os.kill(os.getpid(), signal.SIGKILL)
restoring.database_of = half
call_command("restore", {file!r})
"""
KILLED_BEFORE_THE_PHOTOS = """
import os, pathlib, signal
from django.core.management import call_command
rename = pathlib.Path.rename
def killed(self, to):
    if self.name == "media.unpacked":
        os.kill(os.getpid(), signal.SIGKILL)
    return rename(self, to)
pathlib.Path.rename = killed
call_command("restore", {file!r})
"""


def killed(place, code, backup):
    """Restore with ``code`` and wait until nobody is at work on the database any more."""
    status, said = place.manage("shell", "-v", "0", "-c", code.format(file=str(backup)))
    assert status < 0, said
    if place.url:
        others = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        servers.wait_until(lambda: not place.ask(others), what="the end of pg_restore")


def test_killed_in_the_middle_leaves_the_place_empty_and_may_be_repeated(
    houses, backup
):
    place = houses.empty()

    killed(place, KILLED_WITH_HALF, backup[0])

    assert place.is_untouched()
    status, said = place.manage("restore", str(backup[0]))
    assert status == 0, said
    assert_put_back(place.tables(), backup[1])
    assert place.photos() == backup[2]
    assert not list(place.folder.glob("media.*"))


def test_killed_between_database_and_photos_is_finished_by_repeating_it(houses, backup):
    place = houses.empty()

    killed(place, KILLED_BEFORE_THE_PHOTOS, backup[0])

    assert place.photos() == {}
    status, said = place.manage("restore", str(backup[0]))
    assert status == 0, said
    assert_put_back(place.tables(), backup[1])
    assert place.photos() == backup[2]


# no file of this process may pass so many bytes: as on a full disk, an error while writing
FULL_DISK = """
import resource
from django.core.management import call_command
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
call_command({command})
"""


def test_a_disk_that_fills_leaves_no_half_backup(source, tmp_path):
    before = source.tables()["jobs_outbox"]

    for size in (0, 300_000):
        status, said = source.manage(
            "shell", "-v", "0", "-c", FULL_DISK.format(size=size, command="'backup'"),
            BACKUP_DIR=str(tmp_path),
        )  # fmt: skip

        assert status == 1
        assert "No backup was made" in said
        assert {path.name for path in tmp_path.iterdir()} <= {".lock"}
    assert not list(source.folder.glob("*.copy*"))
    assert source.tables()["jobs_outbox"] == before


def test_a_disk_that_fills_leaves_the_place_of_a_restore_empty(houses, backup):
    place = houses.empty()
    command = f"'restore', {str(backup[0])!r}"
    place.media.mkdir()

    status, said = place.manage(
        "shell", "-v", "0", "-c", FULL_DISK.format(size=100, command=command)
    )

    assert status == 1
    assert "The restore stopped" in said
    assert place.is_untouched()
    assert not list(place.folder.glob("media.*"))


FUNCTION = """
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'
"""


@pytest.mark.parametrize("houses", ["postgresql"], indirect=True)
def test_the_first_error_of_the_database_undoes_all_that_came_before(houses, backup):
    place = houses.empty()
    with psycopg.connect(place.url, autocommit=True) as connection:
        connection.execute(FUNCTION)

    status, said = place.manage("restore", str(backup[0]))

    assert status == 1
    assert "pg_restore failed, nothing was written" in said
    assert "already exists" in said
    assert place.is_untouched()
    assert not list(place.folder.glob("media.*"))


@ONE_ENGINE
def test_a_backup_folder_that_cannot_be_written_is_named(source, tmp_path):
    (tmp_path / "file").touch()

    status, said = source.manage("backup", BACKUP_DIR=str(tmp_path / "file"))

    assert status == 1
    assert f"No backup was made in {tmp_path / 'file'}" in said


@ONE_ENGINE
def test_a_portal_that_was_never_prepared_has_nothing_to_back_up(houses):
    place = houses.empty()

    status, said = place.manage("backup")

    assert status == 1
    assert "nothing to back up" in said


@pytest.mark.parametrize("houses", ["postgresql"], indirect=True)
def test_without_the_programs_of_postgresql_the_package_is_named(
    source, houses, backup, tmp_path
):
    nowhere = {"PATH": str(tmp_path)}

    backed_up = source.manage("backup", **nowhere)
    restored = houses.empty().manage("restore", str(backup[0]), **nowhere)

    for program, (status, said) in {
        "pg_dump": backed_up,
        "pg_restore": restored,
    }.items():
        assert status == 1
        assert f"{program} is not on this machine: install postgresql-client" in said
