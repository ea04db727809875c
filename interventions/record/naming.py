"""What a page calls an outing, or a referral: what it is and where, before any code."""

from hotspots.models import ELSEWHERE_LABEL


def named(row):
    """Return ``Pattuglia congiunta, Piazza Grande`` of a row with a place and a kind or a need."""
    what = row.get_need_display if hasattr(row, "need") else row.get_kind_display
    return f"{what()}, {row.hotspot or ELSEWHERE_LABEL.lower()}"
