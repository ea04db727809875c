"""What a page calls an outing: what it is and where, before any code."""

from hotspots.models import ELSEWHERE_LABEL


def named(intervention):
    """Return ``Pattuglia congiunta, Piazza Grande`` of an Intervention."""
    place = intervention.hotspot or ELSEWHERE_LABEL.lower()
    return f"{intervention.get_kind_display()}, {place}"
