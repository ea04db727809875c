"""A programme file as read from disk, which can tell on which line a value stands."""

import re
import tomllib
from difflib import get_close_matches

from cremona_safety.programme.syntax import explain

LARGEST = 1_000_000  # bytes; a real one is some 20,000
TOO_LARGE = "il file è più grande di 1 MB: non può essere un programma."
NOT_UTF8 = (
    "il file non è scritto in UTF-8: salvalo come testo semplice, codifica UTF-8."
)
NOT_TEXT = "questo non è un file di testo."
TOO_DEEP = "ci sono troppe parentesi una dentro l’altra."
TOO_LONG = "un numero ha troppe cifre."


class WrongProgramme(Exception):
    """The file cannot be loaded; the message says where and why, in Italian."""


class Source:
    """The text of a programme file and its tables."""

    def __init__(self, path):
        self.path = path
        self.text = self._read()
        self.lines = self.text.split("\n")
        self.tables = self._parse()

    def rows(self, table):
        """Return the tables called ``table`` as a list, whether written [x] or [[x]]."""
        value = self.tables.get(table, [])
        rows = value if isinstance(value, list) else [value]
        if not all(isinstance(row, dict) for row in rows):
            raise self.wrong(f"«{table}» è una tabella: scrivi [{table}]", table)
        return rows

    def wrong(self, reason, table=None, index=0, key=None):
        """Return a WrongProgramme that names the line of ``key`` in the index-th ``table``."""
        return self._wrong(reason, self.line(table, index, key))

    def unknown(self, name, known, table, index=0, key=None):
        """Return a WrongProgramme for a ``name`` that is none of those ``known``."""
        meant = get_close_matches(name, known, n=1, cutoff=0.7)
        hint = (
            f"Intendevi «{meant[0]}»?" if meant else f"Puoi usare {', '.join(known)}."
        )
        return self.wrong(f"«{name}» non esiste. {hint}", table, index, key)

    def _read(self):
        try:
            with self.path.open("rb") as file:
                written = file.read(LARGEST + 1)
        except FileNotFoundError as error:
            raise self._wrong("il file non esiste.") from error
        except OSError as error:
            raise self._wrong("il file non si può leggere.") from error
        if len(written) > LARGEST:
            raise self._wrong(TOO_LARGE)
        try:
            text = written.decode("utf-8-sig")  # Notepad marks its files
        except UnicodeDecodeError as error:
            line = written[: error.start].count(b"\n") + 1
            raise self._wrong(NOT_UTF8, line) from error
        if "\0" in text:
            line = text.split("\0")[0].count("\n") + 1
            raise self._wrong(NOT_TEXT, line)
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _parse(self):
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            line, reason = explain(error, self.lines)
            raise self._wrong(f"{reason}.", line) from error
        except RecursionError as error:
            raise self._wrong(TOO_DEEP) from error
        except ValueError as error:  # an integer of thousands of digits
            raise self._wrong(TOO_LONG) from error

    def _wrong(self, reason, line=None):
        where = f"{self.path}, riga {line}" if line else self.path
        return WrongProgramme(f"{where}: {reason}")

    def line(self, table, index, key):
        """Return the line of ``key``, else of its table, else of the table written as a value."""
        name = re.escape(table or "")
        header = re.compile(rf"\s*\[\[?\s*[\"']?{name}[\"']?\s*\]?\]\s*(#.*)?$")
        starts = [n for n, line in enumerate(self.lines) if header.match(line)]
        if index >= len(starts):
            as_value = re.compile(rf"\s*[\"']?{name}[\"']?\s*[.=]")
            found = (n for n, line in enumerate(self.lines, 1) if as_value.match(line))
            return next(found, 1)
        wanted = re.compile(rf"\s*[\"']?{re.escape(key or '')}[\"']?\s*=")
        for number in range(starts[index] + 1, len(self.lines)):
            if re.match(r"\s*\[\[?\s*[\w\"']+\s*\]", self.lines[number]):
                break
            if key and wanted.match(self.lines[number]):
                return number + 1
        return starts[index] + 1
