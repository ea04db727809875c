"""The orders of the list of interventions, and its pages."""

from accounts import paging
from accounts.paging import Key

NEWEST = (Key("starts_at", descending=True), Key("id", descending=True))
# each matches an index of interventions.Intervention, read forwards or backwards
ORDERS = {
    "newest": NEWEST,
    "place": (Key("hotspot_id", nullable=True), *NEWEST),
    "status": (Key("status"), *NEWEST),
    "kind": (Key("kind"), *NEWEST),
}
DEFAULT_ORDER = "newest"


def order_keys(name):
    """Return the keys of an order by its name; ``-name`` is the same read backwards."""
    keys = ORDERS[name.removeprefix("-")]
    return tuple(key.reversed() for key in keys) if name.startswith("-") else keys


def order_choices():
    """Return (name, what a person reads) of every order, forwards and backwards."""
    return [
        ("newest", "Dal più recente"),
        ("-newest", "Dal più vecchio"),
        ("place", "Luogo"),
        ("-place", "Luogo, al contrario"),
        ("status", "Stato"),
        ("-status", "Stato, al contrario"),
        ("kind", "Tipo"),
        ("-kind", "Tipo, al contrario"),
    ]


def cut_page(interventions, order, **around):
    """Return the ``paging.Page`` of a QuerySet of interventions in the named order."""
    return paging.cut_page(interventions, order_keys(order), **around)


def in_order(interventions, order):
    """Return the QuerySet in the named order, for an export of all of it."""
    return paging.in_order(interventions, order_keys(order))
