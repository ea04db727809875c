"""A PNG without what is not its picture: a wrong text or resolution in it spoils no photo."""

import zlib

START = b"\x89PNG\r\n\x1a\n"
# what is drawn; then what the drawing means: colours seen through, profile, way up, animation
DRAWN = (b"IHDR", b"PLTE", b"IDAT", b"IEND")
MEANT = (b"tRNS", b"iCCP", b"eXIf", b"acTL")
LARGEST_PROFILE = 1024 * 1024  # bytes, as its reader allows


def without_the_rest(data):
    """Return the bytes of a PNG with what draws it, and with what that means where it is whole."""
    kept, at = [START], len(START)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4])
        kind, chunk = data[at + 4 : at + 8], data[at:end]
        if kind in DRAWN or (kind in MEANT and _is_whole(kind, chunk)):
            kept.append(chunk)
        at = end
    return b"".join(kept)


def _is_whole(kind, chunk):
    said, counted = int.from_bytes(chunk[-4:]), zlib.crc32(chunk[4:-4])
    return said == counted and (kind != b"iCCP" or _is_profile(chunk[8:-4]))


def _is_profile(body):
    _, _, packed = body.partition(b"\0")
    unpacking = zlib.decompressobj()
    try:
        return bool(unpacking.decompress(packed[1:], LARGEST_PROFILE)) and unpacking.eof
    except zlib.error:
        return False
