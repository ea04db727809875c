"""From what to what the hours, the place and the outcome of an outing went: codes, said at display."""

from django.utils.dateparse import parse_datetime

from hotspots.models import ELSEWHERE, Hotspot, place_name, place_slug
from interventions.models import Outcome
from texts.days import hours_between

HOURS, PLACE, OUTCOME = "hours_moved", "place_moved", "outcome_moved"


def standing(intervention, names):
    """Return, of the fields ``names`` that are about to be written, how they stand: {move: code}."""
    told = {}
    if {"starts_at", "ends_at"} & set(names):
        told[HOURS] = [
            moment and moment.replace(second=0, microsecond=0).isoformat()
            for moment in (intervention.starts_at, intervention.ends_at)
        ]
    if "hotspot" in names:
        told[PLACE] = place_slug(intervention.hotspot)
    if "outcome" in names and intervention.outcome:
        told[OUTCOME] = intervention.outcome
    return told


def moved(was, now):
    """Return {move: {"from", "to"}} of what is different between two ``standing``."""
    return {
        name: {"from": was[name], "to": now[name]}
        for name in now
        if was.get(name, now[name]) != now[name]
    }


def outcome_moved(was, now):
    """The same of an outcome; the first one ever said is no move."""
    return moved({OUTCOME: was}, {OUTCOME: now}) if was and now else {}


def in_words(move):
    """Say a move: ``20:00-22:00, ora 21:00-23:00``. Rows of before hold the words themselves."""
    return f"{_said(move['from'])}, ora {_said(move['to'])}"


def _said(code):
    if isinstance(code, list):
        return hours_between(*(moment and parse_datetime(moment) for moment in code))
    if code == ELSEWHERE:
        return place_name(None)
    if code in Outcome.values:
        return Outcome(code).label
    place = Hotspot.objects.filter(slug=code).first()
    return place_name(place) if place else code
