"""A small drawing of a place for its card: no tiles, no script, only what we know of the map."""

from hotspots.projection import Projection

WIDTH, HEIGHT = 352, 176
HALF_WIDTH_M = 260
LANDMARKS = 3
MARGIN = 8  # pixels between a place and a name


def place_sketch(hotspot, landmarks):
    """Describe the drawing of ``hotspot`` in a box of WIDTH x HEIGHT pixels.

    Returns a dict: ``points`` of the polygon, ``buffer`` as the width in pixels of a line around
    it, ``rough`` when nobody verified the boundary, ``names`` of the nearest landmarks with x, y and the side of their text, ``bar`` the pixels
    of 100 metres.
    """
    here = Projection(hotspot.latitude, hotspot.longitude)
    scale = _scale(hotspot, here)

    def pixel(longitude, latitude):
        east, north = here.to_metres(longitude, latitude)
        return round(WIDTH / 2 + east * scale), round(HEIGHT / 2 - north * scale)

    return {
        "width": WIDTH,
        "height": HEIGHT,
        "points": " ".join("{},{}".format(*pixel(*corner)) for corner in hotspot.ring),
        "rough": hotspot.verified_on is None,
        "buffer": round(2 * hotspot.buffer_m * scale),
        "names": _names(landmarks, pixel, [pixel(*corner) for corner in hotspot.ring]),
        "bar": round(100 * scale),
    }


def _scale(hotspot, here):
    """Return pixels per metre: the same for every place, smaller for one that would be cut."""
    corners = [here.to_metres(*corner) for corner in hotspot.ring]
    east = max(abs(east) for east, _ in corners) + hotspot.buffer_m
    north = max(abs(north) for _, north in corners) + hotspot.buffer_m
    return min(WIDTH / 2 / max(HALF_WIDTH_M, east), HEIGHT / 2 / north)


def _names(landmarks, pixel, corners):
    """Keep the landmarks whose name fits: in the box, off the place, off one another."""
    xs, ys = zip(*corners, strict=True)
    place = (min(xs) - MARGIN, min(ys) - MARGIN, max(xs) + MARGIN, max(ys) + MARGIN)
    kept, taken = [], [place]
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
