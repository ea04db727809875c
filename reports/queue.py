"""The desk's queue, page by page: the cost of a page does not grow with the archive.

Pages are cut after (or before) a row, never by a number: the database seeks in an index and
reads 51 rows. Results are counted up to ``COUNT_LIMIT`` and no further.
"""

from dataclasses import dataclass, field

from django.db.models import F, Q

PAGE_SIZE = 50
COUNT_LIMIT = 1000


@dataclass(frozen=True)
class Key:
    """One column of an order; empty values stand last going up and first going down."""

    column: str
    descending: bool = False
    nullable: bool = False

    def reversed(self):
        return Key(self.column, not self.descending, self.nullable)

    def order(self):
        column = F(self.column)
        if self.descending:
            return column.desc(nulls_first=True if self.nullable else None)
        return column.asc(nulls_last=True if self.nullable else None)

    def is_after(self, value):
        """Return the condition for a row that comes later on this column alone, or None."""
        if value is None:
            return Q(**{f"{self.column}__isnull": False}) if self.descending else None
        later = Q(**{f"{self.column}__{'lt' if self.descending else 'gt'}": value})
        if self.nullable and not self.descending:
            later |= Q(**{f"{self.column}__isnull": True})
        return later

    def is_same(self, value):
        if value is None:
            return Q(**{f"{self.column}__isnull": True})
        return Q(**{self.column: value})


NEWEST = (Key("received_at", descending=True), Key("id", descending=True))
# each matches an index of reports.Report, read forwards or backwards
ORDERS = {
    "received": NEWEST,
    "due": (Key("due_on"), Key("id")),
    "priority": (Key("priority"), *NEWEST),
    "place": (Key("hotspot_id", nullable=True), *NEWEST),
}
DEFAULT_ORDER = "received"


def order_keys(name):
    """Return the keys of an order by its name; ``-name`` is the same read backwards."""
    keys = ORDERS[name.removeprefix("-")]
    return tuple(key.reversed() for key in keys) if name.startswith("-") else keys


def order_choices():
    return [*ORDERS, *(f"-{name}" for name in ORDERS)]


@dataclass
class Page:
    """The rows of one page and what stands around it."""

    rows: list
    count: int
    has_previous: bool = False
    has_next: bool = False
    first: str = field(init=False)
    last: str = field(init=False)

    def __post_init__(self):
        self.first = self.rows[0].code if self.rows else ""
        self.last = self.rows[-1].code if self.rows else ""

    @property
    def count_is_capped(self):
        return self.count > COUNT_LIMIT


def cut_page(reports, order, *, after=None, before=None, size=PAGE_SIZE):
    """Return the ``Page`` of a QuerySet of reports that follows, or precedes, a given report."""
    count = count_up_to(reports, COUNT_LIMIT)
    keys = order_keys(order)
    if before is not None:
        rows = _rows(reports, tuple(k.reversed() for k in keys), before, size)
        more, rows = len(rows) > size, rows[:size][::-1]
        return Page(rows, count, has_previous=more, has_next=True)
    rows = _rows(reports, keys, after, size)
    more, rows = len(rows) > size, rows[:size]
    return Page(rows, count, has_previous=after is not None, has_next=more)


def in_order(reports, order):
    """Return the QuerySet in the named order, for an export of all of it."""
    return reports.order_by(*(key.order() for key in order_keys(order)))


def count_up_to(reports, limit):
    """Count the rows, but stop looking one past ``limit``."""
    return reports.order_by().values("pk")[: limit + 1].count()


def _rows(reports, keys, cursor, size):
    if cursor is not None:
        reports = reports.filter(*_following(keys, cursor))
    return list(reports.order_by(*(key.order() for key in keys))[: size + 1])


def _following(keys, cursor):
    """Return the conditions for the rows after ``cursor``.

    The first repeats the leading column alone, so that the database can seek in the index
    instead of reading it from its start.
    """
    condition = None
    for key in reversed(keys):
        value = getattr(cursor, key.column)
        later, same = key.is_after(value), key.is_same(value)
        rest = None if condition is None else same & condition
        condition = rest if later is None else later if rest is None else later | rest
    lead, value = keys[0], getattr(cursor, keys[0].column)
    if lead.nullable:
        return (condition,)
    side = "lte" if lead.descending else "gte"
    return Q(**{f"{lead.column}__{side}": value}), condition
