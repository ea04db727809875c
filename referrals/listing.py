"""The list of referrals: its orders, and the same rows as a sheet."""

from hotspots.models import place_name
from listing import paging
from listing.paging import Key, order_keys
from referrals.times import days_to_close, hours_to_take

NEWEST = (Key("sent_at", descending=True), Key("id", descending=True))
ORDERS = {
    "sent": NEWEST,
    "urgency": (Key("urgency"), Key("sent_at"), Key("id")),
}
ORDER_CHOICES = [
    ("urgency", "Più urgenti prima"),
    ("-urgency", "Meno urgenti prima"),
    ("sent", "Inviati di recente"),
    ("-sent", "Inviati da più tempo"),
]
HEADERS = [
    "Codice",
    "Inviato il",
    "A chi",
    "Bisogno",
    "Luogo",
    "Giorno",
    "Fascia di età",
    "Urgenza",
    "Stato",
    "In ritardo",
    "Ore alla presa in carico",
    "Giorni all’esito",
    "Esito",
]
CHUNK = 2000


def export_rows(referrals, order):
    """Yield the cells of a QuerySet in the order of ``HEADERS``, without holding it."""
    rows = paging.in_order(
        referrals.select_related("hotspot"), order_keys(ORDERS, order)
    )
    return (_cells(referral) for referral in rows.iterator(chunk_size=CHUNK))


def _cells(referral):
    return [
        referral.code,
        referral.sent_at,
        referral.get_desk_display(),
        referral.get_need_display(),
        place_name(referral.hotspot),
        referral.on,
        referral.get_age_band_display(),
        referral.get_urgency_display(),
        referral.get_status_display(),
        "sì" if referral.is_late else "no",
        _figure(hours_to_take(referral)),
        _figure(days_to_close(referral)),
        referral.get_outcome_display(),
    ]


def _figure(number):
    return "" if number is None else f"{number:.1f}".replace(".", ",")


def cut_page(referrals, order, **around):
    """Return the ``paging.Page`` of a QuerySet in the named order."""
    return paging.cut_page(referrals, order_keys(ORDERS, order), **around)
