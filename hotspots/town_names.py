"""The names that this town gives to its places: what has one of them is no person."""

from hotspots.models import Alias, Hotspot, Landmark
from texts.guard.lexicon import entry

WORDS = range(2, 5)  # of one word it is not known whose name it is


def town_names():
    """Return every name of places and landmarks of two words and more, comparable."""
    names = [
        *Hotspot.objects.values_list("name", flat=True),
        *Alias.objects.values_list("text", flat=True),
        *Landmark.objects.values_list("name", flat=True),
    ]
    return frozenset(name for name in map(entry, names) if name.count(" ") + 1 in WORDS)
