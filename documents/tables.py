"""Tables for a spreadsheet set to Italian, as CSV or as XLSX: no cell is a formula.

A CSV has no types, and a spreadsheet guesses them: it makes of 1.5 the first of May and of 10-12
a day of December. Every CSV is written here, so that what is opened is what was written.
"""

import csv
import re
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from tempfile import TemporaryFile

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

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


def xlsx_response(name, header, rows, *, title):
    """Return a download called ``name``.xlsx, of one sheet called ``title``.

    Days, moments and numbers stay such, so that a spreadsheet sorts and adds them. The file is
    written row by row on disk and then sent: memory does not grow with the rows, time does, so
    the caller bounds them.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, label in enumerate(header):
        letter = chr(ord("A") + number % 26)
        if number < 26:
            sheet.column_dimensions[letter].width = max(12, len(label) + 2)
    sheet.append([_heading(sheet, label) for label in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = TemporaryFile()  # noqa: SIM115, closed by the response
    book.save(file)
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX
    )


def _heading(sheet, label):
    cell = WriteOnlyCell(sheet, _no_formula(label))
    cell.font = Font(bold=True)
    return cell


def _cell(sheet, value):
    if isinstance(value, datetime):
        moment = timezone.localtime(value).replace(tzinfo=None, second=0, microsecond=0)
        return _formatted(sheet, moment, "dd/mm/yyyy hh:mm")
    if isinstance(value, date):
        return _formatted(sheet, value, "dd/mm/yyyy")
    if isinstance(value, str):
        return _no_formula(ILLEGAL_CHARACTERS_RE.sub("", value))
    return value


def _formatted(sheet, value, shape):
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = shape
    return cell


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
    return _no_formula(cell)


def _no_formula(cell):
    is_one = isinstance(cell, str) and cell.startswith(FORMULA_STARTS)
    return f"'{cell}" if is_one else cell
