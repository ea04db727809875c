"""The list of the other forces' counts: its orders, and the same rows as a sheet."""

from hotspots.models import place_name
from listing import paging
from listing.paging import Key, order_keys

NEWEST = (Key("month", descending=True), Key("id", descending=True))
ORDERS = {
    "month": NEWEST,
    "place": (Key("hotspot_id", nullable=True), *NEWEST),
    "force": (Key("force"), *NEWEST),
    "kind": (Key("kind"), *NEWEST),
    "count": (Key("count", descending=True), *NEWEST),
}
ORDER_CHOICES = [
    ("month", "Mesi più recenti prima"),
    ("-month", "Mesi più lontani prima"),
    ("place", "Luogo"),
    ("-place", "Luogo, al contrario"),
    ("force", "Forza"),
    ("-force", "Forza, al contrario"),
    ("kind", "Tipo"),
    ("-kind", "Tipo, al contrario"),
    ("count", "Più interventi prima"),
    ("-count", "Meno interventi prima"),
]
HEADERS = ["Mese", "Luogo", "Forza", "Tipo", "Interventi"]


def export_rows(counts, order):
    """Yield the cells of a QuerySet in the order of ``HEADERS``: a file that imports again."""
    rows = paging.in_order(counts.select_related("hotspot"), order_keys(ORDERS, order))
    for count in rows.iterator(chunk_size=2000):
        yield [
            f"{count.month:%m/%Y}",
            place_name(count.hotspot),
            count.get_force_display(),
            count.get_kind_display(),
            count.count,
        ]


def cut_page(counts, order, **around):
    """Return the ``paging.Page`` of a QuerySet in the named order."""
    return paging.cut_page(counts, order_keys(ORDERS, order), **around)
