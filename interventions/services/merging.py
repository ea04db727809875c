"""Two rows of one outing become one, and may be taken apart again; or stay two, for a reason.

The row that stays is the one that was planned, else the one that began first. The other keeps
all it had, its code and its phones: what they still send is written on it, where an undo finds
it, and on the one that stays.
"""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from interventions.models import (
    BEGUN,
    DONE,
    CrewMember,
    KeptApart,
    Merge,
    PlacePhoto,
    Status,
    Step,
    service_of,
)
from interventions.record import lifecycle
from interventions.record.bounds import AIM_LENGTH, LONGEST, NOTE_LENGTH
from interventions.record.crew import count_crew, replace_crew
from interventions.record.doubts import could_be, said_two
from interventions.record.lifecycle import StepRefused, day_of
from interventions.record.merged import as_one, own_of, whole_of, without
from interventions.record.parts import place_of, read_parts, to_json, together
from interventions.record.writing import may_answer, may_write_of
from interventions.services.answers import tell_once, tell_reports
from interventions.services.field_contents import columns_of, write_contents
from interventions.services.locking import lock_crews, lock_with_crew
from reports.models import Report
from texts.personal_data import personal_data_error

ITSELF = "Scegli un’altra uscita."
NOT_BEGUN = "Si uniscono due uscite iniziate. {code} è “{now}”."
NAMES_GONE = (
    "I nomi dell’equipaggio sono stati cancellati: le uscite restano come sono."
)
NOT_YOURS = (
    "Lo decide chi era in una delle due uscite e ne scrive le schede, o chi coordina."
)
NOT_THE_SAME = (
    "Non possono essere la stessa uscita: non hanno minuti in comune, "
    "oppure né una persona né il luogo."
)
ONE_GOES_ON = "Una è ancora in corso e l’altra è già approvata: prima termina quella."
TOO_LONG = (
    "Insieme durerebbero più di 24 ore: correggi gli orari, oppure tienile separate."
)
NOTES_TOO_LONG = "Insieme le due note superano i 2.000 caratteri: accorciane una."
AIMS_TOO_LONG = "Insieme i due scopi superano i 200 caratteri: accorciane uno."
SAID_TWO = "{who} ha detto che sono due uscite: «{reason}»."
NOT_MERGED = "Questa uscita non è unita a un’altra."
STAYS_NO_MORE = "{code} è “{now}”: prima riprendi, o separa, quella."


class KeptApartRefused(StepRefused):
    """Somebody said why they are two: who merges them has read that reason, ``despite`` it."""

    def __init__(self, said):
        super().__init__(told_two(said))
        self.reason = said.reason


@transaction.atomic
def merge_outings(intervention, *, other, by, despite=(), seen=None, now=None):
    """Make one outing of two rows, ``despite`` reasons read, and return the one that stays; twice is as once."""
    rows = _lock_both(intervention, other, seen)
    if any(row.stays in rows and row.stays != row for row in rows):
        return rows[0].stays  # somebody was quicker
    _refuse_unless(rows, by, now)
    if {row.status for row in rows} == {Status.RUNNING, Status.APPROVED}:
        raise StepRefused(ONE_GOES_ON)
    if (said := said_two(*rows)) and said.reason not in despite:
        raise KeptApartRefused(said)
    kept, [gone], before, after = as_one(*rows)
    if after.ended_at and after.ended_at - after.started_at > LONGEST:
        raise StepRefused(TOO_LONG)
    if len(after.note) > NOTE_LENGTH:
        raise StepRefused(NOTES_TOO_LONG)
    if len(after.aim) > AIM_LENGTH:
        raise StepRefused(AIMS_TOO_LONG)
    photos = list(gone.photos.values_list("pk", flat=True))
    Merge.objects.create(
        absorbed=gone,
        before=own_of(kept) or to_json(before),
        photos=[str(pk) for pk in photos],
    )
    line = {"by": by, "now": now}
    # the phones of both go on from the version of the one that stays
    kept.version = max(row.version for row in rows)
    lifecycle.transition(
        gone,
        Status.MERGED,
        Step.What.MERGED,
        detail={"merged_into": kept.code} | tell_once(kept, gone, **line),
        merged_into=kept,
        **line,
    )
    _write(kept, after, Step.What.MERGED, gone, line)
    PlacePhoto.objects.filter(pk__in=photos).update(intervention=kept)
    count_crew(gone)  # its minutes are of the other now
    _tell_of(kept, {"merged_with": gone.code}, line)
    return kept


@transaction.atomic
def merge_all(intervention, *, others, by, despite=(), seen=None, now=None):
    """Make one outing of a row and some others, all or none, and return the one that stays."""
    lock_crews(intervention, *others)
    more = {"by": by, "despite": despite, "now": now}
    for other in others:
        intervention = merge_outings(intervention, other=other, seen=seen, **more)
        seen = None  # it is this very change
    return intervention


def told_two(said):
    """Say who said that two outings are two, and why."""
    who = said.by or "Una persona in servizio"
    return SAID_TWO.format(who=who, reason=said.reason)


@transaction.atomic
def separate_outing(intervention, *, by, seen=None, now=None):
    """Take a merged row out of the one that stays: each is again what it was, with what its own
    phones wrote since. Return it. What somebody else wrote since stays where it is."""
    gone = lock_with_crew(intervention, seen=seen)
    if gone.status != Status.MERGED:
        raise StepRefused(NOT_MERGED)
    kept = lifecycle.lock(gone.merged_into)
    if kept.status not in BEGUN:
        now = kept.get_status_display()
        raise StepRefused(STAYS_NO_MORE.format(code=kept.code, now=now))
    if gone.crew_frozen_at or kept.crew_frozen_at:
        raise StepRefused(NAMES_GONE)
    if not (may_write_of(by, gone) and may_write_of(by, kept)):
        raise StepRefused(NOT_YOURS)
    merge = gone.merge
    parts = without(kept, gone)
    PlacePhoto.objects.filter(pk__in=merge.photos, intervention=kept).update(
        intervention=gone
    )
    merge.delete()
    line = {"by": by, "now": now}
    kept.version = gone.version = max(kept.version, gone.version)
    lifecycle.transition(
        gone,
        Status.ENDED if gone.ends_at else Status.RUNNING,
        Step.What.SEPARATED,
        detail={"separated_from": kept.code},
        merged_into=None,
        **line,
    )
    _write(kept, parts, Step.What.SEPARATED, gone, line)
    count_crew(gone)
    _tell_of(gone, {"separated_from": kept.code}, line)
    return gone


@transaction.atomic
def keep_apart(intervention, *, other, reason, by, seen=None, now=None):
    """Say why two outings of the same people are two; said again, the last reason stays."""
    if wrong := personal_data_error(reason, "Nel motivo"):
        raise StepRefused(wrong)
    first, second = _lock_both(intervention, other, seen)
    _refuse_unless([first, second], by, now)
    KeptApart.objects.update_or_create(
        first=first,
        second=second,
        defaults={"reason": reason.strip(), "by": by, "at": now or timezone.now()},
    )
    for row, its_other in [(first, second), (second, first)]:
        lifecycle.save_change(
            row,
            Step.What.KEPT_APART,
            by=by,
            detail={"kept_apart_from": its_other.code},
            now=now,
        )
        count_crew(row)
    return intervention


def bring_along(row, seen, mine):
    """Write on a locked row, merged into another, what its phone changed of it.

    Return the one that stays, locked: ``row`` itself when it is not merged.
    """
    while row.merged_into_id:
        parts, _ = together(seen, read_parts(row), mine)
        lifecycle.save_counts(row, **_columns(parts))
        write_around(row, parts)
        row = lifecycle.lock(row.merged_into)
    return row


def bring_photo_along(row, photo):
    """Let who takes a merged row apart find the photo that its phone sent since."""
    while row.merged_into_id:
        row.merge.photos.append(str(photo.pk))
        row.merge.save(update_fields=["photos"])
        row = row.merged_into


def _lock_both(intervention, other, seen):
    """Return the two rows locked, always in the same order."""
    if intervention.pk == other.pk:
        raise StepRefused(ITSELF)
    lock_crews(intervention, other)
    pair = sorted([intervention, other], key=lambda row: row.pk)
    return [
        lifecycle.lock(row, seen=seen if row.pk == intervention.pk else None)
        for row in pair
    ]


def _refuse_unless(rows, by, now):
    """Raise ``StepRefused`` unless the two may be one, and it is ``by`` who says it."""
    for row in rows:
        if row.status not in BEGUN:
            status = row.get_status_display()
            raise StepRefused(NOT_BEGUN.format(code=row.code, now=status))
        if row.crew_frozen_at:
            raise StepRefused(NAMES_GONE)
    if not may_answer(by, *rows):
        raise StepRefused(NOT_YOURS)
    if rows[1] not in could_be(rows[0], now):
        raise StepRefused(NOT_THE_SAME)


def _write(kept, parts, what, gone, line):
    """Write ``parts`` on the row that stays, with its line of the history."""
    if parts.ended_at is None:
        status = Status.RUNNING
    else:
        status = kept.status if kept.status in DONE else Status.ENDED
    names = {Step.What.MERGED: "merged_with", Step.What.SEPARATED: "separated_from"}
    fields = _columns(parts) | line | {"detail": {names[what]: gone.code}}
    if status == kept.status:
        lifecycle.save_change(kept, what, **fields)
    else:
        lifecycle.transition(kept, status, what, **fields)
    write_around(kept, parts)


def _tell_of(row, why, line):
    """Tell the reports of an outing that is over what nobody told them yet."""
    if row.status in DONE and (told := tell_reports(row, **line)):
        lifecycle.append(row, Step.What.REPORTS, detail=why | told, **line)


def write_around(row, parts):
    """Write what is beside the row: counts, acts, reports, and who was there."""
    write_contents(row, parts)
    row.reports.set(Report.objects.filter(code__in=parts.reports))
    people = User.objects.filter(pk__in=parts.crew).select_related("role")
    now = {person.pk: service_of(person) for person in people}
    # who changed work since stays with the service they went out with
    went = CrewMember.objects.filter(person__in=now, intervention__in=whole_of(row))
    replace_crew(row, now | dict(went.values_list("person_id", "service")))


def _columns(parts):
    hours = {
        "starts_at": parts.started_at,
        "ends_at": parts.ended_at,
        "day": day_of(parts.started_at),
    }
    return columns_of(parts, place_of(parts)) | hours | {"aim": parts.aim}
