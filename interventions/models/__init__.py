from interventions.models.board import BoardNote, BoardRead
from interventions.models.confidential import (
    Climate,
    GroupNeed,
    ReferralOffer,
    SealedNote,
    Topic,
)
from interventions.models.forces import (
    FORCE_KINDS,
    Force,
    ForceChange,
    ForceCount,
    ForceImport,
)
from interventions.models.intervention import Intervention
from interventions.models.phone import DiscardedRecord, PhoneSend
from interventions.models.planning import Availability, CalendarFeed, ShiftTemplate
from interventions.models.record import (
    MOVED_FROM,
    Act,
    Approval,
    CoveredCell,
    CrewMember,
    FollowUp,
    PlacePhoto,
    Step,
    Tally,
)
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
    "MOVED_FROM",
    "TAKES_PEOPLE",
    "Act",
    "ActKind",
    "AgeBand",
    "Approval",
    "Availability",
    "BoardNote",
    "BoardRead",
    "CalendarFeed",
    "Climate",
    "CoveredCell",
    "CrewMember",
    "FollowUp",
    "Force",
    "ForceChange",
    "ForceCount",
    "ForceImport",
    "GroupNeed",
    "Intervention",
    "Kind",
    "MediationOutcome",
    "Outcome",
    "PeopleKind",
    "DiscardedRecord",
    "PhoneSend",
    "PlacePhoto",
    "Referral",
    "ReferralOffer",
    "SealedNote",
    "Service",
    "ShiftTemplate",
    "Status",
    "Step",
    "Tally",
    "Topic",
    "Trigger",
    "permission_of",
    "service_of",
]
