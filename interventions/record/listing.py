"""The orders of the list of interventions, and its pages."""

from listing import paging
from listing.paging import Key, order_keys

NEWEST = (Key("starts_at", descending=True), Key("id", descending=True))
# each matches an index of interventions.Intervention, read forwards or backwards
ORDERS = {
    "newest": NEWEST,
    "place": (Key("hotspot_id", nullable=True), *NEWEST),
    "status": (Key("status"), *NEWEST),
    "kind": (Key("kind"), *NEWEST),
}
# (name, what a person reads) of every order, forwards and backwards
ORDER_CHOICES = [
    ("newest", "Dal più recente"),
    ("-newest", "Dal più vecchio"),
    ("place", "Luogo"),
    ("-place", "Luogo, al contrario"),
    ("status", "Stato"),
    ("-status", "Stato, al contrario"),
    ("kind", "Tipo"),
    ("-kind", "Tipo, al contrario"),
]
DEFAULT_ORDER = "newest"


def cut_page(interventions, order, **around):
    """Return the ``paging.Page`` of a QuerySet of interventions in the named order."""
    return paging.cut_page(interventions, order_keys(ORDERS, order), **around)


def in_order(interventions, order):
    """Return the QuerySet in the named order, for an export of all of it."""
    return paging.in_order(interventions, order_keys(ORDERS, order))
