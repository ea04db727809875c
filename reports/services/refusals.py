"""What a citizen asks and cannot be done."""

from texts.refusals import Refused


class ReportRefused(Refused):
    """The message is a sentence for the citizen."""
