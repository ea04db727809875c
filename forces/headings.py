"""Which column of a file is which: the name itself, else another name it has, never a likeness."""

from difflib import get_close_matches
from typing import NamedTuple

from forces.cells import MOST_COLUMNS, FileRefused, letter
from forces.words import COLUMNS
from hotspots.names import normalise

HEADING_WITHIN = 30  # rows that have something

NO_HEADING = (
    "Non trovo le intestazioni tra le colonne A e Z. La prima riga deve essere: {all}."
)
MISSING = "Manca la colonna {names}. Le colonne, dalla A alla Z, sono: {all}."
MANY_MISSING = "Mancano le colonne {names}. Le colonne, dalla A alla Z, sono: {all}."
LIKENESS = " «{written}» ({letter}) è {heading}? Se sì, scrivi proprio {heading}."
TWICE = (
    "Più colonne possono essere {heading}: {columns}. Chiama {heading} quella giusta e dai un "
    "altro nome alle altre."
)
OTHER_NAME = "La colonna «{written}» ({letter}) è letta come {heading}."
ALL = ", ".join(heading for _, heading, _ in COLUMNS)


class Headings(NamedTuple):
    """The row of the headings: its place among the rows, {field: [columns that may be it]}."""

    index: int
    row: object
    found: dict

    @property
    def is_whole(self):
        return len(self.found) == len(COLUMNS)

    @property
    def width(self):
        """How many columns the headings are long."""
        written = [at for at, cell in enumerate(self.row.cells) if str(cell)]
        return written[-1] + 1

    def columns(self):
        """Return {field: column}; raise ``FileRefused`` when one is missing, or may be many."""
        if len(self.found) < 2:
            raise FileRefused(NO_HEADING.format(all=ALL))
        missing = [heading for field, heading, _ in COLUMNS if field not in self.found]
        if missing:
            told = MANY_MISSING if missing[1:] else MISSING
            sentence = told.format(names=", ".join(missing), all=ALL)
            raise FileRefused(sentence + "".join(self._likenesses(missing)))
        for field, heading, _ in COLUMNS:
            if len(self.found[field]) > 1:
                many = ", ".join(self._written(at) for at in self.found[field])
                raise FileRefused(TWICE.format(heading=heading, columns=many))
        return {field: columns[0] for field, columns in self.found.items()}

    def remarks(self):
        """Yield what to tell of the columns that are read by another name."""
        for field, heading, _ in COLUMNS:
            [at] = self.found[field]
            written = str(self.row.cells[at])
            if normalise(written) != normalise(heading):
                yield OTHER_NAME.format(
                    written=written, letter=letter(at), heading=heading
                )

    def _likenesses(self, missing):
        taken = {at for columns in self.found.values() for at in columns}
        words = {
            normalise(cell): at
            for at, cell in enumerate(self.row.cells)
            if at not in taken and normalise(cell)
        }
        for heading in missing:
            name = normalise(heading)
            close = [word for word in words if name in word.split()]
            for word in close or get_close_matches(name, words, n=1):
                yield LIKENESS.format(
                    written=self.row.cells[words[word]],
                    letter=letter(words[word]),
                    heading=heading,
                )

    def _written(self, at):
        return f"«{self.row.cells[at]}» ({letter(at)})"


def find_headings(rows):
    """Return the ``Headings`` of a list of ``Row``: the first row that has most of them."""
    among = [headings_in(index, row) for index, row in enumerate(rows[:HEADING_WITHIN])]
    return max(among, key=lambda one: len(one.found), default=Headings(0, None, {}))


def headings_in(index, row):
    """Return the ``Headings`` that a row would make."""
    words = [normalise(cell) for cell in row.cells[:MOST_COLUMNS]]
    found = {}
    for field, heading, others in COLUMNS:
        for known in ({normalise(heading)}, others):
            if columns := [at for at, word in enumerate(words) if word in known]:
                found[field] = columns
                break
    return Headings(index, row, found)
