"""The CSV of the national street archive (ANNCSU): its streets, with or without their doors.

One row is a door (INDIR_… files) or a street (STRAD_…), of one Comune or of a whole region; those
of other Comuni are passed over. It is read row by row: a file may be larger than the memory.
"""

import codecs
import csv
from dataclasses import dataclass

from hotspots.street_names import as_people_read
from hotspots.wrong_streets import WrongStreets, coordinate, refuse_name

NAME, LOCALITY = "ODONIMO", "LOCALITA"
ISTAT, CADASTRAL = "CODICE_ISTAT", "CODICE_COMUNE"
NUMBER, EXPONENT, SPECIFIC = "CIVICO", "ESPONENTE", "SPECIFICITA"
LONGITUDE, LATITUDE = "COORD_X_COMUNE", "COORD_Y_COMUNE"
SOURCE = (
    "Archivio nazionale dei numeri civici delle strade urbane (ANNCSU), "
    "Agenzia delle Entrate e Istat, CC BY 4.0"
)
DELIMITERS = ";,\t|"
LONGEST_NAME, LONGEST_NUMBER = 120, 20
READ = {
    NAME,
    LOCALITY,
    ISTAT,
    CADASTRAL,
    NUMBER,
    EXPONENT,
    SPECIFIC,
    LONGITUDE,
    LATITUDE,
}
TITLES = 9  # lines that may stand before the headings
LONGEST_HEADER = 10_000  # characters
PIECE = 1 << 16  # bytes read at a time
NOT_CSV = "non è il CSV dell’archivio delle strade: la colonna ODONIMO non c’è."
NOT_TEXT = "non è un file di testo: estrai o salva il CSV."
TWICE = "la colonna {name} c’è due volte: lascia quella giusta."
OPEN_QUOTES = "le virgolette non si chiudono."
TOO_FEW = "ci sono {found} valori e {wanted} colonne."
NO_ROW = (
    "nessuna riga è del {comune} (codice ISTAT {istat}): "
    "controlla di avere il file della provincia giusta."
)


@dataclass(frozen=True)
class ArchiveRow:
    """A street, and the door and the point (degrees) of the row, if it has them."""

    line: int
    name: str
    locality: str
    number: str
    point: tuple | None


def read_archive(path, comune):
    """Yield the ArchiveRows of ``comune`` (a Municipality) in a file; raise ``WrongStreets``."""
    found = False
    with path.open(encoding=_encoding(path), errors="replace", newline="") as file:
        columns, delimiter, before = _headings(path, file)
        rows = csv.reader(file, delimiter=delimiter)
        try:
            for cells in filter(any, rows):
                line = before + rows.line_num
                if len(cells) != len(columns):
                    few = TOO_FEW.format(found=len(cells), wanted=len(columns))
                    raise WrongStreets(path, few, line)
                row = dict(zip(columns, map(str.strip, cells), strict=True))
                if _is_of(row, comune):
                    found = True
                    if row[NAME]:
                        yield _read(path, line, row)
        except csv.Error as error:
            raise WrongStreets(path, OPEN_QUOTES, before + rows.line_num) from error
    if not found:
        raise WrongStreets(path, NO_ROW.format(comune=comune, istat=comune.istat_code))


def _headings(path, file):
    """Return the names of the columns, what parts them, and the number of their line."""
    for number in range(1, TITLES + 2):
        header = file.readline(LONGEST_HEADER)
        delimiter = max(DELIMITERS, key=header.count)
        columns = next(csv.reader([header], delimiter=delimiter), [])
        columns = [_column(name) for name in columns]
        if NAME in columns:
            if twice := [name for name in READ if columns.count(name) > 1]:
                raise WrongStreets(path, TWICE.format(name=min(twice)), number)
            return columns, delimiter, number
    raise WrongStreets(path, NOT_CSV, 1)


def _encoding(path):
    """Return UTF-8 when all the file can be read so, else the Windows one; refuse what is no text."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    encoding = "utf-8-sig"
    with path.open("rb") as file:
        piece = None
        while piece != b"":
            piece = file.read(PIECE)
            if b"\0" in piece:
                raise WrongStreets(path, NOT_TEXT)
            if encoding == "utf-8-sig":
                try:
                    decoder.decode(piece, final=not piece)
                except UnicodeDecodeError:
                    encoding = "cp1252"
    return encoding


def _column(name):
    return name.strip().strip("'’").upper().replace("À", "A")


def _is_of(row, comune):
    istat, cadastral = row.get(ISTAT), row.get(CADASTRAL)
    if istat:
        return istat.zfill(6) == comune.istat_code
    return not cadastral or cadastral.upper() == comune.cadastral_code.upper()


def _read(path, line, row):
    number = row.get(NUMBER, "").lstrip("0")
    exponent = row.get(EXPONENT, "")
    if number and exponent:
        number += f"/{exponent}" if len(exponent) == 1 else f" {exponent}"
    if number and row.get(SPECIFIC):
        number += f" {row[SPECIFIC].lower()}"
    values = as_people_read(row[NAME]), as_people_read(row.get(LOCALITY, "")), number
    for value, limit in zip(values, (LONGEST_NAME, 80, LONGEST_NUMBER), strict=True):
        refuse_name(path, value, limit, line)
    texts = row.get(LATITUDE, ""), row.get(LONGITUDE, "")
    if not all(texts):
        return ArchiveRow(line, *values, None)
    latitude, longitude = (coordinate(path, text, line) for text in texts)
    return ArchiveRow(line, *values, (latitude, longitude))
