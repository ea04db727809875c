"""The names that this town gives to its places: what has one of them is no person."""

from hotspots.models import Alias, Hotspot, Landmark
from hotspots.names import normalise
from texts.guard.lexicon import entry, is_of_a_place

WORDS = range(2, 5)  # of one word it is not known whose name it is


def town_names():
    """Return the names of places and landmarks of two words and more, comparable.

    Not those of streets and squares: their first word says already that they are no person, and
    who lives at «via Verdi 12» must be found.
    """
    names = [
        *Hotspot.objects.values_list("name", flat=True),
        *Alias.objects.values_list("text", flat=True),
        *Landmark.objects.values_list("name", flat=True),
    ]
    kept = (entry(name) for name in names if not _is_of_a_street(name))
    return frozenset(name for name in kept if name.count(" ") + 1 in WORDS)


def _is_of_a_street(name):
    first, *_ = normalise(name).split() or [""]  # of «P.zza Verdi» too
    return is_of_a_place(first)
