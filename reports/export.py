"""The queue as a sheet: what a role may carry away, without texts, contacts and positions."""

import csv

from django.utils import timezone

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
BOM = "\ufeff"  # without it a spreadsheet reads the accents wrong
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CHUNK = 2000


class _Line:
    """What csv.writer writes to: it gives each line back instead of keeping it."""

    def write(self, text):
        return text


def csv_lines(reports, order):
    """Yield the sheet of a QuerySet of reports line by line: `;` between cells, UTF-8 with BOM."""
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    today = timezone.localdate()
    yield BOM + writer.writerow(HEADERS)
    rows = in_order(reports.for_queue(), order).iterator(chunk_size=CHUNK)
    for report in rows:
        yield writer.writerow([neutralise(cell) for cell in _cells(report, today)])


def neutralise(cell):
    """Return a cell no spreadsheet will run as a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def _cells(report, today):
    return [
        report.code,
        f"{timezone.localtime(report.received_at):%d/%m/%Y %H:%M}",
        f"{report.occurred_on:%d/%m/%Y}",
        report.hotspot.name if report.hotspot else "Altro luogo in città",
        report.category.label,
        report.get_status_display(),
        report.get_priority_display(),
        f"{report.due_on:%d/%m/%Y}",
        "sì" if report.is_late(today) else "no",
        report.get_outcome_display(),
    ]
