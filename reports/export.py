"""The queue as a sheet: what a role may carry away, without texts, contacts and positions."""

from django.utils import timezone

from hotspots.models import place_name
from reports.queue import in_order

HEADERS = [
    "Codice",
    "Ricevuta il",
    "Giorno del fatto",
    "Luogo",
    "Categoria",
    "Stato",
    "Priorità",
    "Risposta entro il",
    "In ritardo",
    "Esito",
]
CHUNK = 2000


def export_rows(reports, order):
    """Return the rows of a QuerySet of reports in the order of ``HEADERS``, without holding it."""
    today = timezone.localdate()
    rows = in_order(reports.for_queue(), order).iterator(chunk_size=CHUNK)
    return (_cells(report, today) for report in rows)


def _cells(report, today):
    return [
        report.code,
        report.received_at,
        report.occurred_on,
        place_name(report.hotspot),
        report.category.label,
        report.get_status_display(),
        report.get_priority_display(),
        report.due_on,
        "sì" if report.is_late(today) else "no",
        report.get_outcome_display(),
    ]
