"""The office puts a report on the map, where the text says or where somebody found it."""

from django.db import transaction

from hotspots.geometry import in_municipality
from reports.models import Report
from reports.moves import MoveRefused, lock, require_open, write
from reports.placing import point_columns, read_for_the_office
from reports.services.steps import audit_change, snapshot

OUTSIDE = "Il punto è fuori dal Comune: spostalo dentro il confine."


@transaction.atomic
def locate_report(report, *, latitude, longitude, by, seen=None):
    """Put the point of a report (degrees), and the report in the place that the point is of.

    What the person wrote stays; the reading is of the new point, which is no longer about there.
    """
    report = lock(report, seen=seen)
    require_open(report)
    if not in_municipality(latitude, longitude):
        raise MoveRefused(OUTSIDE)
    before = snapshot(report)
    write(
        report,
        **point_columns(latitude, longitude),
        location_source=Report.LocationSource.OFFICE,
        place_reading=read_for_the_office(latitude, longitude),
        accuracy_m=None,
    )
    audit_change("report.locate", report, before, by)
    return report
