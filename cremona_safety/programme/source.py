"""A programme file as read from disk, which can tell on which line a value stands."""

import re
import tomllib


class WrongProgramme(Exception):
    """The file cannot be loaded; the message says where and why, in Italian."""


class Source:
    """The text of a programme file and its tables."""

    def __init__(self, path):
        try:
            self.text = path.read_text(encoding="utf-8")
            self.tables = tomllib.loads(self.text)
        except FileNotFoundError as error:
            raise WrongProgramme(f"{path}: il file non esiste.") from error
        except UnicodeDecodeError as error:
            raise WrongProgramme(f"{path}: il file non è scritto in UTF-8.") from error
        except tomllib.TOMLDecodeError as error:
            raise WrongProgramme(
                f"{path}: non è un file TOML corretto: {error}"
            ) from error
        self.path = path

    def rows(self, table):
        """Return the tables called ``table`` as a list, whether written [x] or [[x]]."""
        value = self.tables.get(table, [])
        rows = value if isinstance(value, list) else [value]
        if not all(isinstance(row, dict) for row in rows):
            raise self.wrong("qui serve una tabella, non un valore", table)
        return rows

    def wrong(self, reason, table=None, index=0, key=None):
        """Return a WrongProgramme that names the line of ``key`` in the index-th ``table``."""
        return WrongProgramme(
            f"{self.path}, riga {self._line(table, index, key)}: {reason}"
        )

    def _line(self, table, index, key):
        lines = self.text.splitlines()
        header = re.compile(rf"\s*\[\[?\s*{re.escape(table or '')}\s*\]?\]\s*(#.*)?$")
        starts = [n for n, line in enumerate(lines) if header.match(line)]
        if index >= len(starts):
            return 1
        wanted = re.compile(rf"\s*[\"']?{re.escape(key or '')}[\"']?\s*=")
        for number in range(starts[index] + 1, len(lines)):
            if re.match(r"\s*\[\[?\s*\w", lines[number]):
                break
            if key and wanted.match(lines[number]):
                return number + 1
        return starts[index] + 1
