"""A list of the desk, declared once: its page, its filters and its files read the same orders.

A column more in a file is a line more in ``in_file``; a heading more is a line in ``on_page``,
and a cell in the template. CSV and XLSX are the same cells.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from listing.paging import Key, cut_page, in_order

CHUNK = 2000  # rows of a file read at once


class Order(NamedTuple):
    """An order by its name in the address, and ``-name`` backwards, with what a person reads.

    Without ``backwards`` it is offered one way only.
    """

    name: str
    keys: tuple[Key, ...]
    label: str
    backwards: str = ""


class Column(NamedTuple):
    """One column. ``cell`` makes of a row its cell in a file; on a page ``order`` sorts by it.

    ``look`` is a class of desk.css: "desk-second" gives way on a tablet, "number" stands right.
    """

    label: str
    cell: Callable[[Any], Any] | None = None
    order: str = ""
    look: str = ""


@dataclass(frozen=True)
class Listing:
    """What a list is. Its first order is that of who asked for none.

    ``for_file`` adds to a QuerySet what the cells of a file read.
    """

    orders: Sequence[Order]
    on_page: Sequence[Column] = ()
    in_file: Sequence[Column] = ()
    for_file: Callable = lambda found: found

    @property
    def order_choices(self):
        """List (name, what a person reads) of every order, forwards and backwards."""
        ways = [
            way
            for name, _, label, backwards in self.orders
            for way in ((name, label), (f"-{name}", backwards))
        ]
        return [(name, label) for name, label in ways if label]

    def keys(self, order):
        """Return the keys of an order by its name; ``-name`` is the same read backwards."""
        name = order.removeprefix("-")
        keys = next(one.keys for one in self.orders if one.name == name)
        return keys if name == order else tuple(key.reversed() for key in keys)

    def direction(self, order):
        """Return the aria-sort of the column a list in this order is sorted by."""
        return "descending" if self.keys(order)[0].descending else "ascending"

    def in_order(self, found, order):
        """Return the QuerySet in the named order."""
        return in_order(found, self.keys(order))

    def cut_page(self, found, order, **around):
        """Return the ``paging.Page`` of a QuerySet in the named order."""
        return cut_page(found, self.keys(order), **around)

    def export(self, found, order):
        """Return the header and the rows of a file: all of the QuerySet, without holding it."""
        rows = self.in_order(self.for_file(found), order).iterator(chunk_size=CHUNK)
        return as_table(self.in_file, rows)


def as_table(columns, rows):
    """Return the header and the lazy rows of cells of a file with these columns."""
    header = [column.label for column in columns]
    return header, ([column.cell(row) for column in columns] for row in rows)
