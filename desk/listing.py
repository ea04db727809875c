"""The list of interventions: its orders, its columns, the cells of its files.

A file has counts and words chosen from lists, no name and nothing confidential.
"""

from django.db.models import Count, IntegerField, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from hotspots.models import place_name
from interventions.models import NO_OUTING, Act, Approval, Tally
from listing.paging import Key
from listing.table import Column, Listing, Order

NEWEST = (Key("starts_at", descending=True), Key("id", descending=True))
BY_PLACE = (Key("hotspot_id", nullable=True), *NEWEST)


def _with_figures(interventions):
    return interventions.for_list().annotate(
        contacts=_tally(Tally.What.CONTACT),
        mediations=_tally(Tally.What.MEDIATION),
        checks=_tally(Tally.What.CHECK),
        acts_done=_of(Act, Sum("count")),
        approvals_given=_of(Approval, Count("pk")),
    )


def _tally(what):
    return _of(Tally, Sum("count"), what=what)


def _of(model, figure, **wanted):
    """Return one figure over the rows of ``model`` of each intervention; 0 without rows."""
    rows = model.objects.filter(intervention=OuterRef("pk"), **wanted).order_by()
    figures = rows.values("intervention").annotate(figure=figure).values("figure")
    return Coalesce(Subquery(figures, output_field=IntegerField()), Value(0))


def _figure(heading, read):
    """A column that adds up: what was cancelled, or is told by another row, counts nothing."""
    return Column(heading, lambda row: 0 if row.status in NO_OUTING else read(row))


INTERVENTIONS = Listing(
    # each matches an index of interventions.Intervention, read forwards or backwards
    orders=[
        Order("newest", NEWEST, "Dal più recente", "Dal più vecchio"),
        Order("place", BY_PLACE, "Luogo", "Luogo, al contrario"),
        Order("status", (Key("status"), *NEWEST), "Stato", "Stato, al contrario"),
        Order("kind", (Key("kind"), *NEWEST), "Tipo", "Tipo, al contrario"),
    ],
    on_page=[
        Column("Intervento"),
        Column("Quando", order="newest"),
        Column("Luogo", order="place"),
        Column("Tipo", order="kind", look="desk-second"),
        Column("Chi"),
        Column("Stato", order="status"),
    ],
    for_file=_with_figures,
    in_file=[
        Column("Codice", lambda row: row.code),
        Column("Giorno", lambda row: row.day),
        Column("Inizio", lambda row: row.starts_at),
        Column("Fine", lambda row: row.ends_at),
        Column("Luogo", lambda row: place_name(row.hotspot)),
        Column("Tipo", lambda row: row.get_kind_display()),
        Column("Origine", lambda row: row.get_trigger_display()),
        Column("Stato", lambda row: row.get_status_display()),
        Column("Congiunto", lambda row: "sì" if row.is_joint else "no"),
        _figure("Agenti", lambda row: row.officers),
        _figure("Educatori", lambda row: row.educators),
        _figure("Ore agenti", lambda row: round(row.officer_minutes / 60, 2)),
        _figure("Ore educatori", lambda row: round(row.educator_minutes / 60, 2)),
        _figure("Contatti", lambda row: row.contacts),
        _figure("Mediazioni", lambda row: row.mediations),
        _figure("Controlli", lambda row: row.checks),
        _figure("Atti", lambda row: row.acts_done),
        Column("Esito", lambda row: row.get_outcome_display()),
        Column("Approvazioni", lambda row: row.approvals_given),
    ],
)
