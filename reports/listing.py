"""The desk's queue: its orders, its columns, and what of a report a role may carry away.

A file has the place as it was written, for who goes there; no other text, no contact, no position.
"""

from django.utils import timezone

from hotspots.models import place_name
from listing.paging import Key
from listing.table import Column, Listing, Order

NEWEST = (Key("received_at", descending=True), Key("id", descending=True))
BY_PLACE = (Key("hotspot_id", nullable=True), *NEWEST)


def _is_late(report):
    return "sì" if report.is_late(timezone.localdate()) else "no"


QUEUE = Listing(
    # each matches an index of reports.Report, read forwards or backwards
    orders=[
        Order("received", NEWEST, "Ricevute di recente", "Ricevute da più tempo"),
        Order(
            "due",
            (Key("due_on"), Key("id")),
            "Risposta più vicina",
            "Risposta più lontana",
        ),
        Order(
            "priority",
            (Key("priority"), *NEWEST),
            "Priorità più alta",
            "Priorità più bassa",
        ),
        Order("place", BY_PLACE, "Luogo", "Luogo, al contrario"),
    ],
    on_page=[
        Column("Segnalazione"),
        Column("Ricevuta", order="received", look="desk-second"),
        Column("Risposta entro", order="due"),
        Column("Luogo", order="place"),
        Column("Priorità", order="priority"),
        Column("Stato, in carico a"),
    ],
    for_file=lambda reports: reports.for_queue(),
    in_file=[
        Column("Codice", lambda report: report.code),
        Column("Ricevuta il", lambda report: report.received_at),
        Column("Giorno del fatto", lambda report: report.occurred_on),
        Column("Luogo", lambda report: place_name(report.hotspot)),
        Column("Luogo come è stato scritto", lambda report: report.place_text),
        Column("Punto sulla mappa", lambda report: report.place_reading),
        Column("Categoria", lambda report: report.category.label),
        Column("Stato", lambda report: report.get_status_display()),
        Column("Priorità", lambda report: report.get_priority_display()),
        Column("Risposta entro il", lambda report: report.due_on),
        Column("In ritardo", _is_late),
        Column("Esito", lambda report: report.get_outcome_display()),
    ],
)
