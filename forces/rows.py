"""The rows of a file of counts: what each says, or which cell is wrong and why."""

from dataclasses import dataclass
from datetime import date

from forces.cells import Unclear
from forces.models import ForceCount
from forces.words import (
    COLUMNS,
    Unreadable,
    Words,
    count_of,
    force_of,
    kind_of,
    month_of,
)

LONGEST = 40  # characters of a wrong cell that are shown
WRONG = "Riga {row}, colonna {column} ({cell}): «{text}» {why}."
NOTHING_THERE = "Riga {row}, colonna {column} ({cell}): manca."
UNCLEAR = "Riga {row}, colonna {column} ({cell}): {why}."
WRONG_ROW = "Riga {row}: {why}."
REPEATED = (
    "Riga {row}: ripete la riga {other}, con lo stesso mese, luogo, forza e tipo."
)
NEW, CHANGED, SAME = "nuovo", "cambia", "uguale"


@dataclass(frozen=True)
class Line:
    """A count as a row says it; ``hotspot_id`` None is elsewhere in town."""

    row: int
    force: str
    hotspot_id: int | None
    month: date
    kind: str
    count: int

    @property
    def key(self):
        return self.force, self.hotspot_id, self.month, self.kind

    def packed(self):
        """Return what a session can keep."""
        return [
            self.row,
            self.force,
            self.hotspot_id,
            self.month.isoformat(),
            self.kind,
            self.count,
        ]

    @classmethod
    def unpacked(cls, kept):
        row, force, hotspot_id, month, kind, count = kept
        return cls(row, force, hotspot_id, date.fromisoformat(month), kind, count)


def read_lines(rows):
    """Return ([Line], [sentence about a wrong cell], wrong rows) of a ``files.Table``'s rows."""
    words = Words.read()
    readers = {
        "month": month_of,
        "place": words.place,
        "force": force_of,
        "kind": kind_of,
        "count": count_of,
    }
    lines, sentences, wrong, seen = [], [], 0, {}
    for row, cells, letters, why in rows:
        values, errors = _read(row, cells, letters, readers)
        if why:
            errors = [WRONG_ROW.format(row=row, why=why)]
        if not errors:
            line = Line(row, hotspot_id=values.pop("place"), **values)
            other = seen.setdefault(line.key, row)
            if other == row:
                lines.append(line)
                continue
            errors = [REPEATED.format(row=row, other=other)]
        wrong += 1
        sentences += errors
    return lines, sentences, wrong


def compare(lines, stored):
    """Return [(Line, NEW, CHANGED or SAME, count stored now or None)].

    ``stored`` is {Line.key: ForceCount}, as ``stored_counts`` returns. A real count that equals
    an invented one still takes its place.
    """
    found = []
    for line in lines:
        row = stored.get(line.key)
        if row is None:
            found.append((line, NEW, None))
            continue
        same = row.count == line.count and not row.is_demo
        found.append((line, SAME if same else CHANGED, row.count))
    return found


def stored_counts(lines):
    """Return {key: ForceCount} of what is stored in the months of ``lines``."""
    rows = ForceCount.objects.filter(month__in={line.month for line in lines})
    return {
        (row.force, row.hotspot_id, row.month, row.kind): row for row in rows.order_by()
    }


def _read(row, cells, letters, readers):
    values, errors = {}, []
    for field, heading, _ in COLUMNS:
        cell = cells[field]
        where = {"row": row, "column": heading, "cell": f"{letters[field]}{row}"}
        if isinstance(cell, Unclear):
            errors.append(UNCLEAR.format(why=cell.why, **where))
        elif cell == "":
            errors.append(NOTHING_THERE.format(**where))
        else:
            try:
                values[field] = readers[field](cell)
            except Unreadable as why:
                errors.append(WRONG.format(text=_shown(cell), why=why, **where))
    return values, errors


def _shown(cell):
    """Return a wrong cell as its spreadsheet shows it, or nearly."""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    text = str(cell)[:LONGEST]
    return text.replace(".", ",") if isinstance(cell, float) else text
