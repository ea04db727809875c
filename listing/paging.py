"""Long lists, page by page: the cost of a page does not grow with the table.

Pages are cut after (or before) a row, never by a number: the database seeks in an index and
reads 51 rows. Results are counted up to ``COUNT_LIMIT`` and no further.
"""

from dataclasses import dataclass

from django.db.models import F, Q

PAGE_SIZE = 50
PHONE_PAGE_SIZE = 20  # there every row is a card
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


@dataclass(frozen=True)
class Page:
    """The rows of one page and what stands around it."""

    rows: list
    count: int
    has_previous: bool
    has_next: bool

    @property
    def first(self):
        return self.rows[0]

    @property
    def last(self):
        return self.rows[-1]

    @property
    def count_is_capped(self):
        return self.count > COUNT_LIMIT


def cut_page(found, keys, *, after=None, before=None, size=PAGE_SIZE):
    """Return the ``Page`` of a QuerySet that follows, or precedes, a given row.

    ``keys`` are the columns of the order, the last one unique. Past the end is the first page.
    """
    count = count_up_to(found, COUNT_LIMIT)
    cursor = before or after
    way = tuple(key.reversed() for key in keys) if before else keys
    rows = _rows(found, way, cursor, size)
    if cursor and not rows:
        return cut_page(found, keys, size=size)
    more, rows = len(rows) > size, rows[:size]
    if before:
        return Page(rows[::-1], count, has_previous=more, has_next=True)
    return Page(rows, count, has_previous=after is not None, has_next=more)


def page_size(request):
    """Return how many rows a page has: fewer on a phone, whose browser says that it is one."""
    is_phone = "Mobi" in request.headers.get("User-Agent", "")
    return PHONE_PAGE_SIZE if is_phone else PAGE_SIZE


def in_order(found, keys):
    """Return the QuerySet in the order of the keys."""
    return found.order_by(*(key.order() for key in keys))


def count_up_to(found, limit):
    """Count the rows, but stop looking one past ``limit``."""
    return found.order_by().values("pk")[: limit + 1].count()


def _rows(found, keys, cursor, size):
    if cursor is not None:
        found = found.filter(*_following(keys, cursor))
    return list(in_order(found, keys)[: size + 1])


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
