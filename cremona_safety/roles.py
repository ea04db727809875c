"""Which role may do what: one table. The programme file gives each role its Italian label."""

from accounts.permissions import AccountPermission
from hotspots.permissions import HotspotPermission
from indicators.permissions import IndicatorPermission
from interventions.permissions import InterventionPermission
from jobs.permissions import JobPermission
from reports.permissions import ReportPermission

IN_THE_STREET = [
    InterventionPermission.READ,
    InterventionPermission.PLAN,
    InterventionPermission.LOG,
    InterventionPermission.USE_BOARD,
    InterventionPermission.REFER,
    InterventionPermission.READ_REFERRALS,
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
        InterventionPermission.READ_REFERRALS,
        InterventionPermission.HANDLE_REFERRALS,
    ],
    "coordinator": [
        *ReportPermission,
        HotspotPermission.EDIT,
        IndicatorPermission.READ_DASHBOARD,
        InterventionPermission.READ,
        InterventionPermission.PLAN,
        InterventionPermission.PLAN_ALL,
        InterventionPermission.USE_BOARD,
        InterventionPermission.MODERATE_BOARD,
        InterventionPermission.REFER,
        InterventionPermission.READ_REFERRALS,
        InterventionPermission.IMPORT_FORCES,
    ],
    "grant_officer": [IndicatorPermission.READ_DASHBOARD],
    "assessore": [IndicatorPermission.READ_DASHBOARD],
    "admin": [*AccountPermission, *JobPermission],
}
