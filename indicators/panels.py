"""What a dashboard page shows, put together once for each version of the figures.

Drawing the charts costs hundreds of milliseconds, reading the drawn page two: the markup is
kept in the cache under what it depends on: the version of the figures, the day, the names and
events it shows, the code and templates that draw it. What is none of these shows within a day.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path

from django.conf import settings
from django.core.cache import cache as store
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import mark_safe

from forces.models import Force
from indicators import charts, figures, periods, street_figures
from indicators.activity import MONTH_HEADERS
from indicators.markers import markers

KEEP_SECONDS = 24 * 3600
TITLE = "Segnalazioni per settimana e luogo"


@dataclass(frozen=True)
class Scope:
    """The places, the weeks and the events of a page; everything else follows from them."""

    places: tuple
    period: periods.Period
    compared: periods.Period | None
    why_not: str
    markers: tuple
    today: date
    query: str

    @property
    def weeks(self):
        return self.period.mondays()

    def markers_about(self, place):
        return [marker for marker in self.markers if marker.is_about(place)]


def scope(choice, as_of):
    """Return the Scope for a choice of the form: (length, comparison)."""
    today, since = timezone.localdate(), as_of.since
    period, compared = periods.choose(*choice, today=today, since=since)
    why_not = ""
    if compared is None:
        why_not = "Con tutto il periodo non c’è un prima con cui confrontare."
    elif since is None or compared.first < since:
        compared = None
        why_not = "I dati non arrivano così indietro: nessun confronto." + (
            f" Cominciano il {date_format(since)}." if since else ""
        )
    return Scope(
        places=tuple(figures.places()),
        period=period,
        compared=compared,
        why_not=why_not,
        markers=tuple(markers(period)),
        today=today,
        query="periodo={}&confronto={}".format(*choice),
    )


def overview(page, as_of, form):
    """Return the markup of the dashboard, from its form down."""
    return _kept("indicators/_overview.html", _overview, page, as_of, form)


def detail(page, place, as_of, form):
    """Return the markup of one place's page, from its form down."""
    return _kept(
        "indicators/_detail.html",
        partial(_detail, place=place),
        page,
        as_of,
        form,
        names=(place, figures.category_labels()),
    )


def _kept(template, build, page, as_of, form, names=()):
    depends = repr(
        (_drawing(), template, page, as_of.version, as_of.day, names, form.errors)
    )
    key = f"indicators:{hashlib.sha256(depends.encode()).hexdigest()}"
    markup = store.get(key)
    if markup is None:
        context = build(page, as_of.day) if as_of.at else {}
        markup = render_to_string(template, {"form": form, "as_of": as_of, **context})
        store.set(key, markup, KEEP_SECONDS)
    return mark_safe(markup)  # noqa: S308 - our own template's, escaped when it was drawn


@cache
def _drawing():
    """A hash of the code and templates that draw, so that a new release draws again."""
    templates = settings.BASE_DIR / "templates"
    drawn_by = [
        *Path(__file__).parent.glob("*.py"),
        *(templates / "indicators").glob("*.html"),
        *(templates / "components").glob("*.html"),
    ]
    digest = hashlib.sha256()
    for path in sorted(drawn_by):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _cards(page, series, counts, waiting, activities):
    # the programme's places share one scale; the rest of the city is many times larger
    highest = max((max(series[place]) for place in page.places[:-1]), default=0)
    return [
        _card(
            place,
            counts[place],
            waiting[place],
            activities[place],
            _small_chart(
                page,
                place,
                series[place],
                max(series[place]) if place.is_elsewhere else highest,
            ),
            page.markers_about(place),
        )
        for place in page.places
    ]


def _overview(page, day):
    series = figures.weekly(page.places, page.period)
    counts = figures.totals(page.places, page.period, page.compared)
    waiting = figures.waiting(page.places, day)
    activities = street_figures.activities(page.places, page.period, page.compared)
    cards = _cards(page, series, counts, waiting, activities)
    return {
        "page": page,
        "cards": cards[:-1],
        "elsewhere": cards[-1],
        "late": sum(late for _, late in waiting.values()),
        "open": sum(opened for opened, _ in waiting.values()),
        "sheets": street_figures.sheets_to_approve(day),
        "title": TITLE,
        "chart": charts.by_place(
            {place.name: series[place] for place in page.places[:-1]},
            page.weeks,
            page.markers,
            today=page.today,
            label=TITLE,
        ),
        "headers": [place.name for place in page.places],
        "rows": week_rows(page, series),
    }


def _detail(page, day, place):
    values = figures.weekly(page.places, page.period)[place]
    counts = figures.totals(page.places, page.period, page.compared)
    about = page.markers_about(place)
    title = f"Segnalazioni per settimana: {place.name}"
    return {
        "page": page,
        "place": place,
        "figure": counts[place],
        "waiting": figures.waiting(page.places, day)[place],
        "title": title,
        "markers": about,
        "chart": charts.one_place(
            place.name, values, page.weeks, about, today=page.today, label=title
        ),
        "rows": week_rows(page, {place: values}),
        "categories": figures.categories(place, page.period, page.compared),
        **_street(page, place),
    }


def _street(page, place):
    activities = street_figures.activities([place], page.period, page.compared)
    return {
        "activity": activities[place],
        "month_headers": MONTH_HEADERS,
        "months": street_figures.months([place], page.period),
        "breakdowns": street_figures.breakdowns(place, page.period),
        "forces": list(Force),
        "force_months": street_figures.forces_by_month(place, page.period),
    }


def week_rows(page, series):
    """Return [(week label, Monday, in progress, [value per place], sum)] for table and CSV."""
    columns = list(series.values())
    return [
        (
            periods.week_label(week),
            week,
            week + periods.WEEK > page.today,
            [column[number] for column in columns],
            sum(column[number] for column in columns),
        )
        for number, week in enumerate(page.weeks)
    ]


def _card(place, figure, waiting, activity, chart, about):
    return {
        "place": place,
        "figure": figure,
        "open": waiting[0],
        "late": waiting[1],
        "activity": activity,
        "chart": chart,
        "markers": about,
    }


def _small_chart(page, place, values, highest):
    return charts.small(
        place.name,
        values,
        page.weeks,
        page.markers_about(place),
        today=page.today,
        label=f"Segnalazioni per settimana: {place.name}",
        highest=highest,
    )
