"""Invented pages of the educators' diary and police notes, sealed as real ones are."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from accounts.models import User
from cremona_safety.demo.street_texts import DIARY, POLICE_NOTES
from interventions.models import AgeBand, Service, service_of
from notebooks.models import Climate, GroupNeed, ReferralOffer, Topic
from notebooks.services import write_note

DAYS_IN_A_MONTH = 30
OFTEN = {Service.EDUCATION: 0.35, Service.POLICE: 0.12}


@dataclass
class Page:
    """A page of the notebook of a service, before it is sealed."""

    by: User
    at: datetime
    said: dict


def draw_pages(outing, written_at, cast):
    """Draw what the crew of an outing writes for its own services, minutes after it."""
    chance, kept = cast.chance, timedelta(days=settings.DIARY_MONTHS * DAYS_IN_A_MONTH)
    if cast.stage.now - outing.start > kept:
        return []
    return [
        Page(
            by=chance.choice([p for p in outing.people if service_of(p) == service]),
            at=written_at + timedelta(minutes=chance.randint(1, 9)),
            said=_said(service, chance),
        )
        for service in outing.services
        if chance.random() < OFTEN[service]
    ]


def lived(page, intervention):
    now = yield page.at
    write_note(
        page.said,
        on=intervention.day,
        by=page.by,
        hotspot=intervention.hotspot,
        intervention=intervention,
        is_demo=True,
        now=now,
    )


def _said(service, chance):
    if service == Service.POLICE:
        return {"text": chance.choice(POLICE_NOTES), "protocol_number": ""}
    groups = [
        [chance.randint(2, 9), chance.choice(AgeBand.values[:3])]
        for _ in range(chance.choice([1, 1, 2]))
    ]
    return {
        "groups": groups,
        "climate": chance.choices(Climate.values, [1, 3, 5, 6, 3])[0],
        "topics": chance.sample(Topic.values, chance.randint(1, 3)),
        "needs": chance.sample(GroupNeed.values, chance.randint(0, 2)),
        "referral": chance.choices(ReferralOffer.values, [80, 12, 8])[0],
        "text": chance.choice(DIARY),
    }
