"""The sheets of an XLSX file, in the sandbox: what it says of itself is not believed, only its cells are.

Its size, its first sheet and its hidden rows are what the program that saved it made of them; a
``<dimension>`` that is too small would hide rows from whoever trusted it.
"""

import codecs
import io
import re
import warnings
from bisect import bisect_left, bisect_right
from datetime import date, datetime
from functools import cache
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import column_index_from_string

# what openpyxl itself reads a sheet with: the public reader leaves out the merged cells and the
# hidden rows, fills the gaps between two rows, and stops where <dimension> says
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from forces.cells import (
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_MANY,
    FileRefused,
    Merged,
    Row,
    Sheet,
    Unclear,
    ranges,
)
from forces.packing import packed
from texts.tidy import tidy_text

# of the names in a ZIP file, of an XML that is not UTF-8: the sandbox finds no module any more
for encoding in ("cp437", "cp1252", "utf-16"):
    codecs.lookup(encoding)

LARGEST_UNPACKED = 3 * 1024 * 1024  # bytes
MOST_TAGS = 120_000  # the reader spends about 4 µs and 600 bytes on each
MOST_PARTS = 100
# of all the cells: a CSV file has no more, but here many cells may point at one text, or a sheet
# say that a text is merged over thousands of rows
MOST_CHARACTERS = 1024 * 1024
# of more bytes than spreadsheets allow: openpyxl's own patterns would spend hours on it
LONG_FORMAT = re.compile(rb"formatCode\s*=\s*(?:\"[^\"]{256}|'[^']{256})")
TRUE = ("1", "true")
# of a number that is shown as another: a percentage, thousands left out
SHOWN_OTHERWISE = re.compile(r"%|[0#?],+(?![0#?])")
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')

MACROS = "Il file contiene macro. Salvalo come XLSX, senza macro."
UNPACKED = (
    "Il file, una volta aperto, è troppo grande. Copia le righe in un foglio nuovo."
)
ENTITIES = "Il file contiene definizioni che un foglio non ha. Copia le righe in un foglio nuovo."
OTHER_BOOK = "Il file è un foglio {kind}. Salvalo come XLSX."
FORMAT = "Un formato dei numeri è troppo lungo. Copia le righe in un foglio nuovo."
LONG_TEXTS = (
    "Nelle celle c’è troppo testo. Lascia nel foglio solo mese, luogo, forza, tipo e numero di "
    "interventi."
)
A_FORMULA = "c’è una formula, scrivi il suo risultato"
AN_ERROR = "c’è un errore di calcolo, scrivi il suo risultato"
OTHER_FORMAT = "il suo formato mostra un altro numero, scrivila in formato Generale"
HIDDEN_ROWS = "Il foglio ha righe nascoste, che contano come le altre: {rows}."
HIDDEN_COLUMNS = "Il foglio ha colonne nascoste, che contano come le altre: {columns}."
MERGED = "Il valore delle celle unite vale per tutte le loro righe: {cells}."


def sheets_of(content):
    """Return the ``packed`` sheets of the bytes of a file; raise ``FileRefused``, or anything."""
    _refuse_bomb(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a style or a validation we do not read
        book = load_workbook(io.BytesIO(content), read_only=True)
        budget = _Budget()
        return packed([_sheet(book, sheet, budget) for sheet in book.worksheets])


class _Budget:
    """The characters that the cells of a book may still hold, counted while they are read."""

    def __init__(self):
        self.left = MOST_CHARACTERS

    def spend(self, text, times=1):
        self.left -= len(text) * times
        if self.left < 0:
            raise FileRefused(LONG_TEXTS)
        return text


class _Parser(WorkSheetParser):
    """The reader of openpyxl, which would also write a shared formula anew for each of its cells."""

    def parse_formula(self, element):
        return f"={element.findtext(FORMULA_TAG, '')}"


def _refuse_bomb(content):
    with ZipFile(io.BytesIO(content)) as parts:
        listed = parts.infolist()
        _refuse_parts(parts, listed)
        tags = 0
        for part in listed:
            # a zero byte between two letters is how UTF-16 would hide them from the count
            data = parts.read(part).replace(b"\0", b"")
            if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
                raise FileRefused(ENTITIES)
            if LONG_FORMAT.search(data):
                raise FileRefused(FORMAT)
            tags += data.count(b"<") - data.count(b"</")
    if tags > MOST_TAGS:
        raise FileRefused(UNPACKED)


def _refuse_parts(parts, listed):
    names = {part.filename for part in listed}
    if any("vbaproject" in name.lower() for name in names):
        raise FileRefused(MACROS)
    size = sum(part.file_size for part in listed)
    if len(listed) > MOST_PARTS or size > LARGEST_UNPACKED:
        raise FileRefused(UNPACKED)
    if "xl/workbook.bin" in names:
        raise FileRefused(OTHER_BOOK.format(kind="XLSB"))
    if "mimetype" in names and b"opendocument" in parts.read("mimetype"):
        raise FileRefused(OTHER_BOOK.format(kind="OpenDocument"))
    if "xl/workbook.xml" not in names:
        raise BadZipFile
    if b"purl.oclc.org/ooxml" in parts.read("xl/workbook.xml"):
        raise FileRefused(OTHER_BOOK.format(kind="“Strict Open XML”"))


def _sheet(book, sheet, budget):
    @cache
    def shown_otherwise(style):
        shape = ReadOnlyCell(sheet, 1, 1, 0, style_id=style).number_format
        return bool(SHOWN_OTHERWISE.search(QUOTED.sub("", shape)))

    with book._archive.open(sheet._worksheet_path) as source:
        parser = _Parser(
            source,
            sheet._shared_strings,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        rows = _rows(parser, shown_otherwise, budget)
    merged = parser.merged_cells.mergeCell if parser.merged_cells else []
    remarks = [*_hidden(parser, rows), *_carry_down(rows, merged, budget)]
    hidden = sheet.sheet_state != "visible"
    return Sheet(sheet.title, rows, hidden, tuple(remarks), book.epoch.date())


def _rows(parser, shown_otherwise, budget):
    """Return the ``Row``s that have something in them."""
    rows = []
    for number, row in parser.parse():
        cells = [""] * MOST_COLUMNS
        for cell in row:
            if cell["column"] <= MOST_COLUMNS:
                cells[cell["column"] - 1] = _value(cell, shown_otherwise, budget)
        if any(cell != "" for cell in cells):
            rows.append(Row(number, cells))
        if len(rows) > 2 * MOST_ROWS:
            raise FileRefused(TOO_MANY)
    return sorted(rows, key=lambda row: row.number)


def _value(cell, shown_otherwise, budget):
    value, kind = cell["value"], cell["data_type"]
    if value is None:
        return ""
    text = budget.spend(str(value))
    if kind == "f":
        return Unclear(text, A_FORMULA)
    if kind == "e":
        return Unclear(text, AN_ERROR)
    if kind == "n" and cell["style_id"] and shown_otherwise(cell["style_id"]):
        return Unclear(text, OTHER_FORMAT)
    if isinstance(value, bool | int | float | datetime | date):
        return value
    return tidy_text(text)


def _hidden(parser, rows):
    hidden = [
        row.number
        for row in rows
        if parser.row_dimensions.get(str(row.number), {}).get("hidden") in TRUE
    ]
    if hidden:
        yield HIDDEN_ROWS.format(rows=ranges(hidden))
    columns = [
        name
        for name, about in parser.column_dimensions.items()
        if about.get("hidden") in TRUE
        and any(row.at(column_index_from_string(name) - 1) != "" for row in rows)
    ]
    if columns:
        yield HIDDEN_COLUMNS.format(columns=", ".join(columns))


def _carry_down(rows, merged, budget):
    """Put a ``Merged`` in every row of the cells merged over many; yield what to tell of them."""
    numbers, told, visited = [row.number for row in rows], [], 0
    for cells in merged:
        first, column = cells.min_row, cells.min_col - 1
        inside = rows[
            bisect_left(numbers, first) : bisect_right(numbers, cells.max_row)
        ]
        visited += len(inside)
        if visited > MOST_ROWS * MOST_COLUMNS:  # one over the other: no program does it
            raise FileRefused(UNPACKED)
        if len(inside) < 2 or inside[0].number != first or column >= MOST_COLUMNS:
            continue
        value = inside[0].cells[column]
        budget.spend(str(value), times=len(inside))
        for row in inside:
            row.cells[column] = Merged(value)
        told.append(cells.coord)
    if told:
        yield MERGED.format(cells=", ".join(told))
