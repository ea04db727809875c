"""The rows of a file of counts: what each says, or which cell is wrong and why."""

from dataclasses import dataclass
from datetime import date

from interventions.force_files import Formula
from interventions.force_words import (
    COLUMNS,
    Unreadable,
    Words,
    count_of,
    force_of,
    kind_of,
    month_of,
)
from interventions.models import ForceCount

LONGEST = 40  # characters of a wrong cell that are shown
WRONG = "Riga {row}, colonna {column} ({cell}): «{text}» {why}."
NOTHING_THERE = "Riga {row}, colonna {column} ({cell}): manca."
A_FORMULA = (
    "Riga {row}, colonna {column} ({cell}): c’è una formula, scrivi il suo risultato."
)
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
    """Return ([Line], [sentence about a wrong cell], wrong rows) of ``force_files.read_rows``."""
    words = Words.read()
    readers = {
        "month": month_of,
        "place": words.place,
        "force": force_of,
        "kind": kind_of,
        "count": count_of,
    }
    lines, sentences, wrong, seen = [], [], 0, {}
    for row, cells, letters in rows:
        values, errors = _read(row, cells, letters, readers)
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

    ``stored`` is {Line.key: count}, as ``stored_counts`` returns.
    """
    found = []
    for line in lines:
        now = stored.get(line.key)
        state = NEW if now is None else SAME if now == line.count else CHANGED
        found.append((line, state, now))
    return found


def stored_counts(lines):
    """Return {key: count} of what is stored in the months of ``lines``."""
    rows = ForceCount.objects.filter(month__in={line.month for line in lines})
    return {
        (force, hotspot_id, month, kind): count
        for force, hotspot_id, month, kind, count in rows.order_by().values_list(
            "force", "hotspot_id", "month", "kind", "count"
        )
    }


def _read(row, cells, letters, readers):
    values, errors = {}, []
    for field, heading, _ in COLUMNS:
        cell = cells[field]
        where = {"row": row, "column": heading, "cell": f"{letters[field]}{row}"}
        if isinstance(cell, Formula):
            errors.append(A_FORMULA.format(**where))
        elif cell == "":
            errors.append(NOTHING_THERE.format(**where))
        else:
            try:
                values[field] = readers[field](cell)
            except Unreadable as why:
                text = str(cell)[:LONGEST]
                errors.append(WRONG.format(text=text, why=why, **where))
    return values, errors
