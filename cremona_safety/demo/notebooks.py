"""Invented pages of the educators' diary and police notes, sealed as real ones are."""

import random
from datetime import timedelta

from django.conf import settings

from cremona_safety.demo.street_texts import DIARY, POLICE_NOTES
from interventions.models import DONE, AgeBand, Service
from notebooks.models import Climate, GroupNeed, ReferralOffer, SealedNote, Topic
from notebooks.sealing import seal

OFTEN = {Service.EDUCATION: 0.35, Service.POLICE: 0.12}
DAYS_IN_A_MONTH = 30


def make_notes(interventions, people_of, *, now, seed=1924):
    """Write what the crews wrote after their outings; return how many notes.

    ``people_of`` gives the people of each Service. Nothing older than what retention keeps.
    """
    chance = random.Random(seed)
    kept = now - timedelta(days=settings.DIARY_MONTHS * DAYS_IN_A_MONTH)
    notes, said = [], []
    for intervention in interventions:
        if intervention.status not in DONE or intervention.starts_at < kept:
            continue
        for service in intervention.services:
            if chance.random() < OFTEN[service]:
                by = chance.choice(people_of[service])
                notes.append(_note(intervention, service, by, chance))
                said.append(_said(service, chance))
    SealedNote.objects.bulk_create(notes, batch_size=500)
    for note, data in zip(notes, said, strict=True):
        note.sealed = seal(data, note.service, note.pk)  # bound to its number
    SealedNote.objects.bulk_update(notes, ["sealed"], batch_size=200)
    return len(notes)


def _note(intervention, service, by, chance):
    return SealedNote(
        service=service,
        intervention=intervention,
        hotspot=intervention.hotspot,
        on=intervention.day,
        by=by,
        at=intervention.ends_at + timedelta(minutes=chance.randint(1, 9)),
        is_demo=True,
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
