"""The rows of a CSV file, of whatever alphabet and separator."""

import csv
import io
from itertools import islice

from forces.cells import (
    MOST_COLUMNS,
    MOST_ROWS,
    NOT_A_TABLE,
    TOO_MANY,
    FileRefused,
    Row,
    Sheet,
)
from texts.tidy import tidy_text

UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SEPARATORS = ";,\t|"
HEADING_LINES = 60  # lines: what tells the separator stands among the first

QUOTES = 'Riga {row}: una virgoletta (") è aperta e non chiusa, o è in mezzo a una cella. Toglila.'


def read_sheets(content):
    """Yield the file cut by each separator as a ``Sheet`` that holds its first lines.

    Which is the right one, its headings say: ``read_whole`` then gives all of it.
    """
    text = _decoded(content)
    for separator in SEPARATORS:
        lines = islice(_records(text, separator, strict=False), HEADING_LINES)
        yield Sheet("", _rows(lines), separator=separator)


def read_whole(content, separator):
    """Return the ``Sheet`` of a file whose separator is known; raise ``FileRefused``."""
    rows = _rows(_records(_decoded(content), separator, strict=True))
    return Sheet("", rows, separator=separator)


def _decoded(content):
    if content[:2] in UTF_16:
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise FileRefused(NOT_A_TABLE)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _records(text, separator, *, strict):
    """Yield (number of its first line, cells) of each record."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, strict=strict
    )
    number = 1
    try:
        for cells in reader:
            if strict and any("\n" in cell and separator in cell for cell in cells):
                raise FileRefused(QUOTES.format(row=number))  # it holds a row of others
            yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        if strict:
            raise FileRefused(QUOTES.format(row=number)) from error


def _rows(records):
    rows = []
    for number, record in records:
        cells = [_tidy(cell) for cell in record[: 2 * MOST_COLUMNS]]
        if any(cells):
            rows.append(Row(number, cells))
        if len(rows) > 2 * MOST_ROWS:  # comments, totals and headings are of no count
            raise FileRefused(TOO_MANY)
    return rows


def _tidy(cell):
    """Return a cell without the apostrophe that keeps a spreadsheet from reading it."""
    return tidy_text(cell).removeprefix("'")
