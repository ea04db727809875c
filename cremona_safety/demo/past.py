"""The one place that writes the past by itself: what the verbs would have left, rows by the thousand.

Played like the last weeks, two years would keep who starts the portal waiting for minutes. Nobody
of a crew is named any more in what is written here: the time of those names is over.
"""

from datetime import timedelta
from itertools import chain

from django.conf import settings
from django.utils import timezone

from cremona_safety.demo.outings import answered_by
from cremona_safety.demo.stage import NIGHT, moment_of
from cremona_safety.demo.texts import AGAIN, HEARD
from hotspots.geometry import assign, cell
from interventions.models import (
    DONE,
    Act,
    Approval,
    FollowUp,
    Intervention,
    Service,
    Status,
    Step,
    Tally,
    Trigger,
    service_of,
)
from interventions.record.crew import counts_of
from interventions.record.rows import ActLine, TallyLine
from notebooks.models import SealedNote
from notebooks.sealing import seal
from referrals.models import Referral
from reports.codes import derive_key
from reports.models import Message, Report, StatusChange
from reports.models import Status as ReportStatus
from texts.codes import hash_key

BATCH = 500


def write_outings(lives):
    """Write outings long over, with all that their crews left."""
    rows = [_intervention(life) for life in lives]
    _bulk(Intervention, rows)
    pairs = list(zip(rows, lives, strict=True))
    _bulk(Step, chain.from_iterable(_history(*pair) for pair in pairs))
    taken = [(row, life) for row, life in pairs if row.status in DONE]
    _bulk(Approval, _approvals(taken))
    _bulk(Tally, _tallies(taken))
    _bulk(Act, _acts(taken))
    _bulk(FollowUp, _follow_ups(taken))
    _bulk(Intervention.reports.through, _answers(taken))
    _write_referrals(taken)
    _write_pages(taken)


def write_reports(stories):
    """Write reports long closed, with their history and messages."""
    places = assign(
        [story.sent["latitude"] for story in stories],
        [story.sent["longitude"] for story in stories],
    )
    rows = [_report(story, place) for story, place in zip(stories, places, strict=True)]
    _bulk(Report, rows)
    pairs = list(zip(rows, stories, strict=True))
    _bulk(StatusChange, chain.from_iterable(_moves(*pair) for pair in pairs))
    _bulk(Message, chain.from_iterable(_messages(*pair) for pair in pairs))


def _intervention(life):
    outing, is_planned = life.outing, life.outing.trigger == Trigger.PLANNED
    called_off = life.called_off_at is not None
    services = [service_of(person) for person in outing.people]
    row = Intervention(
        code=life.code,
        client_id=life.client_id,
        status=Status.CANCELLED if called_off else Status.APPROVED,
        kind=outing.kind,
        trigger=outing.trigger,
        aim=life.aim if is_planned else "",
        hotspot=outing.place,
        day=outing.day,
        starts_at=outing.start if called_off else life.began,
        ends_at=outing.end if called_off else life.ended,
        planned_from=outing.start if is_planned else None,
        planned_until=outing.end if is_planned else None,
        series=outing.series,
        lead=outing.lead,
        crew_frozen_at=_forgotten_at(life),
        created_by=life.planner if is_planned else None,
        created_at=life.planned_at if is_planned else life.written_at,
        is_demo=True,
        **({"cancelled_because": life.because} if called_off else _found(life)),
    )
    officers, educators = (services.count(service) for service in Service)
    for name, value in counts_of(row, officers, educators).items():
        setattr(row, name, value)
    return row


def _found(life):
    found = {
        "outcome": life.outcome,
        "shared_note": life.note,
    }
    if life.by_phone:
        found["device_started_at"], found["device_ended_at"] = life.began, life.ended
        found["received_at"] = life.written_at
    return found


def _forgotten_at(life):
    """Return the night in which the names of its crew were erased."""
    finished_at = life.called_off_at or life.approvals[-1][0]
    day = timezone.localdate(finished_at) + timedelta(days=settings.CREW_NAME_DAYS + 1)
    return moment_of(day, NIGHT)


def _history(row, life):
    def line(what, at, by=None, **more):
        return Step(intervention=row, what=what, at=at, by=by, **more)

    is_planned = row.trigger == Trigger.PLANNED
    began, ended = (life.began, life.ended) if life.by_phone else (None, None)
    if is_planned:
        yield line(Step.What.PLANNED, life.planned_at, life.planner)
    if row.status == Status.CANCELLED:
        by = None if life.planner in life.outing.people else life.planner
        yield line(Step.What.CANCELLED, life.called_off_at, by)
    else:
        if is_planned:
            yield line(Step.What.STARTED, life.began, device_at=began)
        what = Step.What.ENDED if is_planned else Step.What.LOGGED
        yield line(what, life.written_at, device_at=ended)
        for at, person in life.approvals:
            detail = {"service": service_of(person)}
            yield line(Step.What.APPROVED, at, person, detail=detail)
        if life.due_on:
            yield line(Step.What.FOLLOWED_UP, life.gone_back_at)
    yield line(Step.What.FROZEN, row.crew_frozen_at)


def _approvals(taken):
    for row, life in taken:
        for at, person in life.approvals:
            service = service_of(person)
            yield Approval(intervention=row, service=service, by=person, at=at)


def _tallies(taken):
    for row, life in taken:
        for key, count in life.tallies.items():
            yield Tally(intervention=row, **TallyLine(*key, count)._asdict())


def _acts(taken):
    for row, life in taken:
        for key, counts in life.acts.items():
            yield Act(intervention=row, **ActLine(*key, *counts)._asdict())


def _follow_ups(taken):
    for row, life in taken:
        if life.due_on:
            yield FollowUp(
                intervention=row, due_on=life.due_on, done_at=life.gone_back_at
            )


def _answers(taken):
    """Link what went out for a report to the last one received at that place before."""
    through = Intervention.reports.through
    for row, life in taken:
        if row.trigger == Trigger.REPORT and (report := answered_by(life.outing)):
            yield through(intervention=row, report=report)


def _write_referrals(taken):
    _bulk(
        Referral,
        (
            Referral(
                code=sending.code,
                client_id=sending.client_id,
                status=Referral.Status.CLOSED,
                desk=sending.desk,
                need=sending.need,
                hotspot=row.hotspot,
                on=row.day,
                age_band=sending.age_band,
                urgency=sending.urgency,
                intervention=row,
                service=service_of(sending.by),
                by=sending.by,
                sent_at=sending.sent_at,
                taken_by=sending.worker,
                taken_at=sending.taken_at,
                closed_at=sending.closed_at,
                outcome=sending.outcome,
                is_demo=True,
            )
            for row, life in taken
            for sending in life.referrals
        ),
    )


def _write_pages(taken):
    pages = [(row, page) for row, life in taken for page in life.pages]
    notes = [
        SealedNote(
            service=service_of(page.by),
            intervention=row,
            hotspot=row.hotspot,
            on=row.day,
            by=page.by,
            at=page.at,
            is_demo=True,
        )
        for row, page in pages
    ]
    _bulk(SealedNote, notes)
    for note, (_, page) in zip(notes, pages, strict=True):
        note.sealed = seal(page.said, note.service, note.pk)  # bound to its number
    SealedNote.objects.bulk_update(notes, ["sealed"], batch_size=BATCH)


def _report(story, place_id):
    sent, day = story.sent, timezone.localdate(story.received_at)
    return Report(
        **sent,
        code=story.code,
        key_hash=hash_key(derive_key(sent["draft_key"])),
        hotspot_id=place_id,
        cell=cell(sent["latitude"], sent["longitude"]),
        status=ReportStatus.CLOSED,
        outcome=story.outcome,
        in_charge_of=story.officer,
        priority=story.priority,
        public_line=story.public_line,
        published_at=story.closed_at if story.public_line else None,
        received_at=story.received_at,
        received_on=day,
        due_on=day + timedelta(days=sent["category"].days_to_answer),
        is_demo=True,
    )


def _moves(row, story):
    def line(status, at, by=story.officer, note=""):
        return StatusChange(report=row, status=status, at=at, by=by, note=note)

    yield line(ReportStatus.RECEIVED, story.received_at, by=None)
    yield line(ReportStatus.TRIAGED, story.taken_at)
    yield line(ReportStatus.IN_CHARGE, story.taken_at)
    yield line(ReportStatus.CLOSED, story.closed_at, note=story.closing_note)


def _messages(row, story):
    if story.again_at:
        side, text = Message.Side.CITIZEN, AGAIN
        read = {
            "read_at": max(story.again_at, story.taken_at),
            "read_by": story.officer,
        }
        yield Message(report=row, side=side, at=story.again_at, text=text, **read)
    if story.has_note:
        side, by = Message.Side.INTERNAL, story.officer
        yield Message(report=row, side=side, at=story.taken_at, by=by, text=HEARD)


def _bulk(model, rows):
    model.objects.bulk_create(rows, batch_size=BATCH)
