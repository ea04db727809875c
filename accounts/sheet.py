"""Tables for a spreadsheet set to Italian: `;` between cells, UTF-8, no cell is a formula."""

import csv
from datetime import date, datetime
from itertools import chain

from django.http import StreamingHttpResponse
from django.utils import timezone

BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet reads the accents wrong
# full-width signs too: some spreadsheets read them as the plain ones
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Line:
    """What csv.writer writes to: it gives each line back instead of keeping it."""

    def write(self, line):
        return line


def csv_response(name, header, rows):
    """Return a download called ``name``.csv, sent row by row as ``rows`` yields them.

    Dates are written dd/mm/yyyy, moments with the local hour and minute.
    """
    writer = csv.writer(_Line(), delimiter=";")
    lines = (writer.writerow(map(harmless, row)) for row in chain([header], rows))
    return StreamingHttpResponse(
        chain([BYTE_ORDER_MARK], lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def harmless(cell):
    """Return a cell as it is written: no spreadsheet will run it."""
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell
