import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from hotspots.town_names import town_names
from texts.personal_data import PersonalData, find_personal_data

LONGEST = 1_000_000  # characters of a line
BLANK = "è vuota"
NOT_JSON = "non è JSON"
NOT_AN_OBJECT = "serve un oggetto con il campo «text»"
NO_TEXT = "manca il campo «text»"
NOT_A_STRING = "il campo «text» non è un testo"
TOO_LONG = f"la riga supera {LONGEST:_} caratteri".replace("_", ".")
NOT_UTF8 = "la riga non è in UTF-8"
NO_NAMES = (
    "Attenzione: i nomi dei luoghi non si leggono dalla base dati, uso solo le regole."
)


class WrongLine(Exception):
    """A line that cannot be read; what it says is for a person."""


class Command(BaseCommand):
    help = (
        "Legge un file JSONL con un campo «text» per riga e scrive per ognuna, in JSON, i dati "
        "personali trovati: «what» (name, plate, phone, email, fiscal_code, address), «start» e "
        f"«end» in caratteri. Non salva niente. Una riga ha al massimo {LONGEST} caratteri."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        places = self._town_names()
        wrong = lines = 0
        try:
            with file.open("rb") as stream:
                for number, line in enumerate(_lines(stream), start=1):
                    lines += 1
                    try:
                        self.stdout.write(_checked(line, places))
                    except WrongLine as why:
                        wrong += 1
                        self.stderr.write(f"Riga {number}: {why}.")
        except OSError as error:
            raise CommandError(
                f"Il file {file} non si legge: {error.strerror}."
            ) from None
        if wrong:
            raise CommandError(f"Righe non lette: {wrong} su {lines}.")

    def _town_names(self):
        try:
            return town_names()
        except DatabaseError:
            self.stderr.write(NO_NAMES)
            return frozenset()


def _lines(stream):
    """Give the lines; of one too long only its beginning, so that none fills the memory."""
    longest = 4 * LONGEST  # bytes: a character has four at most
    while line := stream.readline(longest + 1):
        yield line
        while len(line) > longest and not line.endswith(b"\n"):
            line = stream.readline(longest + 1)


def _checked(line, places):
    text = _text_of(line)
    found = [
        {"what": one.what.value, "start": one.start, "end": one.end}
        for one in find_personal_data(text, places)
        if one.what != PersonalData.WEB
    ]
    return json.dumps({"text": text, "found": found})


def _text_of(line):
    try:
        written = line.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WrongLine(NOT_UTF8) from None
    if len(written) > LONGEST:
        raise WrongLine(TOO_LONG)
    try:
        row = json.loads(written)
    except (ValueError, RecursionError):
        raise WrongLine(NOT_JSON if written.strip() else BLANK) from None
    if not isinstance(row, dict):
        raise WrongLine(NOT_AN_OBJECT)
    if "text" not in row:
        raise WrongLine(NO_TEXT)
    text = row["text"]
    if not isinstance(text, str):
        raise WrongLine(NOT_A_STRING)
    return text
