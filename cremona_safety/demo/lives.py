"""What becomes of one invented outing: called off, gone out, approved, followed up."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from cremona_safety.demo import notebooks, referrals, sheets
from cremona_safety.demo.notebooks import draw_pages
from cremona_safety.demo.outings import Outing, answered_by
from cremona_safety.demo.referrals import draw_referrals
from cremona_safety.demo.stage import mark
from cremona_safety.demo.street_texts import AIMS, CANCELLED_BECAUSE
from interventions.field.document import Document
from interventions.models import Intervention, Outcome, Trigger, service_of
from interventions.planning.plans import Plan
from interventions.record.rows import ActLine, TallyLine
from interventions.record.sheet import read_sheet
from interventions.services.approval import approve_intervention
from interventions.services.crew import join_intervention
from interventions.services.field import record_outing
from interventions.services.follow_up import close_follow_up
from interventions.services.outing import end_intervention, start_intervention
from interventions.services.planning import cancel_intervention, plan_intervention
from interventions.services.sheet import save_sheet

WAITS = timedelta(days=9)  # how old the oldest record still to approve may be
CANCELLED, BY_PHONE, AFTERWARDS = 0.03, 0.7, 0.5
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass
class Life:
    """An outing with all that chance had in store for it, before anything is written."""

    outing: Outing
    code: str
    client_id: UUID
    device: UUID
    aim: str
    planned_at: object
    planner: object
    joined_at: object  # who the planner may not put in the crew
    called_off_at: object  # None: it took place
    because: str
    by_phone: bool
    afterwards: bool  # the phone sends it whole, when it is over
    began: object
    ended: object
    written_at: object  # when the portal has the whole record
    outcome: str
    note: str
    tallies: dict
    acts: dict
    approvals: list  # (moment, person)
    due_on: object
    gone_back_at: object
    pages: list
    referrals: list


def draw_life(outing, cast):
    """Draw the Life of an outing; what it says of the future will not be played."""
    chance, first = cast.chance, outing.people[0]
    planned_at = _planned_at(outing, cast)
    called_off_at = _called_off_at(outing, cast)
    by_phone = outing.trigger != Trigger.PLANNED or chance.random() < BY_PHONE
    began, ended = _hours(outing, chance)
    written_at = ended + MINUTE * chance.choice([0, 0, 0, 1, 3, 25])
    outcome = sheets.outcome_of(chance)
    acts = sheets.acts_of(outing, cast.numbers[outing.day.year], chance)
    approvals = _approvals(outing, written_at, cast)
    last = max([written_at, *(at for at, _ in approvals)])
    return Life(
        outing=outing,
        code=cast.codes.draw(outing.day.year),
        client_id=UUID(int=chance.getrandbits(128), version=4),
        device=UUID(int=chance.getrandbits(128), version=4),
        aim=chance.choice(AIMS[outing.kind]),
        planned_at=planned_at,
        planner=chance.choice([*cast.stage.having("coordinator"), first]),
        joined_at=planned_at + HOUR * chance.uniform(1, 6),
        called_off_at=called_off_at,
        because=chance.choice(CANCELLED_BECAUSE),
        by_phone=by_phone,
        afterwards=not outing.promised and chance.random() < AFTERWARDS,
        began=began,
        ended=ended,
        written_at=written_at,
        outcome=outcome,
        note=sheets.note_of(chance),
        tallies=sheets.tallies_of(outing, chance),
        acts=acts,
        approvals=approvals,
        due_on=_due_on(outing, outcome, chance),
        gone_back_at=last + timedelta(days=chance.uniform(1, 8)),
        pages=draw_pages(outing, written_at, cast),
        referrals=draw_referrals(outing, written_at, acts, cast),
    )


def _due_on(outing, outcome, chance):
    if outcome == Outcome.TO_FOLLOW:
        return outing.day + timedelta(days=chance.randint(2, 12))
    return None


def lived(life, stage):
    """Live an outing: what was planned is called off or takes place, the rest only takes place."""
    if life.outing.trigger == Trigger.PLANNED:
        row = yield from _plan(life)
        if life.called_off_at:
            now = yield life.called_off_at
            cancel_intervention(row, because=life.because, by=row.created_by, now=now)
            return
        yield from _go(life, row)
    else:
        row = yield from _go_unplanned(life)
    for page in life.pages:
        stage.add(notebooks.lived(page, row))
    for referral in life.referrals:
        stage.add(referrals.lived(referral, row))
    for at, person in life.approvals:
        now = yield at
        approve_intervention(row, by=person, now=now)
    if life.due_on:
        now = yield life.gone_back_at
        close_follow_up(row.follow_ups.get(), by=life.outing.people[0], now=now)


def _plan(life):
    """Plan it; who is of another service than the planner's puts themself in the crew."""
    outing, by = life.outing, life.planner
    mine = service_of(by)
    people = [p for p in outing.people if mine in (None, service_of(p))]
    plan = Plan(
        starts_at=outing.start,
        ends_at=outing.end,
        hotspot=outing.place,
        kind=outing.kind,
        lead=outing.lead,
        aim=life.aim,
        people=tuple(people),
    )
    now = yield life.planned_at
    row = plan_intervention(
        plan, by=by, confirmed=True, client_id=life.client_id, now=now
    )
    mark(row, code=life.code, series=outing.series)
    for person in outing.people:
        if person not in people:
            now = yield life.joined_at
            row = join_intervention(row, by=person, confirmed=True, now=now)
    return row


def _go(life, row):
    """Begin and end what was planned, on the phone or at the desk."""
    yield from _on_the_phone(life, row) if life.by_phone else _at_the_desk(life, row)


def _on_the_phone(life, row):
    by, seen = life.outing.people[0], row.version
    if not life.afterwards:
        now = yield life.began
        begun = _document(life, base_version=seen)
        seen = record_outing(begun, by=by, now=now).version
    now = yield life.written_at
    record_outing(_document(life, base_version=seen, ended=True), by=by, now=now)


def _at_the_desk(life, row):
    by = life.outing.people[0]
    now = yield life.began
    start_intervention(row, by=by, now=now)
    now = yield life.ended
    ending = {"outcome": life.outcome, "follow_up_on": life.due_on}
    row = end_intervention(row, **ending, by=by, now=now)
    now = yield life.written_at
    sheet = replace(
        read_sheet(row),
        shared_note=life.note,
        tallies=[TallyLine(*key, count) for key, count in life.tallies.items()],
        acts=[ActLine(*key, *counts) for key, counts in life.acts.items()],
    )
    save_sheet(row, sheet, by=by, now=now)


def _go_unplanned(life):
    """Log it when it is over, and say at the desk that somebody had called."""
    outing, by = life.outing, life.outing.people[0]
    now = yield life.written_at
    report = answered_by(outing) if outing.trigger == Trigger.REPORT else None
    answered = (report.code,) if report else ()
    record_outing(_document(life, ended=True, reports=answered), by=by, now=now)
    row = mark(Intervention.objects.get(client_id=life.client_id), code=life.code)
    if outing.trigger == Trigger.CALL:
        called = replace(read_sheet(row), trigger=Trigger.CALL)
        save_sheet(row, called, by=by, now=now)
    return row


def _document(life, *, ended=False, base_version=None, reports=()):
    """Return what the phone sends: that it began, or all of it."""
    outing = life.outing
    begun = Document(
        client_id=life.client_id,
        device=life.device,
        revision=1,
        base_version=base_version,
        kind=outing.kind,
        place=outing.place.slug if outing.place else "",
        started_at=life.began,
        ended_at=None,
        device_started_at=life.began,
        device_ended_at=None,
        crew=tuple(person.pk for person in outing.people),
        reports=reports,
    )
    if not ended:
        return begun
    return replace(
        begun,
        revision=2,
        ended_at=life.ended,
        device_ended_at=life.ended,
        outcome=life.outcome,
        note=life.note,
        follow_up_on=life.due_on,
        tallies=life.tallies,
        acts=life.acts,
    )


def _planned_at(outing, cast):
    before = timedelta(days=cast.chance.uniform(2, 12))
    return min(outing.start - before, cast.stage.now - before / 4)


def _called_off_at(outing, cast):
    chance, now = cast.chance, cast.stage.now
    may_be = outing.trigger == Trigger.PLANNED and not outing.promised
    if not may_be or chance.random() > CANCELLED:
        return None
    return min(outing.start - HOUR * chance.uniform(1, 20), now - HOUR)


def _hours(outing, chance):
    """Return when it really began and ended; nobody had planned what was decided there."""
    if outing.trigger != Trigger.PLANNED:
        return outing.start, outing.end
    began = outing.start + MINUTE * chance.randint(-4, 6)
    return began, outing.end + MINUTE * chance.randint(-10, 15)


def _approvals(outing, written_at, cast):
    """Draw who approves for each service, within days; the last days wait more often."""
    chance = cast.chance
    fresh = cast.stage.now - outing.end < WAITS
    found = []
    for service in outing.services:
        at = written_at + HOUR * chance.uniform(2, 60)
        person = chance.choice(cast.stage.of_service(service))
        if not fresh or chance.random() < 0.75:
            found.append((at, person))
    return sorted(found, key=lambda approval: approval[0])
