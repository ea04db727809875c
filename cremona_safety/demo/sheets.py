"""What the invented crews found and did: people met, mediations, acts, cells walked through."""

from collections import Counter

from cremona_safety.demo.street_texts import SHARED_NOTES
from hotspots.geometry import cell
from interventions.models import (
    Act,
    ActKind,
    AgeBand,
    CoveredCell,
    Kind,
    MediationOutcome,
    Outcome,
    PeopleKind,
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
    return _one_of(OUTCOMES, chance)


def note_of(chance):
    return chance.choice(SHARED_NOTES) if chance.random() < 0.6 else ""


def tallies_of(intervention, chance):
    """Return the Tally rows of an outing that took place."""
    found = Counter()
    hours = max(intervention.minutes, 20) / 60
    for _ in range(_about(MET[intervention.kind] * hours, chance)):
        people, age = _one_of(_whom(intervention), chance)
        found[Tally.What.CONTACT, age, people, ""] += 1
    may_mediate = intervention.kind == Kind.MEDIATION or intervention.is_joint
    for _ in range(_about(0.9 if may_mediate else 0.15, chance)):
        found[Tally.What.MEDIATION, "", "", _one_of(MEDIATIONS, chance)] += 1
    if intervention.officers:
        often = 4 if intervention.kind in {Kind.CHECK, Kind.FORCES} else 0.8
        found[Tally.What.CHECK, "", "", ""] += _about(often, chance)
    return [
        Tally(
            intervention=intervention,
            what=what,
            age_band=age,
            people=people,
            outcome=outcome,
            count=count,
        )
        for (what, age, people, outcome), count in found.items()
        if count
    ]


def acts_of(intervention, number, chance):
    """Return at most one Act; ``number`` gives the next invented protocol number."""
    often = 0.45 if intervention.kind in {Kind.CHECK, Kind.FORCES} else 0.06
    if not intervention.officers or chance.random() > often:
        return []
    kind = _one_of(ACTS, chance)
    count = chance.choice([1, 1, 1, 2])
    told = chance.randint(0, count) if kind == ActKind.REMOVAL else 0
    return [
        Act(
            intervention=intervention,
            kind=kind,
            count=count,
            protocol_number=f"DEMO/{intervention.day:%Y}/{next(number)}",
            notified_services=told,
        )
    ]


def cells_of(intervention, chance):
    """Return the cells walked through, for the few crews that keep them."""
    place = intervention.hotspot
    minutes = Counter()
    for _ in range(intervention.minutes // 5):
        latitude = place.latitude + chance.gauss(0, 0.0006)
        longitude = place.longitude + chance.gauss(0, 0.0008)
        minutes[cell(latitude, longitude)] += 5
    return [
        CoveredCell(intervention=intervention, cell=where, minutes=spent)
        for where, spent in minutes.items()
    ]


def _whom(intervention):
    more = WITH_EDUCATORS if intervention.educators else {}
    return [((kind, age), weight * more.get(kind, 1)) for kind, age, weight in WHOM]


def _about(mean, chance):
    """Return a whole number around ``mean``, never negative."""
    return max(0, round(chance.gauss(mean, max(0.6, mean**0.5))))


def _one_of(weighted, chance):
    return chance.choices([what for what, _ in weighted], [w for _, w in weighted])[0]
