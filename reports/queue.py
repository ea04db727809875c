"""The orders of the desk's queue, and its pages."""

from accounts import paging
from accounts.paging import Key

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
    """Return (name, what a person reads) of every order, forwards and backwards."""
    return [
        ("received", "Ricevute di recente"),
        ("-received", "Ricevute da più tempo"),
        ("due", "Risposta più vicina"),
        ("-due", "Risposta più lontana"),
        ("priority", "Priorità più alta"),
        ("-priority", "Priorità più bassa"),
        ("place", "Luogo"),
        ("-place", "Luogo, al contrario"),
    ]


def cut_page(reports, order, **around):
    """Return the ``paging.Page`` of a QuerySet of reports in the named order."""
    return paging.cut_page(reports, order_keys(order), **around)


def in_order(reports, order):
    """Return the QuerySet in the named order, for an export of all of it."""
    return paging.in_order(reports, order_keys(order))
