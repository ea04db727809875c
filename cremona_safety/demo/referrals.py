"""Invented referrals: after an outing, or on their own; taken and closed in plausible times."""

import random
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from cremona_safety.demo.codes import DemoCodes
from interventions.models import DONE, Act, AgeBand, service_of
from referrals.models import Referral

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


def make_referrals(interventions, people, workers, *, now, seed=1924):
    """Write the referrals; return how many.

    ``people`` send them (of both services, or coordinators), ``workers`` take them.
    """
    chance = random.Random(seed)
    codes = DemoCodes(chance)
    notified = dict(
        Act.objects.filter(notified_services__gt=0).values_list(
            "intervention", "notified_services"
        )
    )
    referrals = []
    for intervention in interventions:
        if intervention.status not in DONE:
            continue
        wanted = [Referral.Need.REMOVAL] * notified.get(intervention.pk, 0)
        if chance.random() < AFTER_AN_OUTING[intervention.is_joint]:
            wanted.append(_one_of(NEEDS, chance))
        for need in wanted:
            referral = _referral(intervention, need, people, codes, chance)
            _answer(referral, workers, now, chance)
            if referral.sent_at < now:
                referrals.append(referral)
    Referral.objects.bulk_create(referrals, batch_size=500)
    return len(referrals)


def _referral(intervention, need, people, codes, chance):
    sent_at = intervention.ends_at + timedelta(minutes=chance.randint(5, 90))
    services = intervention.services
    by = chance.choice([p for p in people if service_of(p) in services] or people)
    return Referral(
        code=codes.draw(intervention.day.year),
        desk=Referral.Desk.VICTIMS if need in VICTIMS else Referral.Desk.SOCIAL,
        need=need,
        hotspot=intervention.hotspot,
        on=intervention.day,
        age_band=chance.choice(AGES.get(need, [*AgeBand.values[1:], ""])),
        urgency=chance.choices(Referral.Urgency.values, [10, 40, 50])[0],
        intervention=intervention,
        service=service_of(by) or "",
        by=by,
        sent_at=sent_at,
        is_demo=True,
    )


def _answer(referral, workers, now, chance):
    hours = chance.uniform(*HOURS_TO_TAKE[referral.urgency])
    taken = _office_hour(referral.sent_at + timedelta(hours=hours), chance)
    closed = _office_hour(taken + timedelta(days=chance.uniform(2, 25)), chance)
    worker, outcome = chance.choice(workers), _one_of(OUTCOMES, chance)
    waits = now - referral.sent_at < FRESH and chance.random() < 0.4
    if taken < now and not waits:
        referral.status = Referral.Status.TAKEN
        referral.taken_at, referral.taken_by = taken, worker
        if closed < now:
            referral.status, referral.outcome = Referral.Status.CLOSED, outcome
            referral.closed_at = closed


def _office_hour(moment, chance):
    """Return the same moment, or the next weekday morning when the office is closed."""
    local = moment.astimezone(ZoneInfo(settings.TIME_ZONE))
    if local.weekday() < 5 and 8 <= local.hour < 18:
        return local
    day = local.date() + timedelta(days=1 if local.hour >= 8 else 0)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    opening = time(8, chance.randrange(15, 60))
    return datetime.combine(day, opening, ZoneInfo(settings.TIME_ZONE))


def _one_of(weighted, chance):
    return chance.choices([what for what, _ in weighted], [w for _, w in weighted])[0]
