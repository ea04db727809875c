"""Which role may do what: one table. The programme file gives each role its Italian label."""

from accounts.permissions import AccountPermission
from hotspots.permissions import HotspotPermission
from indicators.permissions import IndicatorPermission
from jobs.permissions import JobPermission
from reports.permissions import ReportPermission

ROLES = {
    "officer": [ReportPermission.READ, ReportPermission.HANDLE],
    "educator": [],
    "social_worker": [],
    "coordinator": [
        *ReportPermission,
        HotspotPermission.EDIT,
        IndicatorPermission.READ_DASHBOARD,
    ],
    "grant_officer": [IndicatorPermission.READ_DASHBOARD],
    "assessore": [IndicatorPermission.READ_DASHBOARD],
    "admin": [*AccountPermission, *JobPermission],
}
