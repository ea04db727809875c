"""The list as a sheet: counts and words chosen from lists, no name and nothing confidential."""

from django.db.models import Count, IntegerField, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from hotspots.models import place_name
from interventions.models import Act, Approval, Tally
from interventions.record.listing import in_order

HEADERS = [
    "Codice",
    "Giorno",
    "Inizio",
    "Fine",
    "Luogo",
    "Tipo",
    "Origine",
    "Stato",
    "Congiunto",
    "Agenti",
    "Educatori",
    "Ore agenti",
    "Ore educatori",
    "Contatti",
    "Mediazioni",
    "Controlli",
    "Atti",
    "Esito",
    "Approvazioni",
]
CHUNK = 2000


def export_rows(interventions, order):
    """Return the rows of a QuerySet of interventions in the order of ``HEADERS``, one query."""
    counted = interventions.for_list().annotate(
        contacts=_tally(Tally.What.CONTACT),
        mediations=_tally(Tally.What.MEDIATION),
        checks=_tally(Tally.What.CHECK),
        acts_done=_of(Act, Sum("count")),
        approvals_given=_of(Approval, Count("pk")),
    )
    rows = in_order(counted, order).iterator(chunk_size=CHUNK)
    return (_cells(row) for row in rows)


def _cells(row):
    return [
        row.code,
        row.day,
        row.starts_at,
        row.ends_at,
        place_name(row.hotspot),
        row.get_kind_display(),
        row.get_trigger_display(),
        row.get_status_display(),
        "sì" if row.is_joint else "no",
        row.officers,
        row.educators,
        round(row.officer_minutes / 60, 2),
        round(row.educator_minutes / 60, 2),
        row.contacts,
        row.mediations,
        row.checks,
        row.acts_done,
        row.get_outcome_display(),
        row.approvals_given,
    ]


def _tally(what):
    return _of(Tally, Sum("count"), what=what)


def _of(model, figure, **wanted):
    """Return one figure over the rows of ``model`` of each intervention; 0 without rows."""
    rows = model.objects.filter(intervention=OuterRef("pk"), **wanted).order_by()
    figures = rows.values("intervention").annotate(figure=figure).values("figure")
    return Coalesce(Subquery(figures, output_field=IntegerField()), Value(0))
