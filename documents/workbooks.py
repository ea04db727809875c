"""The same tables as XLSX. Who asks for one imports this then: openpyxl weighs on every web process,
and few ever write a workbook."""

from datetime import date, datetime
from io import BytesIO
from string import ascii_uppercase
from tempfile import TemporaryFile

from django.http import FileResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from documents.tables import XLSX, no_formula

TEXT = "@"  # the format of a cell in which 10/2026 is no day


def xlsx_response(name, header, rows, *, title):
    """Return a download called ``name``.xlsx, of one sheet called ``title``.

    Days, moments and numbers stay such, so that a spreadsheet sorts and adds them. The file is
    written row by row on disk and then sent: memory does not grow with the rows, time does, so
    the caller bounds them.
    """
    book = Workbook(write_only=True)
    widths = [max(12, len(label) + 2) for label in header]
    sheet = _sheet(book, title, widths)
    sheet.freeze_panes = "A2"
    sheet.append([_heading(sheet, label) for label in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = TemporaryFile()  # noqa: SIM115, closed by the response
    book.save(file)
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX
    )


def template_bytes(sheets):
    """Return the bytes of a workbook that a person fills in: one sheet for each (title, widths of
    its columns, rows). What is typed in a first column stays as it was typed."""
    book = Workbook(write_only=True)
    for title, widths, rows in sheets:
        sheet = _sheet(book, title, widths)
        sheet.column_dimensions["A"].number_format = TEXT
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _sheet(book, title, widths):
    sheet = book.create_sheet(title)
    for letter, width in zip(ascii_uppercase, widths, strict=False):
        sheet.column_dimensions[letter].width = width
    return sheet


def _heading(sheet, label):
    cell = WriteOnlyCell(sheet, no_formula(label))
    cell.font = Font(bold=True)
    return cell


def _cell(sheet, value):
    if isinstance(value, datetime):
        moment = timezone.localtime(value).replace(tzinfo=None, second=0, microsecond=0)
        return _formatted(sheet, moment, "dd/mm/yyyy hh:mm")
    if isinstance(value, date):
        return _formatted(sheet, value, "dd/mm/yyyy")
    if isinstance(value, str):
        return no_formula(ILLEGAL_CHARACTERS_RE.sub("", value))
    return value


def _formatted(sheet, value, shape):
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = shape
    return cell
