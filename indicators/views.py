"""The assessore's pages: what changed, and how sure we are of it."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from indicators import figures, panels
from indicators.exports import csv_response
from indicators.forms import PeriodForm

SUNDAY = timedelta(days=6)


@require_safe
def dashboard(request):
    form, as_of = PeriodForm.read(request.GET), figures.as_of()
    page = panels.scope(form.choice())
    context = {
        "form": form,
        "as_of": as_of,
        "panel": panels.overview(page, as_of) if as_of.at else "",
        "trail": [("Cruscotto", "")],
    }
    return render(request, "indicators/dashboard.html", context)


@require_safe
def dashboard_place(request, slug):
    form, as_of = PeriodForm.read(request.GET), figures.as_of()
    page = panels.scope(form.choice())
    place = _place(page, slug)
    context = {
        "form": form,
        "as_of": as_of,
        "place": place,
        "panel": panels.detail(page, place, as_of) if as_of.at else "",
        "trail": [("Cruscotto", f"/cruscotto/?{page.query}"), (place.name, "")],
    }
    return render(request, "indicators/dashboard_place.html", context)


@require_safe
def dashboard_csv(request):
    page = panels.scope(PeriodForm.read(request.GET).choice())
    return _weeks_csv("segnalazioni-per-settimana", page, page.places)


@require_safe
def dashboard_place_csv(request, slug):
    page = panels.scope(PeriodForm.read(request.GET).choice())
    return _weeks_csv(f"segnalazioni-{slug}", page, [_place(page, slug)])


@require_safe
def dashboard_categories_csv(request, slug):
    page = panels.scope(PeriodForm.read(request.GET).choice())
    rows = figures.categories(_place(page, slug), page.period, page.compared)
    return csv_response(
        f"segnalazioni-{slug}-per-categoria",
        ["Categoria", "Segnalazioni", "Prima"],
        [(label, figure.value, figure.before) for label, figure in rows],
    )


def _weeks_csv(name, page, places):
    rows = panels.week_rows(page, figures.weekly(places, page.period))
    return csv_response(
        name,
        ["Settimana", "Dal", "Al", "In corso", *(p.name for p in places), "Totale"],
        [
            (
                label,
                monday,
                monday + SUNDAY,
                "sì" if in_progress else "no",
                *values,
                total,
            )
            for label, monday, in_progress, values, total in rows
        ],
    )


def _place(page, slug):
    for place in page.places:
        if place.slug == slug:
            return place
    raise Http404(slug)
