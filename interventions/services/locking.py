"""Who is in an outing is locked before its row, by every verb that gives or takes minutes.

The minutes of a person are counted across outings (``record.crew.count_crew``). Two who write for
one person at the same instant, as two phones that find the network again, pass one after the
other: the second sees what the first wrote, and neither holds a row that the other waits for.
"""

from interventions.models import CrewMember
from interventions.planning.conflicts import lock_people
from interventions.record import lifecycle
from interventions.record.merged import whole_of


def lock_crews(*interventions, joining=()):
    """Lock who is in some outings, merged ones and all, and who is ``joining``."""
    rows = set().union(*(whole_of(row.stays) for row in interventions))
    there = CrewMember.objects.filter(intervention__in=rows)
    lock_people({*joining, *there.values_list("person", flat=True)})


def lock_with_crew(intervention, *, joining=(), seen=None):
    """Return the row of ``intervention``, locked as ``lifecycle.lock`` does, after its people."""
    lock_crews(intervention, joining=joining)
    return lifecycle.lock(intervention, seen=seen)
