from interventions.models.board import BoardNote, BoardRead
from interventions.models.confidential import SealedNote
from interventions.models.forces import (
    FORCE_KINDS,
    Force,
    ForceChange,
    ForceCount,
    ForceImport,
)
from interventions.models.intervention import (
    Act,
    Approval,
    CoveredCell,
    CrewMember,
    FollowUp,
    Intervention,
    PlacePhoto,
    Step,
    Tally,
)
from interventions.models.planning import Availability, CalendarFeed, ShiftTemplate
from interventions.models.referral import Referral
from interventions.models.service import Service, permission_of, service_of
from interventions.models.workflow import (
    ALLOWED_MOVES,
    DONE,
    TAKES_PEOPLE,
    ActKind,
    AgeBand,
    Kind,
    MediationOutcome,
    Outcome,
    PeopleKind,
    Status,
    Trigger,
)

__all__ = [
    "ALLOWED_MOVES",
    "DONE",
    "FORCE_KINDS",
    "TAKES_PEOPLE",
    "Act",
    "ActKind",
    "AgeBand",
    "Approval",
    "Availability",
    "BoardNote",
    "BoardRead",
    "CalendarFeed",
    "CoveredCell",
    "CrewMember",
    "FollowUp",
    "Force",
    "ForceChange",
    "ForceCount",
    "ForceImport",
    "Intervention",
    "Kind",
    "MediationOutcome",
    "Outcome",
    "PeopleKind",
    "PlacePhoto",
    "Referral",
    "SealedNote",
    "Service",
    "ShiftTemplate",
    "Status",
    "Step",
    "Tally",
    "Trigger",
    "permission_of",
    "service_of",
]
