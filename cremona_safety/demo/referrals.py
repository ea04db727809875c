"""Invented referrals after an outing: sent, taken and closed in plausible times."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from cremona_safety.demo.stage import mark, moment_of, one_of
from interventions.models import AgeBand, does_police_work
from referrals.models import Referral
from referrals.services import close_referral, send_referral, take_referral

AFTER_AN_OUTING = {True: 0.4, False: 0.07}  # joint or not
FRESH = timedelta(days=6)  # until then some still wait
NEEDS = [
    (Referral.Need.HOUSING, 18), (Referral.Need.INCOME, 16), (Referral.Need.HEALTH, 14),
    (Referral.Need.ADDICTION, 18), (Referral.Need.MINORS, 14), (Referral.Need.ELDERS, 10),
    (Referral.Need.CRIME, 6), (Referral.Need.VIOLENCE, 4),
]  # fmt: skip
AGES = {  # any, where the need does not say it
    Referral.Need.MINORS: AgeBand.values[:2],
    Referral.Need.ELDERS: AgeBand.values[-1:],
}
VICTIMS = {Referral.Need.CRIME, Referral.Need.VIOLENCE}
OUTCOMES = [
    (Referral.Outcome.HELPED, 48), (Referral.Outcome.KNOWN, 20),
    (Referral.Outcome.PASSED_ON, 12), (Referral.Outcome.DECLINED, 14),
    (Referral.Outcome.NOT_FOUND, 6),
]  # fmt: skip
HOURS_TO_TAKE = {
    Referral.Urgency.TODAY: (0.5, 8),
    Referral.Urgency.WEEK: (6, 90),
    Referral.Urgency.NORMAL: (12, 200),
}


@dataclass
class Sending:
    """A referral and what will become of it; ``taken_at`` None: nobody has taken it yet."""

    code: str
    client_id: UUID
    need: str
    age_band: str
    urgency: int
    by: User
    sent_at: datetime
    worker: User
    taken_at: datetime | None
    closed_at: datetime
    outcome: str

    @property
    def desk(self):
        return Referral.Desk.VICTIMS if self.need in VICTIMS else Referral.Desk.SOCIAL


def draw_referrals(outing, written_at, acts, cast):
    """Draw what the crew of an outing sends: each removal order that is told, and needs met."""
    told = sum(notified for *_, notified in acts.values())
    wanted = [Referral.Need.REMOVAL] * told
    if cast.chance.random() < AFTER_AN_OUTING[len(outing.services) > 1]:
        wanted.append(one_of(NEEDS, cast.chance))
    return [_sending(need, outing, written_at, cast) for need in wanted]


def lived(sending, intervention):
    now = yield sending.sent_at
    referral = send_referral(
        desk=sending.desk,
        need=sending.need,
        on=intervention.day,
        urgency=sending.urgency,
        hotspot=intervention.hotspot,
        age_band=sending.age_band,
        intervention=intervention,
        client_id=sending.client_id,
        by=sending.by,
        now=now,
    )
    mark(referral, code=sending.code)
    if sending.taken_at is None:
        return
    now = yield sending.taken_at
    take_referral(referral, by=sending.worker, now=now)
    now = yield sending.closed_at
    close_referral(referral, outcome=sending.outcome, by=sending.worker, now=now)


def _sending(need, outing, written_at, cast):
    chance = cast.chance
    senders = outing.people
    if need == Referral.Need.REMOVAL:
        senders = [person for person in senders if does_police_work(person)]
    sent_at = written_at + timedelta(minutes=chance.randint(5, 90))
    urgency = chance.choices(Referral.Urgency.values, [10, 40, 50])[0]
    hours = chance.uniform(*HOURS_TO_TAKE[urgency])
    taken_at = _office_hour(sent_at + timedelta(hours=hours), chance)
    closed_at = _office_hour(taken_at + timedelta(days=chance.uniform(2, 25)), chance)
    waits = cast.stage.now - sent_at < FRESH and chance.random() < 0.4
    return Sending(
        code=cast.referral_codes.draw(outing.day.year),
        client_id=UUID(int=chance.getrandbits(128), version=4),
        need=need,
        age_band=chance.choice(AGES.get(need, [*AgeBand.values[1:], ""])),
        urgency=urgency,
        by=chance.choice(senders),
        sent_at=sent_at,
        worker=chance.choice(cast.stage.having("social_worker")),
        taken_at=None if waits else taken_at,
        closed_at=closed_at,
        outcome=one_of(OUTCOMES, chance),
    )


def _office_hour(moment, chance):
    """Return the same moment, or the next weekday morning when the office is closed."""
    local = timezone.localtime(moment)
    if local.weekday() < 5 and 8 <= local.hour < 18:
        return moment
    day = local.date() + timedelta(days=1 if local.hour >= 8 else 0)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return moment_of(day, time(8, chance.randrange(15, 60)))
