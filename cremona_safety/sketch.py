"""A small drawing of a place for its card: no tiles, no script, only what we know of the map."""

from math import cos, radians

METRES_PER_DEGREE = 111_320  # of latitude; of longitude at the equator
WIDTH, HEIGHT = 352, 176
HALF_WIDTH_M = 260
LANDMARKS = 3


def place_sketch(hotspot, landmarks):
    """Describe the drawing of ``hotspot`` in a box of WIDTH x HEIGHT pixels.

    Returns a dict: ``points`` of the polygon, ``buffer`` as the width in pixels of a line around
    it, ``names`` of the nearest landmarks with x, y and the side of their text, ``bar`` the pixels
    of 100 metres. Plain equirectangular projection: at this size its error is below a pixel.
    """
    scale = WIDTH / 2 / HALF_WIDTH_M
    east = METRES_PER_DEGREE * cos(radians(hotspot.latitude))

    def pixel(longitude, latitude):
        x = WIDTH / 2 + (longitude - hotspot.longitude) * east * scale
        y = (
            HEIGHT / 2
            - (latitude - hotspot.latitude) * METRES_PER_DEGREE * scale
        )
        return round(x), round(y)

    return {
        "width": WIDTH,
        "height": HEIGHT,
        "points": " ".join("{},{}".format(*pixel(*corner)) for corner in hotspot.ring),
        "buffer": round(2 * hotspot.buffer_m * scale),
        "names": _names(landmarks, pixel),
        "bar": round(100 * scale),
    }


def _names(landmarks, pixel):
    """Keep the landmarks inside the box, the nearest to its centre first."""
    inside = []
    for landmark in landmarks:
        x, y = pixel(landmark.longitude, landmark.latitude)
        if 8 < x < WIDTH - 8 and 16 < y < HEIGHT - 24:
            distance = abs(x - WIDTH / 2) + abs(y - HEIGHT / 2)
            side = "start" if x < WIDTH / 2 else "end"
            inside.append((distance, landmark.name, x, y, side))
    return [
        {"name": name, "x": x, "y": y, "side": side}
        for _, name, x, y, side in sorted(inside)[:LANDMARKS]
    ]
