"""What a tile holds, said by its content and not by what the file says of itself."""

import zlib

LARGEST = 4 * 1024 * 1024  # bytes of one tile; a usual one is a hundred times smaller
GZIP = b"\x1f\x8b"


def picture_type(content):
    """Return the content type of a picture that every browser draws, None of anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:12] == b"ftypavif":
        return "image/avif"
    return None


def plain(content):
    """Return a tile as it was before somebody compressed it; empty when it is not whole or huge."""
    if not content.startswith(GZIP):
        return content
    unpacking = zlib.decompressobj(wbits=31)  # 31: with gzip's header
    try:
        unpacked = unpacking.decompress(content, LARGEST)
    except zlib.error:
        return b""
    return unpacked if unpacking.eof else b""
