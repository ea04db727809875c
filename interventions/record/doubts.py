"""Whether two rows tell the same outing: the same people, at the same minutes, twice.

A doubt is computed each time, and is over when the two are merged, or kept apart for a reason, or
no minute is of both. Until then neither can be approved; an approval given before stays.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import Q

from hotspots.models import place_name
from interventions.models import BEGUN, CrewMember, Intervention, KeptApart
from interventions.record.bounds import LONGEST
from interventions.record.hours import end_of
from interventions.record.sheet import to_the_minute
from texts.days import day_and_hours

READ_WITH = ("crew__person", "sends__by", "tallies")  # what the words below need


@dataclass(frozen=True)
class Doubt:
    """``other`` is an outing that has some ``people`` at minutes of the one being read."""

    other: Intervention
    people: list


def doubts_of(intervention, now=None):
    """Return the ``Doubt`` of each outing that may be this one."""
    if intervention.status not in BEGUN:
        return []
    crew = set(intervention.crew.values_list("person_id", flat=True))
    apart = _answered({intervention.pk}) if crew else ()
    doubts = [
        Doubt(other, [m.person for m in other.crew.all() if m.person_id in crew])
        for other in could_be(intervention, now)
        if _pair(intervention, other) not in apart
    ]
    return [doubt for doubt in doubts if doubt.people]


def doubts_on(rows, now=None):
    """Return {key: the other outing} of the rows of a list that may be told twice, in three queries."""
    rows = {row.pk: row for row in rows if row.status in BEGUN}
    if not rows:
        return {}
    crews = _crews(rows)
    near = reduce(or_, (_around(row, now) for row in rows.values()))
    others = Intervention.objects.filter(
        near,
        status__in=BEGUN,
        crew__person__in=set().union(*crews.values()),
    )
    others = others.select_related("hotspot").order_by("starts_at", "pk").distinct()
    theirs = {other.pk: other for other in others}
    crews |= _crews(theirs)
    apart = _answered(rows)
    return {
        row.pk: other
        for row in rows.values()
        for other in reversed(theirs.values())
        if other != row
        and crews[row.pk] & crews[other.pk]
        and share_a_minute(row, other, now)
        and _pair(row, other) not in apart
    }


def doubts_among(outings, now=None):
    """Return the pairs of some outings of one person that may be the same, the earlier first."""
    apart = _answered({outing.pk for outing in outings})
    rows = sorted(outings, key=lambda row: (row.starts_at, row.pk))
    return [
        (one, other)
        for at, one in enumerate(rows)
        for other in rows[at + 1 :]
        if share_a_minute(one, other, now) and _pair(one, other) not in apart
    ]


def could_be(intervention, now=None):
    """Return the outings that somebody may say are this one.

    They have minutes in common, and a person or the place.
    """
    near = Q(crew__person__in=intervention.crew.values("person"))
    if intervention.hotspot_id:
        near |= Q(hotspot=intervention.hotspot_id)
    rows = Intervention.objects.filter(_around(intervention, now), near)
    rows = rows.filter(status__in=BEGUN).exclude(pk=intervention.pk).distinct()
    rows = rows.select_related("hotspot", "created_by").prefetch_related(*READ_WITH)
    ordered = rows.order_by("starts_at", "pk")
    return [row for row in ordered if share_a_minute(intervention, row, now)]


def share_a_minute(one, other, now=None):
    """Tell whether two outings have a whole minute in common."""
    starts = max(to_the_minute(one.starts_at), to_the_minute(other.starts_at))
    return starts < min(to_the_minute(_reaches(row, now)) for row in (one, other))


def in_words(outing):
    """Say which outing it is: ``Giardini, 20/11/2026, 19:00-21:00 (IN-2026-ABCDEF)``."""
    when = day_and_hours(outing.starts_at, outing.ends_at)
    return f"{place_name(outing.hotspot)}, {when} ({outing.code})"


def in_full(outing):
    """Say which outing it is, who was out, how it stands and what tells it from another."""
    people = ", ".join(str(member.person) for member in outing.crew.all())
    crew = f", con {people}" if people else ""
    stands = outing.get_status_display()
    return f"{in_words(outing)}{crew}. {stands}, {told_by(outing)}"


def told_by(outing):
    """Say who recorded an outing and what is counted: ``registrata da Anna Neri, contatti: 5``.

    Two that may be the same have the same place, hours and people: nothing else tells them apart.
    """
    hands = [send.by for send in outing.sends.all() if send.said]
    began = [] if outing.planned_from else [outing.created_by]
    names = dict.fromkeys(str(by) for by in hands or began if by)
    who = [f"registrata da {', '.join(names)}"] if names else []
    counts = Counter()
    for tally in outing.tallies.all():
        counts[tally.get_what_display().lower()] += tally.count
    counted = [f"{what}: {count}" for what, count in counts.items()]
    return ", ".join(who + (counted or ["nessun conteggio"]))


def _reaches(intervention, now):
    """As ``end_of``, and one that goes on has this minute too, but not those of the day after."""
    if intervention.ends_at:
        return intervention.ends_at
    reaches = end_of(intervention, now) + timedelta(minutes=1)
    return min(reaches, intervention.starts_at + LONGEST)


def _around(intervention, now):
    """Return the condition on the hours of an outing that has some in common with another."""
    return Q(
        Q(ends_at__gt=intervention.starts_at) | Q(ends_at=None),
        starts_at__lt=_reaches(intervention, now),
        starts_at__gt=intervention.starts_at - LONGEST,
    )


def _crews(keys):
    """Return {key: the keys of the people} of some outings."""
    crews = {key: set() for key in keys}
    members = CrewMember.objects.filter(intervention__in=keys).order_by()
    for outing, person in members.values_list("intervention", "person"):
        crews[outing].add(person)
    return crews


def _pair(one, other):
    return tuple(sorted([one.pk, other.pk]))


def _answered(keys):
    """Return the pairs with one of ``keys`` that somebody said are two."""
    rows = KeptApart.objects.filter(Q(first__in=keys) | Q(second__in=keys))
    return set(rows.values_list("first", "second"))


def said_two(one, other):
    """Return why somebody said that two outings are two, as a ``KeptApart``; None if nobody did."""
    first, second = _pair(one, other)
    return KeptApart.objects.filter(first=first, second=second).first()


def kept_apart(intervention):
    """Return [(the other outing, ``KeptApart``)] of what somebody said of one outing."""
    rows = KeptApart.objects.filter(Q(first=intervention) | Q(second=intervention))
    return [
        (row.second if row.first_id == intervention.pk else row.first, row)
        for row in rows.select_related("first", "second", "by")
    ]
