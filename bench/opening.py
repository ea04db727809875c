"""What it costs to open a photo in a process of its own: ``python -m bench.opening``.

Processor time, as a ratio over the same photo drawn here: of the sandbox, which starts a process
for each, and of a process forked from one that has the decoders loaded, the alternative that
ADR 0021 leaves. Then the least memory, of some sizes, with which the sandbox draws it.
"""

import io
import os
import resource
from dataclasses import replace
from statistics import median

from PIL import Image
from pillow_heif import register_heif_opener

from photos.drawing_heif import draw
from photos.redrawing import DRAWN_BY, MEGABYTE
from sandbox.running import NotOpened, run_apart

ROUNDS = 5
PIXELS = {"pixels": 50_000_000, "pixels_whole": 24_000_000}
MEMORY = (128, 256, 384, 512, 768, 1024)  # MB
PHOTOS = {
    "JPEG of 3 megapixels, made smaller by a browser": ("JPEG", (2000, 1500), {}),
    "JPEG of 12 megapixels": ("JPEG", (4000, 3000), {}),
    "JPEG of 50 megapixels": ("JPEG", (8660, 5770), {"quality": 50}),
    "the same, progressive, every colour": (
        "JPEG",
        (8660, 5770),
        {"quality": 30, "progressive": True, "subsampling": 0},
    ),
    "HEIF of 12 megapixels": ("HEIF", (4000, 3000), {}),
    "HEIF of 24 megapixels": ("HEIF", (6000, 4000), {"quality": 40}),
    "PNG of 24 megapixels": ("PNG", (6000, 4000), {"compress_level": 1}),
    "WebP of 24 megapixels": ("WEBP", (6000, 4000), {"quality": 50, "method": 0}),
}


def photo(kind, size, options):
    """Return the bytes of a photo that has something to see everywhere."""
    clouds = Image.effect_noise((size[0] // 8, size[1] // 8), 60).convert("RGB")
    out = io.BytesIO()
    clouds.resize(size).save(out, kind, **options)
    return out.getvalue()


def spent(who, act):
    """Return the median seconds of a processor that ``act`` takes."""
    found = []
    for _ in range(ROUNDS):
        before = resource.getrusage(who)
        act()
        after = resource.getrusage(who)
        found.append(
            after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        )
    return median(found)


def forked(act):
    child = os.fork()
    if child == 0:
        act()
        os._exit(0)
    os.waitpid(child, 0)


def least_memory(data, kind):
    """Return the least of ``MEMORY`` with which a photo is drawn, in MB."""
    function, limits = DRAWN_BY[kind]
    for size in MEMORY:
        most = replace(limits, memory=size * MEGABYTE, cpu_seconds=60, seconds=600)
        try:
            run_apart(function, data, most, kind=kind, **PIXELS)
            return size
        except NotOpened:
            continue
    return None


def main():
    register_heif_opener()
    print(f"{'photo':<50} {'here, s':>8} {'forked':>7} {'apart':>7} {'MB':>5}")
    for name, (kind, size, options) in PHOTOS.items():
        data = photo(kind, size, options)
        function, limits = DRAWN_BY[kind]
        most = replace(limits, cpu_seconds=60, seconds=600)

        def here(data=data, kind=kind):
            draw(data, kind=kind, **PIXELS)

        def apart(function=function, data=data, most=most, kind=kind):
            run_apart(function, data, most, kind=kind, **PIXELS)

        floor = spent(resource.RUSAGE_SELF, here)
        fork = spent(resource.RUSAGE_CHILDREN, lambda here=here: forked(here))
        new = spent(resource.RUSAGE_CHILDREN, apart)
        ratios = f"{floor:>8.2f} {fork / floor:>7.2f} {new / floor:>7.2f}"
        print(f"{name:<50} {ratios} {least_memory(data, kind):>5}", flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cremona_safety.settings.dev")
    main()
