"""The assessore's pages: what changed, and how sure we are of it."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from documents.tables import csv_response
from indicators import figures, panels, street_figures
from indicators.activity import MONTH_HEADERS
from indicators.forms import PeriodForm

SUNDAY = timedelta(days=6)


@require_safe
def dashboard(request):
    form, as_of, page = _asked(request)
    context = {
        "as_of": as_of,
        "panel": panels.overview(page, as_of, form),
        "trail": [("Cruscotto", "")],
    }
    return render(request, "indicators/dashboard.html", context)


@require_safe
def dashboard_place(request, slug):
    form, as_of, page = _asked(request)
    place = _place(page, slug)
    context = {
        "as_of": as_of,
        "place": place,
        "panel": panels.detail(page, place, as_of, form),
        "trail": [
            ("Cruscotto", f"{reverse('dashboard')}?{page.query}"),
            (place.name, ""),
        ],
    }
    return render(request, "indicators/dashboard_place.html", context)


@require_safe
def dashboard_csv(request):
    *_, page = _asked(request)
    return _weeks_csv("segnalazioni-per-settimana", page, page.places)


@require_safe
def dashboard_place_csv(request, slug):
    *_, page = _asked(request)
    return _weeks_csv(f"segnalazioni-{slug}", page, [_place(page, slug)])


@require_safe
def dashboard_categories_csv(request, slug):
    *_, page = _asked(request)
    rows = figures.categories(_place(page, slug), page.period, page.compared)
    return csv_response(
        f"segnalazioni-{slug}-per-categoria",
        ["Categoria", "Segnalazioni", "Prima"],
        [(label, figure.value, figure.before) for label, figure in rows],
    )


@require_safe
def dashboard_street_csv(request):
    *_, page = _asked(request)
    return _street_csv("attivita-per-mese", page, page.places)


@require_safe
def dashboard_place_street_csv(request, slug):
    *_, page = _asked(request)
    return _street_csv(f"attivita-{slug}", page, [_place(page, slug)])


def _asked(request):
    """Return (form, age of the figures, what the page shows) of a request."""
    form, as_of = PeriodForm.read(request.GET), figures.as_of()
    return form, as_of, panels.scope(form.choice(), as_of)


def _place(page, slug):
    for place in page.places:
        if place.slug == slug:
            return place
    raise Http404(slug)


def _weeks_csv(name, page, places):
    rows = panels.week_rows(page, figures.weekly(places, page.period))
    header = ["Settimana", "Dal", "Al", "In corso", *(p.name for p in places), "Totale"]
    return csv_response(
        name,
        header,
        [
            (label, monday, monday + SUNDAY, "sì" if current else "no", *values, total)
            for label, monday, current, values, total in rows
        ],
    )


def _street_csv(name, page, places):
    header = ["Mese", "Dal", "Al", "Luogo", *MONTH_HEADERS]
    return csv_response(
        name,
        header,
        [
            (month.name, *month.period, month.place.name, *month.cells)
            for month in street_figures.months(places, page.period)
        ],
    )
