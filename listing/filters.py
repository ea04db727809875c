"""What every list of the desk has: filters with an address, headings that sort, pages.

A selection is its address: filters are sent by GET, headings and pages are links.
"""

import re
from typing import NamedTuple
from urllib.parse import urlencode

from django import forms

ENDS_BEFORE = "Il periodo finisce prima di cominciare: cambia una delle due date."
NAMES = {
    "code": re.compile(r"[A-Za-z0-9-]{1,20}", re.ASCII),
    "pk": re.compile(r"[0-9]{1,18}", re.ASCII),
}
OPPOSITE = {"ascending": "descending", "descending": "ascending"}


class Column(NamedTuple):
    """A heading; one with an ``order`` sorts by it, and says in which ``direction`` it goes.

    ``look`` is a class of desk.css: "desk-second" gives way on a tablet, "number" stands right.
    """

    label: str
    order: str = ""
    direction: str = ""
    look: str = ""


class Heading(NamedTuple):
    """A ``Column`` on the page: the address it leads to and its aria-sort; "" without an order."""

    label: str
    link: str
    direction: str
    look: str


class FilterForm(forms.Form):
    """The filters of a list. Fields ``since`` and ``until`` are a period; ``order`` is no filter.

    Choices are lists already read, so that no value typed in the address reaches a query.
    """

    ends_before = ENDS_BEFORE

    def __init__(self, data=None, **more):
        super().__init__(data, auto_id="filtro-%s", **more)

    def clean(self):
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", self.ends_before)
        return cleaned

    def used(self):
        """Return the names of the filters in use, without their values."""
        return sorted(
            name
            for name in self.fields
            if name != "order" and self.cleaned_data.get(name)
        )

    def query(self, **changes):
        """Return the address of the same selection, without what no filter knows."""
        typed = {name: self.data.get(name, "") for name in self.fields} | changes
        return urlencode({name: value for name, value in typed.items() if value})

    def headings(self, columns):
        """Return the ``Heading`` of each ``Column``; call it on a valid form only."""
        current = self.cleaned_data["order"]
        return [self._heading(column, current) for column in columns]

    def _heading(self, column, current):
        order, direction = column.order, column.direction
        if not order:
            link, shown = "", ""
        elif current == order:
            link, shown = self.query(order=f"-{order}"), direction
        else:
            is_backwards = current == f"-{order}"
            link = self.query(order=order)
            shown = OPPOSITE[direction] if is_backwards else "none"
        return Heading(column.label, link, shown, column.look)


def rows_around(request, rows, *, by="code"):
    """Return ``after`` and ``before`` of ``paging.cut_page`` as the address names them."""
    return {name: named_row(request, name, rows, by=by) for name in ("after", "before")}


def named_row(request, parameter, rows, *, by="code"):
    """Return the row whose code, or pk, is in the address, or None: a wrong one is no error."""
    name = request.GET.get(parameter, "")
    return rows.filter(**{by: name}).first() if NAMES[by].fullmatch(name) else None
