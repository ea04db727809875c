"""What changes a report: the citizen's intake and the office's desk."""

from reports.services.desk import (
    add_note,
    answer_report,
    assign_report,
    close_report,
    forward_report,
    record_reading,
    record_visit,
    release_report,
    reopen_report,
    take_charge,
    triage_report,
)
from reports.services.intake import (
    ReportRefused,
    SubmittedReport,
    add_message,
    submit_report,
)
from reports.services.merging import merge_report, unmerge_report
from reports.services.publishing import (
    may_publish,
    publish_report,
    unpublish_report,
)
from reports.services.reassign import start_reassignment

__all__ = [
    "ReportRefused",
    "SubmittedReport",
    "add_message",
    "add_note",
    "answer_report",
    "assign_report",
    "close_report",
    "forward_report",
    "may_publish",
    "merge_report",
    "publish_report",
    "record_reading",
    "record_visit",
    "release_report",
    "reopen_report",
    "start_reassignment",
    "submit_report",
    "take_charge",
    "triage_report",
    "unmerge_report",
    "unpublish_report",
]
