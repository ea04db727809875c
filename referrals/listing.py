"""The list of referrals: its orders, its columns, the cells of its file."""

from hotspots.models import place_name
from listing.paging import Key
from listing.table import Column, Listing, Order
from referrals.times import days_to_close, hours_to_take

NEWEST = (Key("sent_at", descending=True), Key("id", descending=True))
URGENT = (Key("urgency"), Key("sent_at"), Key("id"))

REFERRALS = Listing(
    orders=[
        Order("urgency", URGENT, "Più urgenti prima", "Meno urgenti prima"),
        Order("sent", NEWEST, "Inviati di recente", "Inviati da più tempo"),
    ],
    on_page=[
        Column("Invio"),
        Column("Entro quando", order="urgency"),
        Column("Inviato", order="sent"),
        Column("A chi"),
        Column("Stato"),
    ],
    for_file=lambda referrals: referrals.select_related("hotspot"),
    in_file=[
        Column("Codice", lambda referral: referral.code),
        Column("Inviato il", lambda referral: referral.sent_at),
        Column("A chi", lambda referral: referral.get_desk_display()),
        Column("Bisogno", lambda referral: referral.get_need_display()),
        Column("Luogo", lambda referral: place_name(referral.hotspot)),
        Column("Giorno", lambda referral: referral.on),
        Column("Fascia di età", lambda referral: referral.get_age_band_display()),
        Column("Urgenza", lambda referral: referral.get_urgency_display()),
        Column("Stato", lambda referral: referral.get_status_display()),
        Column("In ritardo", lambda referral: "sì" if referral.is_late else "no"),
        Column("Ore alla presa in carico", lambda one: _figure(hours_to_take(one))),
        Column("Giorni all’esito", lambda one: _figure(days_to_close(one))),
        Column("Esito", lambda referral: referral.get_outcome_display()),
    ],
)


def _figure(number):
    return "" if number is None else round(number, 1)
