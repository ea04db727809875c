"""The drill: a backup made while people write is put back elsewhere, and all of it is there."""

import fcntl
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from tests.deploy.places import ONE_ENGINE, Place, assert_put_back

pytestmark = pytest.mark.server
WRITE = """
import itertools
from accounts.models import User
from accounts.throttle import Limit
from board.services import post_note
Limit.hit = lambda self, key: True  # nobody writes so fast
by = User.objects.get(email="agente@demo.example")
for number in itertools.count():
    post_note(text=f"drill {number}", lasts="oggi", by=by)
    print(number, flush=True)
"""
WRITTEN = "SELECT id, text FROM interventions_boardnote WHERE text LIKE 'drill %'"
TOLD = "SELECT target_id FROM accounts_auditentry WHERE action = 'board.write'"
OPEN = """
from notebooks.models import SealedNote
from notebooks.sealing import unseal
note = SealedNote.objects.order_by("pk").last()
print(unseal(note.sealed, note.service, note.pk))
"""
SIGN_IN = """
from django.conf import settings
from django.test import Client, client as door
from cremona_safety.request import Utf8Request
door.WSGIRequest = Utf8Request  # as in cremona_safety/wsgi.py
who = {"login": "agente@demo.example", "password": settings.DEMO_PASSWORD}
client = Client(SERVER_NAME="127.0.0.1")
client.post("/accedi/", who)
print("_auth_user_id" in client.session)
"""
TRACE = """
from accounts.models import AuditEntry
print(AuditEntry.objects.get(action="accounts.backup_restored").after)
"""
ADD = """
from accounts.models import AuditEntry
print(AuditEntry.objects.create(action="drill", target_type="x", target_id="x").pk)
"""


@dataclass
class Restored:
    place: Place
    said: str
    tables: dict  # as they came: the tests write in them
    photos: dict


@pytest.fixture(scope="session")
def restored(houses, backup):
    """Return an empty place into which the backup was restored."""
    place = houses.empty()
    status, said = place.manage("restore", str(backup[0]))
    assert status == 0, said
    return Restored(place, said, place.tables(), place.photos())


def test_every_table_and_every_photo_is_as_it_was(backup, restored):
    _, tables, photos = backup

    assert_put_back(restored.tables, tables)
    assert restored.photos == photos
    assert len(photos) == 3


def test_the_command_tells_what_it_put_back(backup, restored):
    _, tables, photos = backup
    rows = sum(count for count, _ in tables.values())

    assert f"{tables['accounts_auditentry'][0]} accounts_auditentry" in restored.said
    assert f"{rows} rows, {len(photos)} photos" in restored.said


def test_a_confidential_note_opens_with_the_keys(restored):
    assert restored.place.run(OPEN) == "{'text': 'drill'}"


def test_somebody_signs_in_with_the_password_of_before(restored):
    assert restored.place.run(SIGN_IN).endswith("True")


def test_the_trail_says_that_it_was_restored_and_to_which_head(backup, restored):
    head = re.search(r"Head of its audit trail: (\d+ [0-9a-f]{64})", restored.said)[1]

    told = restored.place.run(TRACE)
    status, said = restored.place.manage("check_trail", *head.split())

    assert head in told
    assert status == 0, said


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE accounts_auditentry SET action = 'altro'",
        "DELETE FROM accounts_auditentry",
    ],
)
def test_the_trail_is_append_only_again(restored, sql):
    with pytest.raises(Exception, match="the audit trail is append-only"):
        restored.place.ask(sql)


def test_the_next_row_has_the_next_number(restored):
    [[last]] = restored.place.ask("SELECT MAX(id) FROM accounts_auditentry")

    assert int(restored.place.run(ADD)) == last + 1


@ONE_ENGINE
def test_nobody_else_may_read_what_was_written(backup, restored):
    place = restored.place
    private = [backup[0], *(place.media / name for name in restored.photos)]
    private.append(place.folder / "portal.sqlite3")

    assert {path.stat().st_mode & 0o077 for path in private} == {0}
    assert backup[0].parent.stat().st_mode & 0o077 == 0


def test_a_backup_made_while_people_write_is_of_one_instant(source, houses):
    writer = source.start("shell", "-v", "0", "-c", WRITE)
    try:
        writer.stdout.readline()
        path, _ = source.back_up()
        so_far = len(source.ask(WRITTEN))
        while int(writer.stdout.readline()) < so_far:  # they went on after it
            pass
    finally:
        writer.kill()
        writer.communicate()
    place = houses.empty()
    assert place.manage("restore", str(path))[0] == 0

    written = {str(number): text for number, text in place.ask(WRITTEN)}
    told = {number for (number,) in place.ask(TOLD)}
    newest = max(map(int, written))

    assert written
    assert written.keys() <= told  # of each note its row of the trail
    assert max(map(int, told)) == newest  # and no row of a note that is not there
    assert set(place.ask(WRITTEN)) < set(source.ask(WRITTEN))


@ONE_ENGINE
def test_a_photo_that_is_gone_is_told_and_a_file_of_nobody_is_left(source, houses):
    gone, *left = sorted(source.photos())
    aside, orphan = source.folder / "aside", source.media / "orphan.jpg"
    (source.media / gone).rename(aside)
    orphan.touch()
    try:
        path, said = source.back_up()
    finally:
        aside.rename(source.media / gone)
        orphan.unlink()
    place = houses.empty()

    status, also_said = place.manage("restore", str(path))

    assert f"A photo that was not there: {gone}" in said
    assert status == 0
    assert f"A photo that was not in the backup: {gone}" in also_said
    assert sorted(place.photos()) == left


GOES_MEANWHILE = """
from django.conf import settings
from django.core.management import call_command
from cremona_safety.backups import making
write = making.Writer.add_database
def then_erase(self, stream):
    digest = write(self, stream)
    for path in settings.MEDIA_ROOT.rglob("*.jpg"):
        path.rename(path.with_suffix(".away"))
    return digest
making.Writer.add_database = then_erase
call_command("backup")
"""


@ONE_ENGINE
def test_photos_erased_while_the_backup_is_made_stop_nothing(source):
    before = source.photos()
    try:
        said = source.run(GOES_MEANWHILE)
        assert "0 photos" in said
    finally:
        for path in source.media.rglob("*.away"):
            path.rename(path.with_suffix(".jpg"))
    assert source.photos() == before


def test_an_older_backup_is_brought_to_the_tables_of_today(houses, backup):
    old = houses.empty()
    old.manage("restore", str(backup[0]))
    assert old.manage("migrate", "hotspots", "0004")[0] == 0
    path, _ = old.back_up()
    place = houses.empty()

    status, said = place.manage("restore", str(path))

    assert status == 0, said
    assert place.ask("SELECT boundary_source_en FROM hotspots_municipality") == [("",)]
    assert place.tables().keys() == backup[1].keys()
    told = "SELECT COUNT(*) FROM accounts_auditentry"
    assert place.ask(told) == [(backup[1]["accounts_auditentry"][0] + 2,)]


@pytest.mark.usefixtures("backup")
def test_the_page_of_the_jobs_says_how_the_backup_went(source):
    runs = source.ask("SELECT state, detail FROM jobs_jobrun WHERE name = 'backup'")

    assert runs
    assert {state for state, _ in runs} <= {"done", "failed"}
    assert any(detail.endswith("3 foto") for _, detail in runs)


@ONE_ENGINE
def test_old_backups_go_by_the_rule_and_other_files_stay(source, tmp_path):
    nights = [datetime(2020, 3, 1) - timedelta(days=night) for night in range(3)]
    old = [tmp_path / f"portal-{n:%Y%m%dT%H%M%S}Z.backup" for n in nights]
    others = [tmp_path / "notes.txt", tmp_path / "portal-old.backup"]
    for path in [*old, *others]:
        path.touch()
    keep = {"DAYS": "2", "WEEKS": "0", "MONTHS": "0"}

    status, said = source.manage(
        "backup",
        BACKUP_DIR=str(tmp_path),
        **{f"BACKUP_KEEP_{name}": count for name, count in keep.items()},
    )

    assert status == 0, said
    assert [path.exists() for path in old] == [True, False, False]
    assert all(path.exists() for path in others)
    assert f"Thrown away by the rule: {old[2].name}" in said


@ONE_ENGINE
def test_one_backup_at_a_time(source):
    source.backups.mkdir(exist_ok=True)
    with (source.backups / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        status, said = source.manage("backup")

    assert status == 1
    assert "Another backup or restore is at work" in said


@ONE_ENGINE
def test_without_a_key_the_backup_says_that_anybody_reads_it(source, houses):
    path, said = source.back_up(BACKUP_KEY="")
    place = houses.empty()

    status, _ = place.manage("restore", str(path), BACKUP_KEY="")

    assert "It is not encrypted" in said
    assert status == 0
