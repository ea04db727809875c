"""What stands in the way of a plan: people already busy, tired or away, a place covered.

A person in two places, or whose account is closed, is refused; the rest is shown and the
planner decides.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from interventions.models import (
    TAKES_PEOPLE,
    Availability,
    CrewMember,
    Intervention,
    Status,
)
from interventions.planning.rest import is_worked, minutes_of, rests_beside, shift_of
from interventions.record.hours import end_of, overlap
from interventions.record.lifecycle import StepRefused
from texts.days import day_and_hours, day_of_closing, ending, midnight, monday_of

BUSY = "{who} è già in un’altra uscita, {when}."
BUSY_IN_DRAFT = "{who} è anche in un turno in bozza, {when}."
CLOSED_ACCOUNT = "{who} non ha più un accesso attivo: togli il nome dall’equipaggio."
SHORT_REST = "{who} ha un altro turno, {when}: tra i due riposa solo {rest}, meno di {limit} ore."
LONG_SHIFT = "{who}: con le uscite vicine il turno dura {lasts}, {when}. Sono più di {limit} ore."
LONG_WEEK = "{who}: nella settimana dal {monday:%d/%m} le ore di uscita diventano {total}, più di {limit}."
COVERED = "{place}: in queste ore c’è già un’uscita, {when}."
NOT_FREE = "{who} ha segnato di non essere disponibile, {when}."
AROUND = timedelta(days=2)
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class ScheduleConflict:
    """A sentence for the planner; ``is_refused`` when no confirmation can overcome it.

    ``says_day`` when the sentence itself names the day it is about.
    """

    text: str
    is_refused: bool = False
    says_day: bool = False


def no_such_hours(refused):
    """Return [(day, conflicts)] of the (day, sentence) on which a plan has no hours."""
    return [
        (day, [ScheduleConflict(said, is_refused=True, says_day=True)])
        for day, said in refused
    ]


class ConflictsFound(StepRefused):
    """``conflicts`` stand in the way; ``may_confirm`` when the planner can overcome them."""

    def __init__(self, conflicts):
        self.conflicts = conflicts
        self.may_confirm = not any(conflict.is_refused for conflict in conflicts)
        super().__init__(" ".join(conflict.text for conflict in conflicts))


def refuse_conflicts(conflicts, *, confirmed):
    """Raise ``ConflictsFound`` for those refused, and for the others until ``confirmed``."""
    if any(conflict.is_refused for conflict in conflicts) or (
        conflicts and not confirmed
    ):
        raise ConflictsFound(conflicts)


def find_conflicts(plans, *, by=None, apart_from=(), now=None):
    """Return for each plan the list of its conflicts, in a number of queries that does not grow.

    ``by`` is who reads them: drafts are in the way of who plans both services, nobody else is told
    of one. ``apart_from`` are the interventions being planned again, which are not in their own
    way; the plans are not compared with each other.
    """
    if not plans:
        return []
    people = {person for plan in plans for person in plan.people}
    # whole weeks, with what a shift on their edges may be joined to, or rests after
    first = midnight(monday_of(min(plan.day for plan in plans))) - AROUND
    last = midnight(monday_of(max(plan.day for plan in plans)) + WEEK) + AROUND
    known = Intervention.objects.plannable_by(by) if by else _published()
    known = known.exclude(pk__in=[intervention.pk for intervention in apart_from])
    outings = _outings_of(people, first, last, known)
    absences = _absences_of(people, first, last)
    places = {plan.hotspot for plan in plans if plan.hotspot}
    covering = _covering(places, first, last, known)
    found = []
    for plan in plans:
        here = []
        for person in plan.people:
            if not person.is_active:
                here.append(
                    ScheduleConflict(CLOSED_ACCOUNT.format(who=person), is_refused=True)
                )
            here += _busy(plan, person, outings[person.pk], now)
            here += _tired(plan, person, outings[person.pk], now)
            here += _absent(plan, person, absences[person.pk])
        here += _place_covered(plan, covering, now)
        found.append(sorted(here, key=lambda conflict: not conflict.is_refused))
    return found


def lock_people(people):
    """Lock the rows of some people, in the order of their keys, and return them as they are now.

    Two planners who want the same person then pass one after the other, and the second sees
    what the first did; the fixed order keeps them from waiting for each other. ``people`` may be
    their keys. Who only writes their names, in a history, does not wait.
    """
    keys = [getattr(person, "pk", person) for person in people]
    rows = User.objects.select_for_update(of=("self",), no_key=True)
    return list(rows.select_related("role").filter(pk__in=keys).order_by("pk"))


def _published():
    return Intervention.objects.exclude(status=Status.DRAFT)


def _outings_of(people, first, last, known):
    found = defaultdict(list)
    rows = CrewMember.objects.filter(
        Q(intervention__ends_at__gt=first) | Q(intervention__ends_at=None),
        person__in=[person.pk for person in people],
        intervention__in=known.live().filter(starts_at__lt=last),
    )
    for member in rows.select_related("intervention"):
        found[member.person_id].append(member.intervention)
    return found


def _absences_of(people, first, last):
    found = defaultdict(list)
    rows = Availability.objects.between(first, last).filter(
        person__in=[person.pk for person in people], is_free=False
    )
    for absence in rows:
        found[absence.person_id].append(absence)
    return found


def _covering(places, first, last, known):
    """Return the outings at some places; "another place in town" is many, so never covered."""
    found = defaultdict(list)
    rows = known.filter(status__in=[Status.DRAFT, *TAKES_PEOPLE])
    for row in rows.between(first, last).filter(hotspot__in=places):
        found[row.hotspot_id].append(row)
    return found


def _busy(plan, person, outings, now):
    for outing in outings:
        if overlap(outing, plan, now):
            when = day_and_hours(outing.starts_at, end_of(outing, now))
            in_draft = outing.status == Status.DRAFT
            words = (BUSY_IN_DRAFT if in_draft else BUSY).format(who=person, when=when)
            yield ScheduleConflict(words, is_refused=not in_draft)


def _tired(plan, person, outings, now):
    """Say the rests cut short beside the plan, and a shift or a week that it makes too long."""
    span = plan.starts_at, plan.ends_at
    if not is_worked(span):
        return
    monday = monday_of(plan.day)
    spans = [(o, (o.starts_at, end_of(o, now))) for o in outings]
    others = [one for _, one in spans if is_worked(one)]
    week = [one for o, one in spans if is_worked(one) and monday_of(o.day) == monday]
    for shift, rest in rests_beside(span, others):
        if rest < timedelta(hours=settings.REST_HOURS):
            words = {"when": day_and_hours(*shift), "rest": _span(rest)}
            limit = settings.REST_HOURS
            yield ScheduleConflict(SHORT_REST.format(who=person, **words, limit=limit))
    shift = shift_of(span, others)
    minutes, limit = minutes_of([shift]), 24 - settings.REST_HOURS
    if minutes > limit * 60:
        words = {"when": day_and_hours(*shift), "lasts": _minutes_in_words(minutes)}
        yield ScheduleConflict(LONG_SHIFT.format(who=person, **words, limit=limit))
    minutes, limit = minutes_of([span, *week]), settings.WEEKLY_HOURS
    if minutes > limit * 60:
        words = {"monday": monday, "total": _minutes_in_words(minutes)}
        yield ScheduleConflict(LONG_WEEK.format(who=person, **words, limit=limit))


def _absent(plan, person, absences):
    for absence in absences:
        if overlap(absence, plan):
            when = span_in_words(absence.starts_at, absence.ends_at)
            yield ScheduleConflict(NOT_FREE.format(who=person, when=when))


def _place_covered(plan, covering, now):
    for other in covering[plan.hotspot.pk] if plan.hotspot else []:
        if overlap(other, plan, now):
            when = day_and_hours(other.starts_at, end_of(other, now))
            yield ScheduleConflict(COVERED.format(place=plan.hotspot, when=when))


def span_in_words(starts_at, ends_at):
    """Write an interval that may last days: ``dal 20/11/2026 08:00 al 22/11/2026 20:00``."""
    starts = timezone.localtime(starts_at)
    if starts.date() == day_of_closing(ends_at):
        return f"il {day_and_hours(starts_at, ends_at)}"
    return f"dal {starts:%d/%m/%Y %H:%M} al {ending(ends_at)}"


def _span(gap):
    return _minutes_in_words(int(gap.total_seconds() // 60))


def _minutes_in_words(minutes):
    hours, rest = divmod(minutes, 60)
    words = [f"{hours} or{'a' if hours == 1 else 'e'}"] if hours or not rest else []
    if rest:
        words.append(f"{rest} minut{'o' if rest == 1 else 'i'}")
    return " e ".join(words)
