"""Rows that were merged into another are one outing with it; ``stays`` of a row is which one."""

from interventions.models import Intervention


def whole_of(row):
    """Return the keys of a row and of all that were merged into it; it asks the database."""
    keys, rows = {row.pk}, Intervention.objects.values_list("pk", flat=True)
    while found := set(rows.filter(merged_into__in=keys)) - keys:
        keys |= found
    return keys
