"""Which role may do what: one table. The programme file gives each role its Italian label."""

from accounts.permissions import AccountPermission
from board.permissions import BoardPermission
from forces.permissions import ForcePermission
from hotspots.permissions import HotspotPermission
from indicators.permissions import IndicatorPermission
from interventions.permissions import InterventionPermission
from jobs.permissions import JobPermission
from referrals.permissions import ReferralPermission
from reports.permissions import ReportPermission

IN_THE_STREET = [
    InterventionPermission.READ,
    InterventionPermission.PLAN,
    InterventionPermission.LOG,
    BoardPermission.USE,
    ReferralPermission.SEND,
    ReferralPermission.READ,
]
ROLES = {
    "officer": [
        *IN_THE_STREET,
        InterventionPermission.SERVE_POLICE,
        ReportPermission.READ,
        ReportPermission.HANDLE,
    ],
    "educator": [*IN_THE_STREET, InterventionPermission.SERVE_EDUCATION],
    "social_worker": [
        ReferralPermission.READ,
        ReferralPermission.HANDLE,
    ],
    "coordinator": [
        *ReportPermission,
        HotspotPermission.EDIT,
        IndicatorPermission.READ_DASHBOARD,
        InterventionPermission.READ,
        InterventionPermission.PLAN,
        InterventionPermission.PLAN_ALL,
        BoardPermission.USE,
        BoardPermission.MODERATE,
        ReferralPermission.SEND,
        ReferralPermission.READ,
        ForcePermission.IMPORT,
    ],
    "grant_officer": [IndicatorPermission.READ_DASHBOARD],
    "assessore": [IndicatorPermission.READ_DASHBOARD],
    "admin": [*AccountPermission, *JobPermission],
}
