"""Files of the media that no row names: a worker or a machine died between the file and its row.

The other way round, a row whose file is gone, is told and left: what it says is still true.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from cremona_safety.backups.contents import ask_here, photos

GRACE_SECONDS = (
    24 * 3600
)  # a file is written before its row, and a backup reads rows first


@dataclass(frozen=True)
class Swept:
    """How many files no row named, how many of them were deleted, how many rows have no file."""

    orphans: int
    deleted: int
    missing: int

    def __str__(self):
        words = f"{self.deleted} file di nessuno tolti, {self.missing} foto senza file"
        left = self.orphans - self.deleted
        return f"{words}, {left} file alla prossima volta" if left else words


def sweep_media():
    """Delete the files older than a day that no row names, at most ``ORPHANS_PER_RUN`` of them;
    return what was ``Swept``."""
    there = dict(_files(Path(settings.MEDIA_ROOT)))
    named = set(
        photos(ask_here)
    )  # after the files: none of them has a row too young to be seen
    old = time.time() - GRACE_SECONDS
    orphans = [name for name, at in there.items() if name not in named and at < old]
    deleted = sorted(orphans)[: settings.ORPHANS_PER_RUN]
    for name in deleted:
        Path(settings.MEDIA_ROOT, name).unlink(missing_ok=True)
    return Swept(len(orphans), len(deleted), len(named - there.keys()))


def _files(root):
    """Yield (name as a row has it, seconds of its last change) of every file."""
    for folder, _, names in os.walk(root):
        for name in names:
            path = Path(folder, name)
            try:
                yield path.relative_to(root).as_posix(), path.lstat().st_mtime
            except FileNotFoundError:  # deleted while we walk
                continue
