"""Photos made in code, honest and hostile."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pillow_heif import register_heif_opener

from photos.redrawing import redraw

register_heif_opener()  # to write one

GPS_IFD, ORIENTATION = 0x8825, 0x0112
TURNED_RIGHT = 6
PIXELS = {"pixels": 50_000_000, "pixels_whole": 24_000_000}  # the settings of a photo


def exif_with_gps():
    exif = Image.Exif()
    exif[0x010F] = "Telefono di Anna"
    exif[ORIENTATION] = TURNED_RIGHT
    exif.get_ifd(GPS_IFD).update(
        {1: "N", 2: (45.0, 8.0, 6.0), 3: "E", 4: (10.0, 1.0, 23.0)}
    )
    return exif


def phone_photo(format="JPEG", size=(400, 300), **options):
    """Return the bytes of a photo as a phone writes it, with GPS, author and a comment."""
    out = io.BytesIO()
    image = Image.new("RGB", size, "olive")
    if format == "JPEG":
        options |= {"comment": b"fatta da Anna", "xmp": b"<x>Anna</x>"}
    image.save(out, format, exif=exif_with_gps().tobytes(), **options)
    return out.getvalue()


def picture(format, mode="RGB", size=(60, 40), **options):
    out = io.BytesIO()
    Image.new(mode, size).save(out, format, **options)
    return out.getvalue()


def huge_png(width=20_000, height=10_000):
    """Return a PNG of a few bytes whose header promises 200 megapixels."""

    def chunk(kind, data):
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b""))
        + chunk(b"IEND", b"")
    )


def polyglot():
    """Return a JPEG that is also a page with a script and a ZIP archive."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as inside:
        inside.writestr("segreto.txt", "nascosto")
    return phone_photo() + b"<html><script>alert(1)</script>" + archive.getvalue()


def redrawn(data, **kwargs):
    """Redraw the bytes of a photo, as nobody's in particular."""
    return redraw(upload(data, **kwargs), whose="")


def upload(data, name="foto.jpg", content_type="image/jpeg"):
    return SimpleUploadedFile(name, data, content_type)
