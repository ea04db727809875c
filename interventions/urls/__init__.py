"""Every address of the outings, one module for each part."""

from interventions.urls import calendar, feed, field, presence, record

urlpatterns = [
    *calendar.urlpatterns,
    *field.urlpatterns,
    *feed.urlpatterns,
    *presence.urlpatterns,
    *record.urlpatterns,
]
