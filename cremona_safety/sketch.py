"""A small drawing of a place for its card: no tiles, no script, only what we know of the map."""

from hotspots.projection import Projection

WIDTH, HEIGHT = 352, 176
HALF_WIDTH_M = 260
LANDMARKS = 3


def place_sketch(hotspot, landmarks):
    """Describe the drawing of ``hotspot`` in a box of WIDTH x HEIGHT pixels.

    Returns a dict: ``points`` of the polygon, ``buffer`` as the width in pixels of a line around
    it, ``names`` of the nearest landmarks with x, y and the side of their text, ``bar`` the pixels
    of 100 metres.
    """
    scale = WIDTH / 2 / HALF_WIDTH_M
    here = Projection(hotspot.latitude, hotspot.longitude)

    def pixel(longitude, latitude):
        east, north = here.to_metres(longitude, latitude)
        return round(WIDTH / 2 + east * scale), round(HEIGHT / 2 - north * scale)

    return {
        "width": WIDTH,
        "height": HEIGHT,
        "points": " ".join("{},{}".format(*pixel(*corner)) for corner in hotspot.ring),
        "buffer": round(2 * hotspot.buffer_m * scale),
        "names": _names(landmarks, pixel),
        "bar": round(100 * scale),
    }


def _names(landmarks, pixel):
    """Keep the landmarks whose name fits: in the box, off the place, off one another."""
    kept, taken = [], [(WIDTH * 0.32, HEIGHT * 0.25, WIDTH * 0.68, HEIGHT * 0.75)]
    for landmark in landmarks:
        x, y = pixel(landmark.longitude, landmark.latitude)
        side = "end" if x < WIDTH / 2 else "start"
        box = _box(landmark.name, x, y, side)
        if _inside(box) and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            kept.append({"name": landmark.name, "x": x, "y": y, "side": side})
    return kept[:LANDMARKS]


def _box(name, x, y, side):
    """Reckon where the mark and its name fall, at 7.2 px a letter."""
    length = 12 + 7.2 * len(name)
    left = x - length if side == "end" else x - 4
    return left, y - 10, left + length + 4, y + 10


def _inside(box):
    left, top, right, bottom = box
    return left > 0 and top > 0 and right < WIDTH and bottom < HEIGHT - 28


def _overlap(one, two):
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]
