"""A file of the other forces' counts, CSV or XLSX: its rows, or a sentence on why not."""

import csv
import io
import warnings
from datetime import date, datetime
from itertools import islice
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook

from forces.models import FORCE_KINDS, Force
from forces.words import COLUMNS
from hotspots.models import ELSEWHERE_LABEL, Hotspot
from hotspots.names import normalise
from texts.refusals import Refused

LARGEST_FILE = 1024 * 1024  # bytes
LARGEST_UNPACKED = 3 * LARGEST_FILE
MOST_TAGS = 120_000  # the reader spends about 4 µs and 600 bytes on each
MOST_ROWS, MOST_COLUMNS, MOST_PARTS = 5000, 26, 100
HEADING_WITHIN = 10  # rows

TOO_BIG = "Il file supera 1 MB: dividilo in più file."
EMPTY = "Il file è vuoto."
TOO_MANY = "Il file ha più di 5.000 righe: dividilo in più file."
NOT_A_TABLE = "Il file non è un foglio CSV o XLSX che si possa leggere. Salvalo di nuovo in uno di questi due formati."
UTF_16 = "Il file è scritto in UTF-16. Salvalo come “CSV UTF-8”."
MACROS = "Il file contiene macro. Salvalo come XLSX, senza macro."
UNPACKED = (
    "Il file, una volta aperto, è troppo grande. Copia le righe in un foglio nuovo."
)
NO_HEADING = (
    "Non trovo le intestazioni delle colonne. La prima riga deve essere: {all}."
)
MISSING = "Manca la colonna {names}. Le colonne sono: {all}."
NO_ROWS = "Sotto le intestazioni non c’è nessuna riga."


class FileRefused(Refused):
    """A file that cannot be read; the message is a sentence for who sent it."""


class Formula:
    """A cell whose value is computed: nothing says what it was when the file was saved."""

    def __init__(self, text):
        self.text = text

    def __str__(self):
        return self.text


def read_rows(content):
    """Return [(row number, {field: cell}, {field: "D"})] of the bytes of a file.

    A cell is a str, a number, a date or a ``Formula``; rows without any are left out. The kind
    of file is told by its content. Raise ``FileRefused``.
    """
    if not content:
        raise FileRefused(EMPTY)
    if len(content) > LARGEST_FILE:
        raise FileRefused(TOO_BIG)
    read = _xlsx if content.startswith(b"PK") else _csv
    numbered = [
        (number, row)
        for number, row in read(content)
        if any(cell not in (None, "") for cell in row)
    ]
    start, fields = _heading(numbered)
    rows = numbered[start + 1 :]
    if not rows:
        raise FileRefused(NO_ROWS)
    if len(rows) > MOST_ROWS:
        raise FileRefused(TOO_MANY)
    letters = {field: chr(ord("A") + at) for field, at in fields.items()}
    return [
        (
            number,
            {f: row[at] if at < len(row) else "" for f, at in fields.items()},
            letters,
        )
        for number, row in rows
    ]


def template_csv():
    """Return the lines of the CSV template: the valid words are comments that are not read."""
    lines = [[heading for _, heading, _ in COLUMNS], _example()]
    return [*lines, *([f"# {title}: {', '.join(words)}"] for title, words in _valid())]


def template_xlsx():
    """Return the bytes of the XLSX template; the valid words stand in its second page."""
    book = Workbook()
    page, words = book.active, book.create_sheet("Parole valide")
    page.title = "Interventi"
    page.append([heading for _, heading, _ in COLUMNS])
    page.append(_example())
    for letter, width in zip("ABCDE", (12, 28, 24, 32, 12), strict=True):
        page.column_dimensions[letter].width = width
    for column, (title, valid) in enumerate(_valid(), start=1):
        for row, word in enumerate([title, *valid], start=1):
            words.cell(row, column, word)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _example():
    """Return the one row of a template, about the first place."""
    return ["10/2026", _places()[0], "Carabinieri", "Controllo", 4]


def _places():
    return [*Hotspot.objects.values_list("name", flat=True), ELSEWHERE_LABEL]


def _valid():
    return [
        ("Mese", ["mese e anno, come 10/2026"]),
        ("Luogo", _places()),
        ("Forza", Force.labels),
        ("Tipo", [label for _, label in FORCE_KINDS]),
        ("Interventi", ["numero intero da 0 a 9.999"]),
    ]


def _csv(content):
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise FileRefused(UTF_16)
    if b"\0" in content:
        raise FileRefused(NOT_A_TABLE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    lines = text.splitlines()
    first = next((line for line in lines if line.strip(' "#;,\t')), "")
    separator = max(";,\t", key=first.count)
    try:
        rows = list(enumerate(csv.reader(lines, delimiter=separator), start=1))
    except csv.Error as error:
        raise FileRefused(NOT_A_TABLE) from error
    return [
        (number, [cell.strip() for cell in row[:MOST_COLUMNS]])
        for number, row in rows
        if not (row and row[0].lstrip(' "').startswith("#"))
    ]


def _xlsx(content):
    _refuse_bomb(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a style or a validation we do not read
            book = load_workbook(io.BytesIO(content), read_only=True)
            cells = book.worksheets[0].iter_rows(max_col=MOST_COLUMNS)
            # one more than allowed, to tell that there are too many
            rows = list(islice(cells, MOST_ROWS + HEADING_WITHIN + 2))
            book.close()
    # a damaged file makes the reader fail in as many ways as it has parts
    except Exception as error:
        raise FileRefused(NOT_A_TABLE) from error
    return [
        (number, [_value(cell) for cell in row])
        for number, row in enumerate(rows, start=1)
    ]


def _refuse_bomb(content):
    try:
        with ZipFile(io.BytesIO(content)) as parts:
            listed = parts.infolist()
            _refuse_parts(listed)
            # a zero byte between two letters is how UTF-16 would hide them from the count
            tags = sum(_tags(parts.read(part).replace(b"\0", b"")) for part in listed)
    except FileRefused:
        raise
    # a damaged archive fails in as many ways as it has ways of packing
    except Exception as error:
        raise FileRefused(NOT_A_TABLE) from error
    if tags > MOST_TAGS:
        raise FileRefused(UNPACKED)


def _refuse_parts(listed):
    names = {part.filename for part in listed}
    if "xl/workbook.xml" not in names:
        raise FileRefused(NOT_A_TABLE)
    if any("vbaproject" in name.lower() for name in names):
        raise FileRefused(MACROS)
    if (
        len(listed) > MOST_PARTS
        or sum(part.file_size for part in listed) > LARGEST_UNPACKED
    ):
        raise FileRefused(UNPACKED)


def _tags(data):
    return data.count(b"<") - data.count(b"</")


def _value(cell):
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return Formula(str(value))
    if isinstance(value, bool | int | float | datetime | date):
        return value
    return str(value).strip()


def _heading(numbered):
    """Return (index of the row of the headings, {field: column})."""
    asked = ", ".join(heading for _, heading, _ in COLUMNS)
    best = (0, {})
    for index, (_, row) in enumerate(numbered[:HEADING_WITHIN]):
        words = [normalise(cell) for cell in row]
        found = {}
        for field, heading, others in COLUMNS:
            known = {normalise(heading), *others}
            at = next((n for n, word in enumerate(words) if word in known), None)
            if at is not None:
                found[field] = at
        if len(found) > len(best[1]):
            best = (index, found)
    if len(best[1]) < 2:
        raise FileRefused(NO_HEADING.format(all=asked))
    missing = [heading for field, heading, _ in COLUMNS if field not in best[1]]
    if missing:
        raise FileRefused(MISSING.format(names=", ".join(missing), all=asked))
    return best
