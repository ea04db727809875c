"""What a file of counts holds before anybody reads its words: sheets, rows, cells that are unclear."""

from datetime import date, timedelta
from typing import NamedTuple

from texts.refusals import Refused

MOST_ROWS, MOST_COLUMNS = 5000, 26

TOO_MANY = "Il file ha più di 5.000 righe: dividilo in più file."
NOT_A_TABLE = "Il file non è un foglio CSV o XLSX che si possa leggere. Salvalo di nuovo in uno di questi due formati."
MERGED_COUNT = "è unita con altre celle, scrivi il numero di ogni riga"


class FileRefused(Refused):
    """A file that cannot be read; the message is a sentence for who sent it."""


class Unclear(NamedTuple):
    """A cell that nobody can be sure of: ``why`` is what is told, ``text`` what stands there."""

    text: str
    why: str

    def __str__(self):
        return self.text


class Merged(NamedTuple):
    """A cell of some that were merged over many rows, and the value they share."""

    value: object

    def __str__(self):
        return str(self.value)


class Row(NamedTuple):
    """A row that has something: its number in the file, its cells from column A on.

    A cell is a str, a number, a date, a ``Merged`` or an ``Unclear``; "" where nothing stands.
    """

    number: int
    cells: list

    def at(self, column):
        return self.cells[column] if column < len(self.cells) else ""


class Sheet(NamedTuple):
    """The rows of a sheet, or of a CSV file; ``remarks`` are what its reader is to be told.

    ``day_zero`` is that of the numbers that are days; a CSV file has none, but a ``separator``.
    """

    name: str
    rows: list
    hidden: bool = False
    remarks: tuple = ()
    day_zero: date | None = None
    separator: str = ""

    def day(self, cell):
        """Return the day that a number is here; what is no such number, as it is."""
        if isinstance(cell, bool) or not isinstance(cell, int | float):
            return cell
        # compared, not converted: a cell may hold an infinite number or no number at all
        return self.day_zero + timedelta(int(cell)) if 30_000 < cell < 80_000 else cell


def letter(column):
    return chr(ord("A") + column)


def ranges(numbers):
    """Write rows as people do: "3, 5-7"."""
    spans = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in spans)
