"""The orders of the desk's queue, and its pages."""

from listing import paging
from listing.paging import Key, order_keys

NEWEST = (Key("received_at", descending=True), Key("id", descending=True))
# each matches an index of reports.Report, read forwards or backwards
ORDERS = {
    "received": NEWEST,
    "due": (Key("due_on"), Key("id")),
    "priority": (Key("priority"), *NEWEST),
    "place": (Key("hotspot_id", nullable=True), *NEWEST),
}
# (name, what a person reads) of every order, forwards and backwards
ORDER_CHOICES = [
    ("received", "Ricevute di recente"),
    ("-received", "Ricevute da più tempo"),
    ("due", "Risposta più vicina"),
    ("-due", "Risposta più lontana"),
    ("priority", "Priorità più alta"),
    ("-priority", "Priorità più bassa"),
    ("place", "Luogo"),
    ("-place", "Luogo, al contrario"),
]
DEFAULT_ORDER = "received"


def cut_page(reports, order, **around):
    """Return the ``paging.Page`` of a QuerySet of reports in the named order."""
    return paging.cut_page(reports, order_keys(ORDERS, order), **around)


def in_order(reports, order):
    """Return the QuerySet in the named order, for an export of all of it."""
    return paging.in_order(reports, order_keys(ORDERS, order))
