"""What a backup may hold: a hostile or broken one is refused before anything is written."""

import io
import json
import tarfile
import tracemalloc
from dataclasses import replace

import pytest

from cremona_safety.backups import BackupRefused
from cremona_safety.backups.archive import (
    PIECE,
    Manifest,
    Writer,
    database_of,
    is_plain,
    photos_of,
    verify,
)

MEGABYTE = 1024 * 1024
MANIFEST = Manifest(
    made_at="2026-11-30T21:15:00+00:00",
    comune="019036",
    engine="sqlite",
    migrations=["accounts.0001_initial"],
    rows={"accounts_user": 1},
    keys={"SECRET_KEY": ["ab"]},
    database="",
    photos={},
    missing=[],
)


def written(database=b"rows", photos=None):
    """Return a stream with a backup in it."""
    stream = io.BytesIO()
    writer = Writer(stream)
    digest = writer.add_database(io.BytesIO(database))
    sums = {
        name: writer.add_photo(name, io.BytesIO(photo), len(photo))
        for name, photo in (photos or {}).items()
    }
    writer.finish(replace(MANIFEST, database=digest, photos=sums))
    return io.BytesIO(stream.getvalue())


def tar_of(*members):
    """Return a stream with a tar of (name, type or content)."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        for name, what in members:
            info = tarfile.TarInfo(name)
            if what in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE):
                info.type, info.linkname = what, "/etc/passwd"
                what = b""
            info.size = len(what)
            tar.addfile(info, io.BytesIO(what))
    return io.BytesIO(stream.getvalue())


@pytest.mark.parametrize("size", [0, 1, PIECE, 2 * PIECE + 1])
def test_database_and_photos_come_back_as_they_went_in(size):
    photos = {"reports/a.jpg": b"a", "reports/città.jpg": b"", "x/" + "n" * 200: b"n"}
    backup = written(b"d" * size, photos)

    manifest = verify(backup)
    backup.seek(0)
    database = b"".join(database_of(backup))
    backup.seek(0)

    assert manifest.photos.keys() == photos.keys()
    assert database == b"d" * size
    assert {name: file.read() for name, file in photos_of(backup)} == photos


@pytest.mark.parametrize(
    "name",
    [
        "photos/../../etc/cron.d/x",
        "photos//etc/passwd",
        "photos/a/../b",
        "photos/./a",
        "photos/",
        "/etc/passwd",
        "database/000001",
        "database/0",
        "altro",
    ],
)
def test_a_name_that_no_portal_writes_is_refused(name):
    with pytest.raises(BackupRefused, match="no portal writes"):
        verify(tar_of((name, b"x")))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE])
def test_a_link_or_a_device_is_refused(kind):
    with pytest.raises(BackupRefused, match="no portal writes"):
        verify(tar_of(("photos/a.jpg", kind)))


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{}", b"nothing", json.dumps({"made_at": 1}).encode()]
)
def test_a_list_that_cannot_be_read_is_refused(text):
    with pytest.raises(BackupRefused, match="unreadable"):
        verify(tar_of(("manifest.json", text)))


def test_a_backup_without_its_list_or_with_other_contents_is_refused():
    with pytest.raises(BackupRefused, match="no list"):
        verify(tar_of(("database/000000", b"x")))
    with pytest.raises(BackupRefused, match="database differs"):
        verify(with_list(("database/000000", b"x")))
    with pytest.raises(BackupRefused, match="photos differ"):
        verify(with_list(("photos/a", b"x"), database=EMPTY))


EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def with_list(*members, database="00"):
    listed = json.dumps(vars(replace(MANIFEST, database=database))).encode()
    return tar_of(*members, ("manifest.json", listed))


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("reports/a.jpg", True),
        ("a", True),
        ("reports/..a..jpg", True),
        ("", False),
        (".", False),
        ("..", False),
        ("/a", False),
        ("a/", False),
        ("a//b", False),
        ("a/../../b", False),
        ("a\0b", False),
    ],
)
def test_a_photo_stays_in_its_folder(name, plain):
    assert is_plain(name) is plain


class Long:
    """A stream of many bytes that nobody holds."""

    def __init__(self, size):
        self.left = size

    def read(self, size):
        given = min(size, self.left)
        self.left -= given
        return bytes(given)


class Nowhere:
    def write(self, data):
        return len(data)


def test_memory_does_not_grow_with_what_is_backed_up():
    tracemalloc.start()
    try:
        writer = Writer(Nowhere())
        writer.add_database(Long(64 * MEGABYTE))
        writer.add_photo("reports/long.jpg", Long(64 * MEGABYTE), 64 * MEGABYTE)
        for number in range(10_000):
            writer.add_photo(f"reports/{number}.jpg", Long(1), 1)
        left, peak = tracemalloc.get_traced_memory()
        assert left < MEGABYTE
        assert peak < 8 * MEGABYTE
    finally:
        tracemalloc.stop()
