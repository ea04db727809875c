"""A citizen's report, its category, its draft and photographs, its states."""

from reports.models.category import Category, ReplyTemplate
from reports.models.draft import AlreadySent, Draft, Photo
from reports.models.erasure import ErasureRequest
from reports.models.history import Message, StatusChange
from reports.models.report import Report
from reports.models.workflow import ALLOWED_MOVES, IN_QUEUE, OPEN, Outcome, Status

__all__ = [
    "ALLOWED_MOVES",
    "AlreadySent",
    "Category",
    "Draft",
    "ErasureRequest",
    "Message",
    "IN_QUEUE",
    "OPEN",
    "Outcome",
    "Photo",
    "ReplyTemplate",
    "Report",
    "Status",
    "StatusChange",
]
