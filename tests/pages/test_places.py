"""The list of the places, and the drawing of a year of their public numbers."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from cremona_safety.places import by_month, cards
from cremona_safety.sparkline import sparkline
from hotspots.models import Hotspot
from indicators.figures import PublicCount, public_months
from indicators.models import Measure, Watermark
from tests.indicators.factories import make_count

NOW = timezone.now()


def months(*values):
    """Return the PublicCount of consecutive months; 0 is "meno di 5", None not stored."""
    return [
        PublicCount(date(2026, number, 1), value, value if value is None else NOW)
        for number, value in enumerate(values, start=1)
    ]


def bars(*values, highest=40):
    return sparkline(months(*values), highest)["bars"]


def test_a_month_of_few_reports_is_drawn_the_same_whatever_it_counts():
    few, known, none = bars(0, 20, None)

    assert [bar["kind"] for bar in (few, known, none)] == ["few", "known", "none"]
    assert few["height"] < known["height"]
    assert few["height"] == bars(5)[0]["height"]  # it may be as much as this, or less


def test_no_bar_leaves_its_box():
    drawing = sparkline(months(*range(0, 60, 5)), 55)

    for bar in drawing["bars"]:
        assert bar["y"] >= 0 and bar["y"] + bar["height"] <= drawing["height"]
        assert bar["x"] + bar["width"] <= drawing["width"]


def test_places_read_together_have_one_scale(programme):
    roma, marconi, _ = Hotspot.objects.programme()
    Watermark.objects.create(measure=Measure.PUBLIC)
    for hotspot, value in [(roma, 40), (marconi, 10)]:
        make_count(
            value,
            day=public_months([roma])[roma.pk][-1].month,
            hotspot=hotspot,
            measure=Measure.PUBLIC,
        )

    shown = cards([roma, marconi])

    tall, low = (card["drawing"]["bars"][-1]["height"] for card in shown)
    assert tall == pytest.approx(4 * low, abs=3)
    month, row = by_month(shown)[0]
    assert (month, [str(count) for count in row]) == (row[0].month, ["40", "10"])


def test_the_list_of_the_places_says_which_left_the_programme(programme):
    Hotspot.objects.filter(slug="piazza-marconi").update(archived_on="2026-10-02")
    Hotspot.objects.filter(slug="via-orti-romani").update(kind=Hotspot.Kind.COMPARISON)

    page = Client().get("/luoghi/").content.decode()
    archived = page[page.index('id="archiviati-titolo"') :]

    assert 'href="/luoghi/piazza-roma/"' in page
    assert "/luoghi/piazza-marconi/" not in page.replace(archived, "")
    assert (
        'href="/luoghi/piazza-marconi/">Piazza Marconi</a>, dal 02/10/2026' in archived
    )
    assert "via-orti-romani" not in page


def test_the_menu_and_the_page_of_a_place_lead_to_the_list(programme):
    page = Client().get("/luoghi/piazza-roma/").content.decode()

    assert page.count('href="/luoghi/"') >= 3  # menu, breadcrumb, footer


def test_a_place_says_its_months_to_who_does_not_see_the_drawing(programme):
    roma = Hotspot.objects.get(slug="piazza-roma")
    Watermark.objects.create(measure=Measure.PUBLIC)
    for month in public_months([roma])[roma.pk][-2:]:
        make_count(0, day=month.month, hotspot=roma, measure=Measure.PUBLIC)

    page = Client().get("/luoghi/piazza-roma/").content.decode()

    assert "meno di 5;" in page and 'meno di 5">' in page
    assert page.count("<td>meno di 5</td>") == 2
    assert page.count("<td>dato non ancora disponibile</td>") == 10
