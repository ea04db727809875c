"""A photo is on the disk whole or not at all."""

import errno

import pytest
from django.core.files.base import ContentFile

from photos.storage import WholeFileStorage


class Overflowing(ContentFile):
    """A file that does not fit: the disk is full after its first bytes."""

    def chunks(self, chunk_size=None):
        yield b"first"
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_keeps_no_half_of_a_photo(tmp_path):
    storage = WholeFileStorage(tmp_path)

    with pytest.raises(OSError, match="No space"):
        storage.save("reports/a.jpg", Overflowing(b"x"))

    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_photo_that_fits_is_kept(tmp_path):
    storage = WholeFileStorage(tmp_path)

    name = storage.save("reports/a.jpg", ContentFile(b"x"))

    with storage.open(name) as kept:
        assert kept.read() == b"x"
