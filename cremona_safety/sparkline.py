"""The months of a place as a small drawing, from the numbers that anybody may read."""

from indicators.measures.moments import SMALL

HEIGHT = 56
SLOT, BAR = 20, 14  # pixels of a month, and of its bar
LEAST = 3  # pixels of the lowest bar


def sparkline(months, highest):
    """Describe the drawing of some PublicCount HEIGHT pixels high.

    ``highest`` is the number at the top: the same for places that are read together. Returns a
    dict with ``width``, ``height`` and ``bars``: {x, y, height, kind}, where kind is "known",
    "few" for a number nobody may read, "none" for a month without one.
    """
    return {
        "width": SLOT * len(months),
        "height": HEIGHT,
        "bars": [_bar(place, count, highest) for place, count in enumerate(months)],
    }


def highest_of(groups):
    """Return the highest number of some lists of PublicCount, never under SMALL."""
    return max([SMALL, *(count.value or 0 for group in groups for count in group)])


def _bar(place, count, highest):
    kind, value = "known", count.value
    if value is None:
        kind, value = "none", 0
    elif value == 0:
        kind, value = "few", SMALL  # as high whatever its number
    height = max(LEAST, round((HEIGHT - 2) * value / highest))
    return {
        "x": place * SLOT + (SLOT - BAR) // 2,
        "y": HEIGHT - 1 - height,
        "width": BAR,
        "height": height,
        "kind": kind,
    }
