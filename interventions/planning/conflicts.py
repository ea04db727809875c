"""What stands in the way of a plan: people already busy, rest too short, a place covered.

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
from interventions.models import Availability, CrewMember, Intervention, Status
from interventions.record.lifecycle import StepRefused
from texts.days import closing, day_of_closing

BUSY = "{who} è già in un’altra uscita, {when}."
CLOSED_ACCOUNT = "{who} non ha più un accesso attivo: togli il nome dall’equipaggio."
SHORT_REST = "{who} ha anche un’altra uscita, {when}: tra le due solo {rest}, meno di {limit} ore."
COVERED = "{place}: in queste ore c’è già un’uscita, {when}."
NOT_FREE = "{who} ha segnato di non essere disponibile, {when}."


@dataclass(frozen=True)
class ScheduleConflict:
    """A sentence for the planner; ``is_refused`` when no confirmation can overcome it."""

    text: str
    is_refused: bool = False


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


def find_conflicts(plans, *, apart_from=(), now=None):
    """Return for each plan the list of its conflicts, in a number of queries that does not grow.

    ``apart_from`` are the interventions being planned again, which are not in their own way;
    the plans are not compared with each other.
    """
    if not plans:
        return []
    people = {person for plan in plans for person in plan.people}
    rest = timedelta(hours=settings.REST_HOURS)
    first = min(plan.starts_at for plan in plans) - rest
    last = max(plan.ends_at for plan in plans) + rest
    skipped = [intervention.pk for intervention in apart_from]
    outings = _outings_of(people, first, last, skipped)
    absences = _absences_of(people, first, last)
    places = {plan.hotspot for plan in plans if plan.hotspot}
    covering = _covering(places, first, last, skipped)
    found = []
    for plan in plans:
        here = []
        for person in plan.people:
            if not person.is_active:
                here.append(
                    ScheduleConflict(CLOSED_ACCOUNT.format(who=person), is_refused=True)
                )
            here += _busy(plan, person, outings[person.pk], now)
            here += _absent(plan, person, absences[person.pk])
        here += _place_covered(plan, covering, now)
        found.append(sorted(here, key=lambda conflict: not conflict.is_refused))
    return found


def lock_people(people):
    """Lock the rows of some people, in the order of their keys, and return them as they are now.

    Two planners who want the same person then pass one after the other, and the second sees
    what the first did; the fixed order keeps them from waiting for each other.
    """
    keys = [person.pk for person in people]
    rows = User.objects.select_for_update(of=("self",)).select_related("role")
    return list(rows.filter(pk__in=keys).order_by("pk"))


def end_of(intervention, now=None):
    """Return when an intervention ends; one going on lasts as planned, and at least until now."""
    if intervention.ends_at:
        return intervention.ends_at
    now = now or timezone.now()
    return max(intervention.planned_until or now, now, intervention.starts_at)


def hours_in_words(starts_at, ends_at):
    """Write ``20/11/2026, 19:00-23:00``: the day is the one it begins."""
    starts = timezone.localtime(starts_at)
    return f"{starts:%d/%m/%Y}, {starts:%H:%M}-{closing(ends_at)}"


def _outings_of(people, first, last, skipped):
    found = defaultdict(list)
    rows = CrewMember.objects.filter(
        Q(intervention__ends_at__gt=first) | Q(intervention__ends_at=None),
        person__in=[person.pk for person in people],
        intervention__starts_at__lt=last,
    ).exclude(intervention__status=Status.CANCELLED)
    for member in rows.exclude(intervention__in=skipped).select_related("intervention"):
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


def _covering(places, first, last, skipped):
    """Return the outings at some places; "another place in town" is many, so never covered."""
    found = defaultdict(list)
    rows = Intervention.objects.taking_people().between(first, last)
    for row in rows.filter(hotspot__in=places).exclude(pk__in=skipped):
        found[row.hotspot_id].append(row)
    return found


def _busy(plan, person, outings, now):
    for outing in outings:
        ends_at = end_of(outing, now)
        words = {
            "who": person,
            "when": hours_in_words(outing.starts_at, ends_at),
        }
        gap = max(plan.starts_at - ends_at, outing.starts_at - plan.ends_at)
        if gap < timedelta(0):
            yield ScheduleConflict(BUSY.format(**words), is_refused=True)
        elif gap < timedelta(hours=settings.REST_HOURS):
            rest, limit = _span(gap), settings.REST_HOURS
            yield ScheduleConflict(SHORT_REST.format(**words, rest=rest, limit=limit))


def _absent(plan, person, absences):
    for absence in absences:
        if absence.starts_at < plan.ends_at and absence.ends_at > plan.starts_at:
            when = span_in_words(absence.starts_at, absence.ends_at)
            yield ScheduleConflict(NOT_FREE.format(who=person, when=when))


def _place_covered(plan, covering, now):
    for other in covering[plan.hotspot.pk] if plan.hotspot else []:
        ends_at = end_of(other, now)
        if other.starts_at < plan.ends_at and ends_at > plan.starts_at:
            when = hours_in_words(other.starts_at, ends_at)
            yield ScheduleConflict(COVERED.format(place=plan.hotspot, when=when))


def span_in_words(starts_at, ends_at):
    """Write an interval that may last days: ``dal 20/11/2026 08:00 al 22/11/2026 20:00``."""
    starts, last = timezone.localtime(starts_at), day_of_closing(ends_at)
    if starts.date() == last:
        return f"il {starts:%d/%m/%Y}, {starts:%H:%M}-{closing(ends_at)}"
    return f"dal {starts:%d/%m/%Y %H:%M} al {last:%d/%m/%Y} {closing(ends_at)}"


def _span(gap):
    minutes = int(gap.total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    words = [f"{hours} or{'a' if hours == 1 else 'e'}"] if hours or not rest else []
    if rest:
        words.append(f"{rest} minut{'o' if rest == 1 else 'i'}")
    return " e ".join(words)
