"""Why a file of tiles cannot be shown."""


class Unreadable(Exception):
    """A file of tiles cannot be shown; the message is a sentence that names it."""


def vector_tiles(path, kind):
    """Return the refusal of a file whose tiles are shapes (``kind``: pbf, mlt), not pictures."""
    return Unreadable(
        f"{path} holds vector tiles ({kind}), and the maps draw pictures: "
        "make it again as PNG, JPEG, WebP or AVIF."
    )
