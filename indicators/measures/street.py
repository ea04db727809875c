"""Counts of what the two services did in the street: of approved interventions only."""

from collections import Counter
from datetime import date, timedelta

from django.db.models import Sum

from desk.presence import spells
from indicators.models import NOT_NOTED, Measure
from interventions.models import (
    MOVED_FROM,
    Act,
    Intervention,
    Service,
    Status,
    Step,
    Tally,
)

DAY = timedelta(days=1)
TALLIES = {
    Tally.What.CONTACT: Measure.CONTACTS,
    Tally.What.MEDIATION: Measure.MEDIATIONS,
}
MEASURES = [
    Measure.PRESENCE,
    Measure.TURNS,
    Measure.OUTINGS,
    Measure.JOINT,
    *TALLIES.values(),
    Measure.ACTS,
]


def changed_days(since):
    """Return the days of the interventions changed after ``since``.

    The day after too: a night's outing may still be there when the next one begins. The day an
    intervention was moved from is in its history.
    """
    days = set(
        Intervention.objects.filter(updated_at__gt=since)
        .order_by()
        .values_list("day", flat=True)
        .distinct()
    )
    moved = Step.objects.filter(at__gt=since, detail__has_key=MOVED_FROM)
    days |= {date.fromisoformat(step.detail[MOVED_FROM]) for step in moved}
    return sorted(days | {day + DAY for day in days})


def count(days):
    """Return every measure of the interventions of ``days`` (None: all); four queries."""
    counts = {measure: Counter() for measure in MEASURES}
    _count_presence(counts, days)
    _count_kinds(counts, days)
    _count_tallies(counts, days)
    _count_acts(counts, days)
    return {
        measure: {key: value for key, value in found.items() if value}
        for measure, found in counts.items()
    }


def _count_presence(counts, days):
    interventions = Intervention.objects.all()
    if days is not None:
        interventions = interventions.filter(day__in={*days, *(d - DAY for d in days)})
    for spell in spells(interventions):
        if days is not None and spell.day not in days:
            continue
        _add(
            counts[Measure.PRESENCE], spell, spell.minutes, by_service=spell.minutes_of
        )
        _add(counts[Measure.TURNS], spell, spell.turns, by_service=spell.turns_of)
        if spell.is_joint:
            counts[Measure.JOINT][spell.day, spell.hotspot_id, ""] += 1


def _add(found, spell, value, *, by_service):
    found[spell.day, spell.hotspot_id, ""] += value
    for service in Service:
        found[spell.day, spell.hotspot_id, str(service)] += by_service(service)


def _count_kinds(counts, days):
    rows = _approved(Intervention.objects.all(), days, "")
    for day, hotspot, kind in rows.values_list("day", "hotspot_id", "kind"):
        _count_both(counts[Measure.OUTINGS], day, hotspot, kind, 1)


def _count_tallies(counts, days):
    shown = Tally.objects.filter(what__in=TALLIES)
    rows = _approved(shown, days, "intervention__").values_list(
        "intervention__day", "intervention__hotspot_id", "what", "people", "outcome"
    )
    for day, hotspot, what, people, outcome, value in rows.annotate(sum=Sum("count")):
        category = people or outcome or NOT_NOTED
        _count_both(counts[TALLIES[what]], day, hotspot, category, value)


def _count_acts(counts, days):
    rows = _approved(Act.objects.all(), days, "intervention__").values_list(
        "intervention__day", "intervention__hotspot_id", "kind"
    )
    for day, hotspot, kind, value in rows.annotate(sum=Sum("count")):
        _count_both(counts[Measure.ACTS], day, hotspot, kind, value)


def _approved(rows, days, path):
    """Return the rows whose intervention, found by ``path``, is approved and of ``days``."""
    rows = rows.filter(**{f"{path}status": Status.APPROVED}).order_by()
    return rows if days is None else rows.filter(**{f"{path}day__in": days})


def _count_both(found, day, hotspot, category, value):
    found[day, hotspot, category] += value
    found[day, hotspot, ""] += value
