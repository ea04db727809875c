"""Every address of the interventions, one module for each part."""

from interventions.urls import (
    board,
    calendar,
    confidential,
    field,
    forces,
    papers,
    presence,
    record,
    referrals,
    today,
)

urlpatterns = [
    *calendar.urlpatterns,
    *today.urlpatterns,
    *field.urlpatterns,
    *confidential.urlpatterns,
    *board.urlpatterns,
    *referrals.urlpatterns,
    *papers.urlpatterns,
    *presence.urlpatterns,
    *forces.urlpatterns,
    *record.urlpatterns,  # last: its <slug:code> is whatever the others are not
]
