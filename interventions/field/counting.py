"""Who counted what in one outing: each phone its own, and what the desk put right."""

from collections import Counter
from dataclasses import replace
from functools import reduce

from interventions.models import PhoneSend
from interventions.record.merged import whole_of
from interventions.record.parts import NOTHING, from_json, read_parts, together
from interventions.record.rows import COUNTED, read_tallies

AT_THE_DESK = "dal portale"
ANOTHER_OF_YOURS = "da un altro tuo telefono"
SOMEBODY = "Una persona in servizio"


def counted_by(row, *, apart_from=None, reader=None):
    """Return [(who, {what: how many})] of the phones that counted, and then of the desk.

    ``apart_from`` is the phone that asks: what it counted itself it already shows. ``reader`` is
    whose it is: nobody is called by their own name.
    """
    phones, told = {}, Counter()
    for send in _sends(row):
        own = _totals(told_by(send).tallies.items())
        told.update(own)
        if own and send.device != apart_from:
            is_own = reader and send.by_id == reader.pk
            who = ANOTHER_OF_YOURS if is_own else str(send.by or SOMEBODY)
            phones.setdefault(who, Counter()).update(own)
    desk = Counter(_totals((line[:-1], line.count) for line in read_tallies(row)))
    desk.subtract(told)
    desk = {what: count for what, count in desk.items() if count}
    found = [(who, dict(counts)) for who, counts in phones.items()]
    return found + ([(AT_THE_DESK, desk)] if desk else [])


def own_of(client_id, device):
    """Return what one phone counted, {(what, people, age band, outcome): count}."""
    sends = PhoneSend.objects.filter(intervention__client_id=client_id, device=device)
    return told_by(sends.first()).tallies


def phones_of(row, *, apart_from=None, reader=None):
    """Return whose phones tell of an outing, each once; not the phone that asks.

    Nor the other ones of ``reader``: nobody is apart from themselves.
    """
    sends = [send for send in _sends(row) if send.device != apart_from]
    if reader:
        sends = [send for send in sends if send.by_id != reader.pk]
    return list(dict.fromkeys(str(send.by or SOMEBODY) for send in sends))


def without_its_own(row, send):
    """Return what a row holds without what one phone told of it, the hours as they are.

    What another phone told too, as a line of the note in the same words, is that one's as well.
    """
    theirs = read_parts(row)
    if not (send and send.tells):
        return theirs
    others = [other for other in _sends(row) if other != send]
    told, left = (reduce(_and, others, one) for one in (told_by(send), left_by(send)))
    parts, _ = together(told, theirs, left)
    return replace(parts, started_at=theirs.started_at, ended_at=theirs.ended_at)


def _and(parts, send):
    """Return some ``Parts`` with what one phone changed of what it went on from."""
    both, _ = together(began_from(send), parts, told_by(send))
    return both


def told_by(send):
    """Return what one phone tells of an outing: nothing, if it took it back."""
    return from_json(send.said["parts"]) if send and send.tells else NOTHING


def began_from(send):
    """Return what a phone that tells went on from, with nothing in it that it told itself."""
    said = send.said.get("from")
    # one told before this was kept: its counts alone are surely its own
    return from_json(said) if said else replace(told_by(send), tallies={})


def left_by(send):
    """Return what is left when a phone takes back what it tells.

    Of an outing that it began itself, where it was, of what kind and of whom.
    """
    began = began_from(send)
    if began.kind:
        return began
    told = told_by(send)
    return replace(began, place=told.place, kind=told.kind, crew=told.crew)


def _sends(row):
    sends = PhoneSend.objects.filter(intervention__in=whole_of(row)).telling()
    return sends.select_related("by").order_by("pk")


def _totals(tallies):
    sums = Counter()
    for (what, *_), count in tallies:
        sums[COUNTED[what]] += count
    return sums
