"""A file of the other forces' counts, CSV or XLSX: its rows, or a sentence on why not."""

import re
from typing import NamedTuple

from forces import books, text_file
from forces.cells import (
    MERGED_COUNT,
    MOST_ROWS,
    NOT_A_TABLE,
    TOO_MANY,
    FileRefused,
    Merged,
    Unclear,
    letter,
    ranges,
)
from forces.headings import find_headings, headings_in
from forces.template import WORDS_PAGE

LARGEST_FILE = 1024 * 1024  # bytes
TOTAL = re.compile(r"(total[ei]|sub-?totale)\b|(tot\.?|somma)$", re.IGNORECASE)
FIRST_BYTES = {
    b"\xd0\xcf\x11\xe0": "Il file è un vecchio foglio XLS, oppure ha una password. Salvalo come "
    "XLSX, senza password.",
    b"%PDF": "Il file è un PDF. Carica il foglio da cui viene, come XLSX o CSV.",
    b"<": "Il file è una pagina web o un XML. Aprilo con il foglio di calcolo e salvalo come XLSX.",
    b"{\\rtf": "Il file è un testo RTF. Copia la tabella in un foglio e salvalo come XLSX.",
}

TOO_BIG = "Il file supera 1 MB: dividilo in più file."
EMPTY = "Il file è vuoto."
NO_ROWS = "Sotto le intestazioni non c’è nessuna riga."
MANY_SHEETS = "Più fogli hanno le intestazioni: {names}. Lascia nel file solo quello da importare."
HIDDEN_SHEET = (
    "Le intestazioni stanno in un foglio nascosto, «{name}». Se è quello giusto, mostralo e salva "
    "di nuovo il file."
)
SHEET_READ = "Il foglio letto è «{name}»."
LEFT_OUT = "Non contano le righe {of}: {rows}."
COMMENTS, SUMS, AGAIN = (
    "che cominciano con #",
    "dei totali",
    "che ripetono le intestazioni",
)
TOO_MANY_CELLS = (
    "ha più celle delle intestazioni: se dentro c’è il segno «{separator}», scrivi la cella fra "
    "virgolette"
)


class Read(NamedTuple):
    """A row that is to be understood: {field: cell}, {field: "D"}, and why it cannot be, or ""."""

    number: int
    cells: dict
    letters: dict
    why: str = ""


class Table(NamedTuple):
    """The rows of a file, and what its reader is to be told of how it was read."""

    rows: list
    remarks: list


def read_table(content, *, whose=""):
    """Return the ``Table`` of the bytes of a file that ``whose`` sent; its content tells its kind.

    Rows without any cell are left out. Raise ``FileRefused``.
    """
    if not content:
        raise FileRefused(EMPTY)
    if len(content) > LARGEST_FILE:
        raise FileRefused(TOO_BIG)
    for first, sentence in FIRST_BYTES.items():
        if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(first):
            raise FileRefused(sentence)
    is_book = content.startswith(b"PK")
    sheet = _of_book(content, whose) if is_book else _of_text(content)
    headings = find_headings(sheet.rows)
    headings.columns()  # or the reason why not
    rows, left_out = _below(sheet, headings)
    if not rows:
        raise FileRefused(NO_ROWS)
    if len(rows) > MOST_ROWS:
        raise FileRefused(TOO_MANY)
    remarks = [*sheet.remarks, *headings.remarks()]
    remarks += [
        LEFT_OUT.format(of=of, rows=ranges(numbers))
        for of, numbers in left_out.items()
        if numbers
    ]
    return Table(rows, remarks)


def _of_book(content, whose):
    """Return the one sheet whose headings are whole; else the one that has most of them."""
    sheets = books.read_sheets(content, whose=whose)
    sheets = [one for one in sheets if one.name != WORDS_PAGE]
    headed = [(one, find_headings(one.rows)) for one in sheets]
    whole = [
        one for one, heads in headed if heads.is_whole and one.rows[heads.index + 1 :]
    ]
    shown = [one for one in whole if not one.hidden]
    if len(shown) > 1:
        names = ", ".join(f"«{one.name}»" for one in shown)
        raise FileRefused(MANY_SHEETS.format(names=names))
    if whole and not shown:
        raise FileRefused(HIDDEN_SHEET.format(name=whole[0].name))
    if not shown:
        if not headed:
            raise FileRefused(NOT_A_TABLE)
        return max(headed, key=lambda pair: len(pair[1].found))[0]
    [sheet] = shown
    if len(sheets) == 1:
        return sheet
    told = SHEET_READ.format(name=sheet.name)
    return sheet._replace(remarks=(told, *sheet.remarks))


def _of_text(content):
    """Return a CSV file cut by the separator that finds most headings."""
    tried = text_file.read_sheets(content)
    best = max(tried, key=lambda one: len(find_headings(one.rows).found))
    return text_file.read_whole(content, best.separator)


def _below(sheet, headings):
    """Return ([Read] of what stands under the headings, {what is left out: row numbers})."""
    rows, left_out = [], {COMMENTS: [], SUMS: [], AGAIN: []}
    columns = headings.columns()
    for index, row in enumerate(sheet.rows[headings.index + 1 :]):
        again = headings_in(index, row) if _has_no_figure(row) else headings
        if str(row.cells[0]).startswith("#"):
            left_out[COMMENTS].append(row.number)
        elif again is not headings and again.is_whole:
            headings, columns = again, again.columns()
            left_out[AGAIN].append(row.number)
        elif _is_sum(row, columns):
            left_out[SUMS].append(row.number)
        else:
            too_long = sheet.separator and any(row.cells[headings.width :])
            why = TOO_MANY_CELLS.format(separator=sheet.separator) if too_long else ""
            rows.append(_read(sheet, row, columns, why))
    return rows, left_out


def _has_no_figure(row):
    """Tell whether a row may be one of headings: one of counts has its month and its count."""
    return not any(sign.isdigit() for cell in row.cells for sign in str(cell))


def _is_sum(row, columns):
    texts = (str(row.at(at)) for field, at in columns.items() if field != "count")
    return any(TOTAL.match(text) for text in texts)


def _read(sheet, row, columns, why):
    cells = {field: _cell(field, row.at(at)) for field, at in columns.items()}
    cells["month"] = sheet.day(cells["month"])
    return Read(row.number, cells, {f: letter(at) for f, at in columns.items()}, why)


def _cell(field, cell):
    if not isinstance(cell, Merged):
        return cell
    # a number that many rows share is of none of them
    return Unclear(str(cell), MERGED_COUNT) if field == "count" else cell.value
