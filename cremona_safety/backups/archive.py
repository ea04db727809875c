"""What a backup holds, in a tar: the database in pieces, the photos, and last what lists them.

Nothing of what is read is believed: a name is one that this module writes, or the file is refused.
"""

import hashlib
import json
import tarfile
from dataclasses import asdict, dataclass
from io import BytesIO
from itertools import count
from pathlib import PurePosixPath

from cremona_safety.backups import BackupRefused

DATABASE, PHOTOS, MANIFEST = "database/{:06}", "photos/", "manifest.json"
PIECE = 1024 * 1024  # bytes of the database in each of its pieces

UNKNOWN = "This backup holds {name!r}, which no portal writes. Take another one."
NOT_WHOLE = "This backup is not what its list says: {what}. Take another one."


@dataclass(frozen=True)
class Manifest:
    """The last thing written: a backup that has it is whole."""

    made_at: str  # ISO 8601, UTC
    comune: str  # ISTAT code
    engine: str  # of the database, as Django names it
    migrations: list  # "app.name"
    rows: dict  # of each table
    keys: dict  # fingerprints of those it needs, by setting
    database: str  # SHA-256
    photos: dict  # SHA-256 by name
    missing: list  # photos that the database names and were not there
    head: str = ""  # of the audit trail, as `check_trail` wants it


class Writer:
    """Writes the parts of a backup, in this order, to a stream."""

    def __init__(self, stream):
        self._tar = tarfile.open(fileobj=stream, mode="w|")  # noqa: SIM115

    def add_database(self, stream):
        """Copy a stream of unknown length; return its SHA-256."""
        digest = hashlib.sha256()
        for number in count():
            piece = _read_whole(stream, PIECE)
            if not piece:
                return digest.hexdigest()
            digest.update(piece)
            self._add(DATABASE.format(number), BytesIO(piece), len(piece))

    def add_photo(self, name, file, size):
        """Copy an open file of ``size`` bytes; return its SHA-256."""
        watched = _Watched(file)
        self._add(PHOTOS + name, watched, size)
        return watched.digest.hexdigest()

    def finish(self, manifest):
        text = json.dumps(asdict(manifest), indent=1).encode()
        self._add(MANIFEST, BytesIO(text), len(text))
        self._tar.close()

    def _add(self, name, file, size):
        about = tarfile.TarInfo(name)
        about.size, about.mode = size, 0o600
        self._tar.addfile(about, file)
        self._tar.members.clear()  # it would keep them all


def verify(stream):
    """Read a whole backup and return its Manifest; raise ``BackupRefused`` if it is not all there."""
    database, photos, manifest = hashlib.sha256(), {}, None
    for name, file in _parts(stream):
        if name == MANIFEST:
            manifest = _manifest(file)
        elif name.startswith(PHOTOS):
            photos[name.removeprefix(PHOTOS)] = _digest(file, hashlib.sha256())
        else:
            _digest(file, database)
    if manifest is None:
        raise BackupRefused(NOT_WHOLE.format(what="it has no list"))
    if database.hexdigest() != manifest.database:
        raise BackupRefused(NOT_WHOLE.format(what="the database differs"))
    if photos != manifest.photos:
        raise BackupRefused(NOT_WHOLE.format(what="the photos differ"))
    return manifest


def database_of(stream):
    """Yield the bytes of the database, a piece at a time."""
    for name, file in _parts(stream):
        if name == MANIFEST or name.startswith(PHOTOS):
            return
        yield file.read()


def photos_of(stream):
    """Yield (name, binary file) of each photo."""
    for name, file in _parts(stream):
        if name.startswith(PHOTOS):
            yield name.removeprefix(PHOTOS), file


def is_plain(name):
    """Tell whether a photo's name stays in the folder of the photos."""
    path = PurePosixPath(name)
    inside = path.parts and not path.is_absolute() and ".." not in path.parts
    return bool(inside and str(path) == name and "\0" not in name)


def _parts(stream):
    """Yield (name, binary file) of all there is, up to the end of the stream."""
    pieces = count()
    try:
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            while (member := tar.next()) is not None:
                tar.members.clear()  # it would keep them all
                _refuse_unknown(member, pieces)
                yield member.name, tar.extractfile(member)
    except tarfile.TarError as error:
        raise BackupRefused(NOT_WHOLE.format(what=error)) from error
    while stream.read(PIECE):  # the seal of the end is there
        pass


def _refuse_unknown(member, pieces):
    name = member.name
    known = name == MANIFEST or (
        is_plain(name.removeprefix(PHOTOS))
        if name.startswith(PHOTOS)
        else name == DATABASE.format(next(pieces))
    )
    if not known or member.type != tarfile.REGTYPE:
        raise BackupRefused(UNKNOWN.format(name=name))


def _manifest(file):
    try:
        return Manifest(**json.load(file))
    except (ValueError, TypeError) as error:
        raise BackupRefused(NOT_WHOLE.format(what="its list is unreadable")) from error


def _digest(file, digest):
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _read_whole(stream, size):
    """Read exactly ``size`` bytes of a pipe, fewer only at its end."""
    found = bytearray()
    while len(found) < size and (piece := stream.read(size - len(found))):
        found += piece
    return bytes(found)


class _Watched:
    """A file that adds to a digest what is read of it."""

    def __init__(self, file):
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size):
        data = self.file.read(size)
        self.digest.update(data)
        return data
