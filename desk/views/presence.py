"""How much the services were where: by place and month, on a page and as a file."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.services import record_export
from desk.forms import PresenceForm
from desk.presence import grouped, spells, total
from documents.tables import csv_response
from hotspots.models import REST_OF_TOWN, Hotspot
from interventions.models import Intervention, Status
from listing.table import Column, as_table

OPEN_MONTHS = 3  # on a telephone the months before are folded
FILE = [
    Column("Mese", lambda row: row["month"]),
    Column("Luogo", lambda row: row["place"]),
    Column("Giorni con uscite", lambda row: row["there"].days),
    Column("Uscite", lambda row: row["there"].outings),
    Column("Uscite congiunte", lambda row: row["there"].joint),
    Column("Turni Polizia Locale", lambda row: row["there"].officer_turns),
    Column("Turni educatori", lambda row: row["there"].educator_turns),
    Column("Ore di presenza", lambda row: round(row["there"].hours, 1)),
    Column(
        "Ore-persona Polizia Locale", lambda row: round(row["there"].officer_hours, 1)
    ),
    Column("Ore-persona educatori", lambda row: round(row["there"].educator_hours, 1)),
]


@require_GET
def presence_page(request):
    form = PresenceForm(request.GET)
    context = {
        "form": form,
        "trail": [("Interventi", reverse("intervention_calendar")), ("Presenza", "")],
    }
    if form.is_valid():
        found = form.filter(Intervention.objects.visible_to(request.user))
        first, last = form.period()
        there = spells(found, first=first, last=last)
        rows = _rows(there)
        context |= {
            "rows": rows,
            **_folded(rows),
            "sum": total(there, first=first, last=last),
            "first": first,
            "last": last,
            "to_approve": found.filter(status=Status.ENDED)
            .on_days(first, last)
            .count(),
            "used": form.used(),
            "query": form.query(),
        }
    return render(request, "desk/presence.html", context)


@require_GET
def presence_export(request):
    form = PresenceForm(request.GET)
    if not form.is_valid():
        return redirect(f"{reverse('presence')}?{request.GET.urlencode()}")
    record_export("intervention.export_presence", form, by=request.user)
    found = form.filter(Intervention.objects.visible_to(request.user))
    first, last = form.period()
    rows = _rows(spells(found, first=first, last=last))
    return csv_response(f"presenza-{first}-{last}", *as_table(FILE, rows))


def _rows(there):
    """Return a row for each month, newest first, and each place in the programme's order."""
    names = dict(Hotspot.objects.values_list("pk", "name"))  # in their order
    order = {pk: number for number, pk in enumerate([*names, None])}
    groups = grouped(there, "month", "hotspot_id")
    return [
        {
            "month": month,
            "place": names.get(place, REST_OF_TOWN),
            "there": total(groups[month, place]),
        }
        for month, place in sorted(
            groups, key=lambda key: (-key[0].toordinal(), order[key[1]])
        )
    ]


def _folded(rows):
    """Return the same rows in two: of the newest months, and of those before."""
    months = sorted({row["month"] for row in rows}, reverse=True)
    recent = months[:OPEN_MONTHS]
    return {
        "recent": [row for row in rows if row["month"] in recent],
        "older": [row for row in rows if row["month"] not in recent],
        "oldest": months[-1] if months else None,
    }
