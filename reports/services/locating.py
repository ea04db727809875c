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

    What the person wrote stays; what was only the reading of the point before is read again.
    """
    report = lock(report, seen=seen)
    require_open(report)
    if not in_municipality(latitude, longitude):
        raise MoveRefused(OUTSIDE)
    before, text = snapshot(report), report.place_text
    if not text or text == _reading_before(report):
        text = read_for_the_office(latitude, longitude)
    write(
        report,
        **point_columns(latitude, longitude),
        location_source=Report.LocationSource.OFFICE,
        place_text=text,
    )
    audit_change("report.locate", report, before, by)
    return report


def _reading_before(report):
    return report.has_point and read_for_the_office(report.latitude, report.longitude)
