"""The shared sheet is written: one function, one line of the history."""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from interventions.models import DONE, Status, Step
from interventions.planning.conflicts import refuse_conflicts
from interventions.record import lifecycle
from interventions.record.bounds import (
    END_MISSING,
    IN_THE_FUTURE,
    LONGEST,
    OUTCOME_MISSING,
    TOO_LONG,
)
from interventions.record.crew import count_crew, crew_change, set_crew
from interventions.record.lifecycle import NOBODY, StepRefused, day_of
from interventions.record.rows import write_acts, write_tallies
from interventions.record.sheet import changed, read_sheet, to_the_minute
from interventions.record.writing import WRITTEN_IN, may_write_of, may_write_sheets
from interventions.services.answers import take_reports, tell_reports
from interventions.services.crew import conflicts_of_joining
from interventions.services.follow_up import set_follow_up
from interventions.services.locking import lock_with_crew
from texts.hours import ENDS_BEFORE
from texts.personal_data import personal_data_error

NOT_YOURS = "Il tuo ruolo può leggere la scheda, non scriverla."
NOT_THERE = "Può modificarla solo chi è di un servizio in equipaggio, o chi coordina."
NOT_NOW = "Un intervento annullato si può solo leggere."
STILL_TO_COME = "L’intervento deve ancora finire: cambia il programma, oppure inizialo."
CLOCK = timedelta(minutes=5)  # between this clock and the person's


@transaction.atomic
def save_sheet(intervention, sheet, *, by, seen=None, now=None):
    """Write a ``Sheet`` on the intervention; raise ``StepRefused`` when it cannot be.

    One with an end, of an intervention planned or going on, ends it. The history gets one line
    that names the changed fields; nothing changed, no line. Reports just linked are moved along.
    """
    joining = sheet.people or ()
    intervention = lock_with_crew(intervention, joining=joining, seen=seen)
    _refuse_unless_writable(intervention, by)
    sheet = _keep_seconds(intervention, sheet)
    now = now or timezone.now()
    _refuse_what_cannot_be(intervention, sheet, now)
    before = read_sheet(intervention)
    names = changed(before, sheet)
    ends = intervention.status not in DONE and sheet.ends_at is not None
    if not names and not ends:
        return intervention
    detail = {"changed_fields": names} if names else {}
    if "people" in names:
        if not sheet.people:
            raise StepRefused(NOBODY)
        _refuse_who_is_elsewhere(intervention, before, sheet, now)
        detail |= crew_change(intervention, sheet.people)
    _write_rows(intervention, before, sheet, names, by)
    what, to = _step(intervention, ends)
    new = [r for r in sheet.reports if r not in before.reports]
    detail |= _move_reports(intervention, to, None if ends else new, by, now)
    fields = {"by": by, "detail": detail, "now": now}
    fields |= _fields(intervention, sheet, names)
    if ends:
        lifecycle.transition(intervention, to, what, **fields)
    else:
        lifecycle.save_change(intervention, what, **fields)
    count_crew(intervention)
    return intervention


def _refuse_unless_writable(intervention, by):
    if not may_write_sheets(by):
        raise StepRefused(NOT_YOURS)
    if not may_write_of(by, intervention):
        raise StepRefused(NOT_THERE)
    if intervention.status not in WRITTEN_IN:
        raise StepRefused(NOT_NOW)


def _keep_seconds(intervention, sheet):
    """Give back the seconds to hours that nobody changed: people type hours and minutes."""
    kept = {}
    for name in ("starts_at", "ends_at"):
        ours, typed = getattr(intervention, name), getattr(sheet, name)
        if to_the_minute(ours) == to_the_minute(typed):
            kept[name] = ours
    return replace(sheet, **kept)


def _refuse_what_cannot_be(intervention, sheet, now):
    _refuse_hours(intervention, sheet, now)
    for text, where in [
        (sheet.shared_note, "Nella nota condivisa"),
        (sheet.aim, "Nello scopo"),
    ]:
        if reason := personal_data_error(text, where):
            raise StepRefused(reason)
    if sheet.ends_at is not None and not sheet.outcome:
        raise StepRefused(OUTCOME_MISSING)


def _refuse_hours(intervention, sheet, now):
    latest = now + CLOCK
    if sheet.ends_at is None:
        if intervention.status in DONE:
            raise StepRefused(END_MISSING)
        if intervention.status == Status.PLANNED:
            raise StepRefused(STILL_TO_COME)
    elif sheet.ends_at > latest:
        planned = intervention.status == Status.PLANNED
        raise StepRefused(STILL_TO_COME if planned else IN_THE_FUTURE)
    elif sheet.ends_at.timestamp() <= sheet.starts_at.timestamp():
        raise StepRefused(ENDS_BEFORE)
    elif _lasts_too_long(sheet) and _hours(sheet) != _hours(intervention):
        raise StepRefused(TOO_LONG)
    if sheet.starts_at > latest:
        raise StepRefused(IN_THE_FUTURE)


def _refuse_who_is_elsewhere(intervention, before, sheet, now):
    """Who joins an outing that still goes on cannot be in another; what is over only tells."""
    if sheet.ends_at is None:
        joining = [person for person in sheet.people if person not in before.people]
        found = conflicts_of_joining(intervention, joining, now=now)
        refuse_conflicts([c for c in found if c.is_refused], confirmed=True)


def _hours(one):
    return one.starts_at, one.ends_at


def _lasts_too_long(sheet):
    lasts = sheet.ends_at.timestamp() - sheet.starts_at.timestamp()
    return lasts > LONGEST.total_seconds()


def _write_rows(intervention, before, sheet, names, by):
    if "people" in names and not intervention.crew_frozen_at:
        set_crew(intervention, sheet.people, by=by)
    if "reports" in names:
        intervention.reports.set(sheet.reports)
    if "tallies" in names:
        write_tallies(intervention, sheet.tallies)
    if "acts" in names:
        write_acts(intervention, sheet.acts)
    if {"follow_up_on", "outcome"} & set(names):
        set_follow_up(intervention, sheet.follow_up_on, sheet.outcome)


def _step(intervention, ends):
    """Return what the history says and the state the sheet leads to."""
    if not ends:
        return Step.What.CHANGED, intervention.status
    if intervention.status == Status.PLANNED:
        return Step.What.LOGGED, Status.ENDED
    return Step.What.ENDED, Status.ENDED


def _move_reports(intervention, to, only, by, now):
    if only == []:
        return {}
    done = take_reports(intervention, by=by, only=only, now=now)
    if to in DONE:
        done |= tell_reports(intervention, by=by, only=only, now=now)
    return done


def _fields(intervention, sheet, names):
    columns = {"hotspot", "starts_at", "ends_at", "kind", "trigger", "aim", "outcome"}
    columns.add("shared_note")
    fields = {name: getattr(sheet, name) for name in names if name in columns}
    if "starts_at" in fields:
        fields["day"] = day_of(sheet.starts_at)
    if intervention.status == Status.PLANNED and intervention.planned_from is None:
        fields["planned_from"] = intervention.starts_at
        fields["planned_until"] = intervention.ends_at
    return fields
