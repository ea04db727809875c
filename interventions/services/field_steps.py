"""What a phone tells is written: the record goes where it says, with one line of the history."""

from interventions.field.device_clock import check_times
from interventions.field.document import DocumentRefused
from interventions.models import DONE, Status, Step
from interventions.record.crew import count_crew, crew_change, set_crew
from interventions.record.lifecycle import StepRefused, day_of, save_change, transition
from interventions.record.moves import outcome_moved
from interventions.services.field_contents import (
    columns_of,
    link_reports,
    numbers_of,
    write_contents,
)

CONFLICT = "Nel frattempo la scheda è cambiata anche sul portale."


class SyncConflict(StepRefused):
    """The record changed on the portal and on the phone; ``row`` is the portal's."""

    def __init__(self, row):
        super().__init__(CONFLICT)
        self.row = row


def write_told(row, parts, named, by, now, *, created=False):
    """Write on a locked row the ``Parts`` that a document and the others before it told.

    ``named`` is the document, with what it names.
    """
    document, people = named.document, named.people_in(parts)
    fields = {
        **columns_of(parts, named.place_in(parts)),
        "day": day_of(parts.started_at),
        "starts_at": parts.started_at,
        "device_started_at": document.device_started_at,
        "device_ended_at": document.device_ended_at,
        "received_at": now,
    }
    before = None if created else row.status
    joined_or_left = {} if created else crew_change(row, people)
    moves = outcome_moved(row.outcome, parts.outcome)
    is_of_the_desk = document.device == document.client_id  # no phone has read an hour
    at = document.device_ended_at or document.device_started_at
    step = {
        "by": by,
        "device_at": None if is_of_the_desk else at,
        "detail": numbers_of(document) | joined_or_left | moves,
        "now": now,
        **fields,
    }
    _write_step(row, parts.ended_at, created, step)
    if row.crew_frozen_at:
        count_crew(row)  # the hours may have changed
    else:
        _write_crew(row, people, by)
    write_contents(row, parts)
    link_reports(row, parts.reports, by, before, now)


def _write_crew(row, crew, by):
    try:
        set_crew(row, crew, by=by, by_the_street=True)
    except StepRefused as refused:
        # beside the crew, where the phone lets it be put right
        raise DocumentRefused({"crew": str(refused)}) from refused


def _write_step(row, ended_at, created, step):
    """Bring the row where the document says, with the one line of the history that tells it."""
    revived = row.status == Status.CANCELLED
    if revived:  # it took place all the same
        back = {"by": step["by"], "cancelled_because": "", "now": step["now"]}
        transition(row, Status.PLANNED, Step.What.RESTORED, **back)
    if row.status == Status.PLANNED and not row.planned_from and not revived:
        step |= {"planned_from": row.starts_at, "planned_until": row.ends_at}
    # the hours of two hands, that make no sense together
    if ended_at and check_times(step["starts_at"], ended_at, now=step["now"]):
        raise SyncConflict(row)
    if ended_at and row.status in DONE and not created:
        save_change(row, Step.What.CHANGED, ends_at=ended_at, **step)
    elif ended_at and created:
        save_change(row, Step.What.LOGGED, ends_at=ended_at, **step)
    elif ended_at:
        what = Step.What.ENDED if row.status == Status.RUNNING else Step.What.LOGGED
        transition(row, Status.ENDED, what, ends_at=ended_at, **step)
    elif created:
        save_change(row, Step.What.STARTED, **step)
    elif row.status == Status.PLANNED:
        transition(row, Status.RUNNING, Step.What.STARTED, ends_at=None, **step)
    else:
        save_change(row, Step.What.CHANGED, goes_on=True, **step)
