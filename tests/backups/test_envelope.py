"""The seal of a backup: whatever is changed, cut, moved or added is refused."""

import io
import os

import pytest

from cremona_safety.backups import BackupRefused, envelope
from cremona_safety.backups.envelope import HEADER, PIECE, TAG, Sealer, Unsealer

KEY, OTHER = bytes(range(32)), bytes(32 * [7])
SEALED_PIECE = PIECE + TAG


def sealed(data, key=KEY):
    file = io.BytesIO()
    sealer = Sealer(file, key)
    for start in range(0, len(data), 100_000):
        sealer.write(data[start : start + 100_000])
    sealer.finish()
    return file.getvalue()


def unsealed(whole, key=KEY):
    stream = Unsealer(io.BufferedReader(io.BytesIO(whole)), key)
    return b"".join(iter(lambda: stream.read(10_000), b""))


@pytest.mark.parametrize("key", [KEY, None])
@pytest.mark.parametrize("length", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_is_sealed_opens_as_it_was(key, length):
    data = os.urandom(length)

    assert unsealed(sealed(data, key), key) == data


def test_nothing_of_what_is_sealed_can_be_read():
    assert b"in piazza" not in sealed(b"in piazza" * 1000)


@pytest.mark.parametrize("key", [KEY, None])
@pytest.mark.parametrize("place", ["magic", "kind", "salt", "proof", "piece", "end"])
def test_one_byte_changed_is_refused(key, place):
    whole = bytearray(sealed(os.urandom(3 * PIECE), key))
    at = {
        "magic": 3,
        "kind": len(envelope.MAGIC) + 2,
        "salt": HEADER - 20,
        "proof": HEADER - 1,
        "piece": HEADER + SEALED_PIECE + 11,
        "end": len(whole) - 1,
    }
    whole[at[place]] ^= 1

    with pytest.raises(BackupRefused):
        unsealed(bytes(whole), key)


@pytest.mark.parametrize("key", [KEY, None])
@pytest.mark.parametrize(
    "length",
    [0, 5, HEADER - 1, HEADER, HEADER + 5, HEADER + SEALED_PIECE, -SEALED_PIECE, -1],
)
def test_a_file_cut_short_is_refused_also_between_two_pieces(key, length):
    whole = sealed(os.urandom(3 * PIECE), key)

    with pytest.raises(BackupRefused):
        unsealed(whole[:length], key)


def test_pieces_in_another_order_twice_or_of_another_file_are_refused():
    whole, another = sealed(os.urandom(4 * PIECE)), sealed(os.urandom(4 * PIECE))
    header, body = whole[:HEADER], whole[HEADER:]
    one, two, rest = (
        body[:SEALED_PIECE],
        body[SEALED_PIECE : 2 * SEALED_PIECE],
        body[2 * SEALED_PIECE :],
    )
    foreign = another[HEADER : HEADER + SEALED_PIECE]

    for changed in (two + one + rest, one + one + two + rest, foreign + two + rest):
        with pytest.raises(BackupRefused):
            unsealed(header + changed)


def test_bytes_added_at_the_end_are_refused():
    with pytest.raises(BackupRefused, match="damaged"):
        unsealed(sealed(b"x" * 10) + b"more")


def test_another_key_none_or_one_too_many_is_told_apart_from_damage():
    with pytest.raises(BackupRefused, match="not the key of this backup"):
        unsealed(sealed(b"x"), OTHER)
    with pytest.raises(BackupRefused, match="is encrypted"):
        unsealed(sealed(b"x"), None)
    with pytest.raises(BackupRefused, match="not encrypted"):
        unsealed(sealed(b"x", None), KEY)
    with pytest.raises(BackupRefused, match="not a backup"):
        unsealed(b"PK\x03\x04 another file", KEY)


def test_two_backups_of_the_same_under_the_same_key_have_nothing_in_common():
    one, two = sealed(b"x" * PIECE), sealed(b"x" * PIECE)

    assert one[HEADER - 24 : HEADER] != two[HEADER - 24 : HEADER]
    assert one[HEADER:] != two[HEADER:]
