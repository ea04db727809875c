"""The pages about reports: the office's desk and the citizen's."""

from reports.views.desk import act, report_detail
from reports.views.photo import report_photo
from reports.views.queue import report_export, report_queue
from reports.views.reassign import report_points, report_reassign, report_reassign_run

__all__ = [
    "act",
    "report_photo",
    "report_detail",
    "report_export",
    "report_points",
    "report_queue",
    "report_reassign",
    "report_reassign_run",
]
