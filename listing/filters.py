"""What every list of the desk has: filters with an address, headings that sort, pages.

A selection is its address: filters are sent by GET, headings and pages are links.
"""

import re
from typing import NamedTuple
from urllib.parse import urlencode

from django import forms

from listing.paging import page_size
from texts.codes import LONGEST_TYPED

ENDS_BEFORE = (
    "La fine del periodo viene prima dell’inizio: correggi una delle due date."
)
TOO_SHORT = "Scrivi almeno 3 lettere, oppure l’inizio del codice."
NAMES = {
    "code": re.compile(r"[A-Za-z0-9-]{1,20}", re.ASCII),
    "pk": re.compile(r"[0-9]{1,18}", re.ASCII),
}


class Heading(NamedTuple):
    """A ``Column`` on the page: the address it leads to and its aria-sort; "" without an order."""

    label: str
    link: str
    direction: str
    look: str


class Addressed:
    """Goes before ``forms.Form``: ``addresses`` are the words people read instead of field names.

    They stand in the address, in the ids and in what is sent; Python has the field names alone.
    """

    addresses = {}

    def add_prefix(self, field_name):
        return super().add_prefix(self.addresses.get(field_name, field_name))

    def is_asked(self, query):
        """Tell whether any field stands in the query of an address."""
        return any(self.add_prefix(name) in query for name in self.fields)


class OrderField(forms.ChoiceField):
    """The order of a ``Listing``; ``unasked`` offers none of them, and the form decides."""

    def __init__(self, listing, *, unasked=""):
        self.listing = listing
        choices = [("", unasked)] if unasked else []
        choices += listing.order_choices
        super().__init__(label="Ordina per", required=False, choices=choices)


class SearchField(forms.CharField):
    """A text to look for, or how a code begins; "" when nothing is looked for."""

    widget = forms.TextInput(attrs={"type": "search"})

    def __init__(self, *, label):
        super().__init__(label=label, required=False, max_length=LONGEST_TYPED)

    def clean(self, value):
        text = " ".join(super().clean(value).split())
        if text and len(text) < 3:
            raise forms.ValidationError(TOO_SHORT)
        return text


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
        if "order" in self.fields and not cleaned.get("order"):
            cleaned["order"] = self.default_order(cleaned)
        return cleaned

    def default_order(self, cleaned):
        """Return the name of the order of who asked for none."""
        return self.listing.orders[0].name

    @property
    def listing(self):
        return self.fields["order"].listing

    def results(self, found, **around):
        """Return what the page of a list shows of a QuerySet; call it on a valid form only."""
        order = self.cleaned_data["order"]
        return {
            "page": self.listing.cut_page(found, order, **around),
            "headings": [self._heading(one, order) for one in self.listing.on_page],
            "used": self.used(),
            "query": self.query(),
        }

    def export(self, found):
        """Return the header and the rows of a file; call it on a valid form only."""
        return self.listing.export(found, self.cleaned_data["order"])

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

    def _heading(self, column, current):
        if not column.order:
            return Heading(column.label, "", "", column.look)
        turned = f"-{column.order}" if current == column.order else column.order
        is_current = current.removeprefix("-") == column.order
        direction = self.listing.direction(current) if is_current else "none"
        return Heading(column.label, self.query(order=turned), direction, column.look)


def rows_around(request, rows, *, by="code"):
    """Return ``after`` and ``before`` of ``paging.cut_page`` as the address names them, ``size``."""
    named = {way: named_row(request, way, rows, by=by) for way in ("after", "before")}
    return {**named, "size": page_size(request)}


def named_row(request, parameter, rows, *, by="code"):
    """Return the row whose code, or pk, is in the address, or None: a wrong one is no error."""
    name = request.GET.get(parameter, "")
    return rows.filter(**{by: name}).first() if NAMES[by].fullmatch(name) else None
