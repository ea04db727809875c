"""Tables for a spreadsheet set to Italian, as CSV: no cell is a formula.

A CSV has no types, and a spreadsheet guesses them: it makes of 1.5 the first of May and of 10-12
a day of December. Every CSV is written here, so that what is opened is what was written.
"""

import csv
import re
from datetime import date, datetime
from decimal import Decimal
from itertools import chain

from django.http import StreamingHttpResponse
from django.utils import timezone

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet reads the accents wrong
MONTHS = (
    "gen feb mar apr mag giu lug ago set ott nov dic jan may jun jul aug sep oct dec"
)
MONTH = rf"(?:{MONTHS.replace(' ', '|')})[a-z]*"
# texts that a spreadsheet reads as a day, a power of ten, or a number cut at its end
TURNED = re.compile(
    rf"[0-9]{{1,4}}[./-][0-9]{{1,4}}(?:[./-][0-9]{{1,4}})?|[0-9]{{1,4}}[ ./-]{MONTH}"
    rf"|{MONTH}[./-][0-9]{{1,4}}|{MONTH} [0-9]{{1,2}}|[0-9]+(?:[.,][0-9]+)?e[+-]?[0-9]+"
    rf"|0[0-9]+|[0-9]{{12,}}",
    re.IGNORECASE,
)
# full-width signs too: some spreadsheets read them as the plain ones
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Line:
    """What csv.writer writes to: it gives each line back instead of keeping it."""

    def write(self, line):
        return line


def csv_response(name, header, rows):
    """Return a download called ``name``.csv, sent row by row as ``rows`` yields them.

    Dates are written dd/mm/yyyy, moments with the local hour and minute, numbers with a comma.
    """
    writer = csv.writer(_Line(), delimiter=";")
    lines = (writer.writerow(map(harmless, row)) for row in chain([header], rows))
    return StreamingHttpResponse(
        chain([BYTE_ORDER_MARK], lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def harmless(cell):
    """Return a cell of a CSV as it is written: no spreadsheet will run it, or make it another."""
    if isinstance(cell, datetime):
        return f"{timezone.localtime(cell):%d/%m/%Y %H:%M}"
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float | Decimal):
        return f"{Decimal(str(cell)):f}".replace(".", ",")
    if isinstance(cell, str) and TURNED.fullmatch(cell.strip()):
        return f"'{cell}"
    return no_formula(cell)


def no_formula(cell):
    """Return a cell as it is, or behind an apostrophe if a spreadsheet would run it."""
    is_one = isinstance(cell, str) and cell.startswith(FORMULA_STARTS)
    return f"'{cell}" if is_one else cell
