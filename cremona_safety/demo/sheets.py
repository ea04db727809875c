"""What the invented crews found and did: people met, mediations, acts."""

from collections import Counter

from cremona_safety.demo.stage import one_of
from cremona_safety.demo.street_texts import SHARED_NOTES
from interventions.models import (
    ActKind,
    AgeBand,
    Kind,
    MediationOutcome,
    Outcome,
    PeopleKind,
    Service,
    Tally,
)

# how many people are met in an hour, by kind of outing
MET = {
    Kind.PRESENCE: 3, Kind.FOOT: 3, Kind.JOINT_PATROL: 5, Kind.CONTACT: 5,
    Kind.MEDIATION: 4, Kind.CHECK: 2, Kind.FORCES: 2, Kind.ASSISTANCE: 1,
}  # fmt: skip
WHOM = [
    (PeopleKind.RESIDENTS, AgeBand.ADULT, 20), (PeopleKind.RESIDENTS, AgeBand.ELDER, 14),
    (PeopleKind.SHOPKEEPERS, AgeBand.ADULT, 22), (PeopleKind.YOUNG, AgeBand.TEEN, 18),
    (PeopleKind.YOUNG, AgeBand.YOUNG, 12), (PeopleKind.PASSERS_BY, "", 10),
    (PeopleKind.HOMELESS, AgeBand.ADULT, 4),
]  # fmt: skip
WITH_EDUCATORS = {PeopleKind.YOUNG: 3, PeopleKind.HOMELESS: 2}  # they meet more of them
MEDIATIONS = [
    (MediationOutcome.AGREEMENT, 35), (MediationOutcome.STEP, 40),
    (MediationOutcome.UNCHANGED, 18), (MediationOutcome.REFUSED, 7),
]  # fmt: skip
ACTS = [(ActKind.FINE, 70), (ActKind.REMOVAL, 16), (ActKind.SEIZURE, 10), (ActKind.PREFECT, 4)]  # fmt: skip
OUTCOMES = [(Outcome.QUIET, 62), (Outcome.HANDLED, 28), (Outcome.TO_FOLLOW, 10)]


def outcome_of(chance):
    return one_of(OUTCOMES, chance)


def note_of(chance):
    return chance.choice(SHARED_NOTES) if chance.random() < 0.6 else ""


def tallies_of(outing, chance):
    """Return what was counted, as a phone does: {(what, people, age band, outcome): count}."""
    found = Counter()
    for _ in range(_about(MET[outing.kind] * max(outing.minutes, 20) / 60, chance)):
        people, age = one_of(_whom(outing), chance)
        found[Tally.What.CONTACT, people, age, ""] += 1
    may_mediate = outing.kind == Kind.MEDIATION or len(outing.services) > 1
    for _ in range(_about(0.9 if may_mediate else 0.15, chance)):
        found[Tally.What.MEDIATION, "", "", one_of(MEDIATIONS, chance)] += 1
    if Service.POLICE in outing.services:
        often = 4 if outing.kind in {Kind.CHECK, Kind.FORCES} else 0.8
        found[Tally.What.CHECK, "", "", ""] += _about(often, chance)
    return {key: count for key, count in found.items() if count}


def acts_of(outing, numbers, chance):
    """Return at most one act, as a phone does: {(kind, protocol number): (count, told to the questore, told to the services)}.

    ``numbers`` gives the next invented protocol number.
    """
    often = 0.45 if outing.kind in {Kind.CHECK, Kind.FORCES} else 0.06
    if Service.POLICE not in outing.services or chance.random() > often:
        return {}
    kind = one_of(ACTS, chance)
    count = chance.choice([1, 1, 1, 2])
    is_removal = kind == ActKind.REMOVAL
    told = chance.randint(0, count) if is_removal else 0
    return {
        (kind, f"DEMO/{outing.day:%Y}/{next(numbers)}"): (
            count,
            count if is_removal else 0,
            told,
        )
    }


def _whom(outing):
    more = WITH_EDUCATORS if Service.EDUCATION in outing.services else {}
    return [((kind, age), weight * more.get(kind, 1)) for kind, age, weight in WHOM]


def _about(mean, chance):
    """Return a whole number around ``mean``, never negative."""
    return max(0, round(chance.gauss(mean, max(0.6, mean**0.5))))
