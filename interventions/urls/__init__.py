"""Every address of the outings, one module for each part."""

from interventions.urls import calendar, field, record

urlpatterns = [
    *calendar.urlpatterns,
    *field.urlpatterns,
    *record.urlpatterns,
]
