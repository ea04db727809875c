"""Files from outside: each is opened by a process of its own (``sandbox/``), within limits."""

from cremona_safety import env

# The thread that was sent a file waits while it is open: half of the threads of a web process may,
# one is always left for the pages, and the others wait for one of those places.
WEB_THREADS = env.number("WEB_THREADS", 4)
SANDBOX = {
    "at_once": max(1, WEB_THREADS // 2),
    "waiting": max(0, WEB_THREADS - WEB_THREADS // 2 - 1),
    "wait_seconds": 3,
}

# Photos, whoever sends them
PHOTO_LIMITS = {
    "bytes": 8 * 1024 * 1024,
    "pixels": 50_000_000,
    "pixels_whole": 24_000_000,  # PNG, WebP, HEIC: 4 bytes each while decoding
    # a JPEG saved for the web is drawn over ten times: more of them, on fewer pixels
    "scans": 64,
    "scanned_pixels": 640_000_000,
}
