"""What becomes of one invented outing: called off, gone out, approved, its names erased."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from cremona_safety.demo.sheets import (
    acts_of,
    cells_of,
    note_of,
    outcome_of,
    tallies_of,
)
from cremona_safety.demo.street_texts import AIMS, CANCELLED_BECAUSE
from interventions.models import (
    Approval,
    CrewMember,
    FollowUp,
    Intervention,
    Outcome,
    Service,
    Status,
    Step,
    Trigger,
    service_of,
)
from interventions.retention import ANSWERS_FOR_IT, STREET

WAITS = timedelta(days=9)  # how old the oldest record still to approve may be
CANCELLED, BY_PHONE, KEEPS_CELLS = 0.03, 0.7, 0.04
MINUTE = timedelta(minutes=1)


@dataclass
class Life:
    """An outing and the rows that hang from it, not yet written."""

    intervention: Intervention
    people: list
    cast: object  # who there is, what time it is: interventions.Cast
    history: list = field(default_factory=list)
    crew: list = field(default_factory=list)
    approvals: list = field(default_factory=list)
    follow_ups: list = field(default_factory=list)
    tallies: list = field(default_factory=list)
    acts: list = field(default_factory=list)
    cells: list = field(default_factory=list)

    def step(self, what, at, by, *, device_at=None, **detail):
        step = Step(
            intervention=self.intervention,
            what=what,
            at=at,
            by=by,
            device_at=device_at,
            detail=detail,
        )
        self.history.append(step)


def live(outing, cast):
    """Return the Life of an outing up to ``cast.now``."""
    life = Life(_intervention(outing, cast), outing.people, cast)
    life.crew = [
        CrewMember(
            intervention=life.intervention, person=person, service=service_of(person)
        )
        for person in outing.people
    ]
    if outing.trigger == Trigger.PLANNED:
        _plan(life)
    _go_on(life, outing)
    life.intervention.version = _version(life)
    return life


def _version(life):
    """Return one for each line of the history, but for an approval that waits for another."""
    complete = life.intervention.status == Status.APPROVED
    return len(life.history) - len(life.approvals) + complete


def _intervention(outing, cast):
    planned = outing.trigger == Trigger.PLANNED
    services = [service_of(person) for person in outing.people]
    return Intervention(
        code=cast.codes.draw(outing.start.year),
        client_id=UUID(int=cast.chance.getrandbits(128), version=4),
        kind=outing.kind,
        trigger=outing.trigger,
        aim=cast.chance.choice(AIMS[outing.kind]) if planned else "",
        hotspot=outing.place,
        day=outing.start.date(),
        starts_at=outing.start,
        ends_at=outing.end,
        planned_from=outing.start if planned else None,
        planned_until=outing.end if planned else None,
        series=outing.series,
        lead=outing.lead,
        officers=services.count(Service.POLICE),
        educators=services.count(Service.EDUCATION),
        is_demo=True,
    )


def _plan(life):
    chance, intervention = life.cast.chance, life.intervention
    before = timedelta(days=chance.uniform(2, 12))
    at = min(intervention.starts_at - before, life.cast.now - before / 4)
    by = chance.choice([*life.cast.planners, life.people[0]])
    intervention.created_by, intervention.created_at = by, at
    life.step(Step.What.PLANNED, at, by)


def _go_on(life, outing):
    chance, now, intervention = life.cast.chance, life.cast.now, life.intervention
    may_be_called_off = outing.trigger == Trigger.PLANNED and not outing.promised
    if may_be_called_off and chance.random() < CANCELLED:
        _cancel(life)
    elif outing.end <= now:
        _end(life, outing)
    elif outing.start <= now:
        _start(life)
        intervention.status, intervention.ends_at = Status.RUNNING, None
    _count_minutes(intervention)


def _count_minutes(intervention):
    intervention.officer_minutes = intervention.officers * intervention.minutes
    intervention.educator_minutes = intervention.educators * intervention.minutes


def _cancel(life):
    chance, intervention = life.cast.chance, life.intervention
    at = min(
        intervention.starts_at - timedelta(hours=chance.uniform(1, 20)), life.cast.now
    )
    at = max(at, intervention.created_at + MINUTE)
    intervention.status = Status.CANCELLED
    intervention.cancelled_because = chance.choice(CANCELLED_BECAUSE)
    life.step(Step.What.CANCELLED, at, intervention.created_by)
    _freeze(life, at)


def _start(life):
    """Let the first of the crew start it, on the phone more often than at the desk."""
    chance, intervention, by = life.cast.chance, life.intervention, life.people[0]
    intervention.starts_at += MINUTE * chance.randint(-4, 6)
    intervention.starts_at = min(intervention.starts_at, life.cast.now)
    at = intervention.starts_at
    if chance.random() < BY_PHONE:
        intervention.device_started_at = at
        intervention.received_at = at
    life.step(Step.What.STARTED, at, by, device_at=intervention.device_started_at)


def _end(life, outing):
    chance, intervention, by = life.cast.chance, life.intervention, life.people[0]
    if outing.trigger == Trigger.PLANNED:
        _start(life)
        ends_at = outing.end + MINUTE * chance.randint(-10, 15)
        intervention.ends_at = min(ends_at, life.cast.now)
        if intervention.device_started_at:
            _receive(intervention, chance)
        life.step(
            Step.What.ENDED,
            intervention.ends_at,
            by,
            device_at=intervention.device_ended_at,
        )
    else:
        intervention.device_started_at = intervention.starts_at
        _receive(intervention, chance)
        intervention.created_by, intervention.created_at = by, intervention.received_at
        life.step(
            Step.What.LOGGED,
            intervention.received_at,
            by,
            device_at=intervention.device_ended_at,
        )
    intervention.status = Status.ENDED
    _fill_in(life)
    _approve(life)


def _receive(intervention, chance):
    """The phone keeps what was typed until there is network again."""
    intervention.device_ended_at = intervention.ends_at
    late = chance.choice([0, 0, 0, 1, 3, 25])
    intervention.received_at = intervention.ends_at + MINUTE * late


def _fill_in(life):
    chance, intervention = life.cast.chance, life.intervention
    intervention.outcome = outcome_of(chance)
    intervention.shared_note = note_of(chance)
    life.tallies = tallies_of(intervention, chance)
    life.acts = acts_of(intervention, life.cast.numbers[intervention.day.year], chance)
    kept = timedelta(days=settings.CELL_MONTHS * 30)
    recent = life.cast.now - intervention.starts_at < kept
    if recent and intervention.hotspot and chance.random() < KEEPS_CELLS:
        intervention.shares_trace = True
        life.cells = cells_of(intervention, chance)


def _approve(life):
    """Let each service of the crew approve, within days; the last days wait more often."""
    chance, now, intervention = life.cast.chance, life.cast.now, life.intervention
    fresh = now - intervention.ends_at < WAITS
    written = life.history[-1].at
    for service in intervention.services:
        at = written + timedelta(hours=chance.uniform(2, 60))
        if at < now and (not fresh or chance.random() < 0.75):
            by = chance.choice(life.cast.of[service])
            life.approvals.append(
                Approval(intervention=intervention, service=service, by=by, at=at)
            )
    life.approvals.sort(key=lambda approval: approval.at)
    for approval in life.approvals:
        life.step(
            Step.What.APPROVED,
            approval.at,
            approval.by,
            service=approval.service,
        )
    if len(life.approvals) == len(intervention.services):
        intervention.status = Status.APPROVED
    _follow_up(life)
    if intervention.status == Status.APPROVED:
        _freeze(life, life.approvals[-1].at)


def _follow_up(life):
    chance, now, intervention = life.cast.chance, life.cast.now, life.intervention
    if intervention.outcome != Outcome.TO_FOLLOW:
        return
    due_on = intervention.day + timedelta(days=chance.randint(2, 12))
    follow_up = FollowUp(intervention=intervention, due_on=due_on)
    done_at = life.history[-1].at + timedelta(days=chance.uniform(1, 8))
    if done_at < now:
        follow_up.done_at, follow_up.done_by = done_at, chance.choice(life.people)
        life.step(
            Step.What.FOLLOWED_UP,
            done_at,
            follow_up.done_by,
            due_on=due_on.isoformat(),
        )
    life.follow_ups.append(follow_up)


def _freeze(life, at):
    """Erase the names of who went out, as the nightly task does, when their time has passed."""
    frozen_at = at + timedelta(days=settings.CREW_NAME_DAYS + 1)
    frozen_at = frozen_at.replace(hour=3, minute=10, second=0, microsecond=0)
    if frozen_at < life.cast.now:
        _forget_who_was_there(life)
        life.intervention.crew_frozen_at = frozen_at
        life.step(Step.What.FROZEN, frozen_at, None)


def _forget_who_was_there(life):
    """Do what ``interventions.retention`` does to a record, before it is written."""
    for step in life.history:
        of_crew = step.what in STREET or step.by in life.people
        if of_crew and step.what not in ANSWERS_FOR_IT:
            step.by = None
    for follow_up in life.follow_ups:
        follow_up.done_by = None
    if life.intervention.trigger != Trigger.PLANNED:
        life.intervention.created_by = None
    life.crew = []
