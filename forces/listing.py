"""The list of the other forces' counts; its file imports again."""

from hotspots.models import place_name
from listing.paging import Key
from listing.table import Column, Listing, Order

NEWEST = (Key("month", descending=True), Key("id", descending=True))
BY_PLACE = (Key("hotspot_id", nullable=True), *NEWEST)
COLUMNS = [
    # a day: of 10/2026 a spreadsheet makes ott-26
    Column("Mese", lambda count: count.month, "month"),
    Column("Luogo", lambda count: place_name(count.hotspot), "place"),
    Column("Forza", lambda count: count.get_force_display()),
    Column("Tipo", lambda count: count.get_kind_display()),
    Column("Interventi", lambda count: count.count, look="number"),
]

COUNTS = Listing(
    orders=[
        Order("month", NEWEST, "Mesi più recenti prima", "Mesi più lontani prima"),
        Order("place", BY_PLACE, "Luogo", "Luogo, al contrario"),
    ],
    on_page=COLUMNS,
    for_file=lambda counts: counts.select_related("hotspot"),
    in_file=COLUMNS,
)
