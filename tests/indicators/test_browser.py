from datetime import timedelta

import pytest
from django.utils import timezone

from hotspots.models import Hotspot
from indicators import measures
from tests.axe import broken_rules
from tests.indicators.factories import make_reports

pytestmark = pytest.mark.browser


@pytest.fixture
def dashboard(live_server, page, programme, client_as):
    """Open the dashboard, with thirty days of reports, as the assessore would."""
    today = timezone.localdate()
    for back in range(30):
        make_reports(
            back % 3 + 1,
            on=today - timedelta(days=back),
            hotspot=Hotspot.objects.get(slug="piazza-roma"),
        )
    measures.refresh()
    session = client_as("assessore").cookies["sessione"].value
    page.context.add_cookies(
        [{"name": "sessione", "value": session, "url": live_server.url}]
    )
    page.refused = []
    page.on("console", lambda message: page.refused.append(message.text))
    page.on("pageerror", lambda error: page.refused.append(str(error)))
    page.goto(f"{live_server.url}/cruscotto/")
    return page


@pytest.mark.parametrize(
    ("width", "shown"),
    [(360, "narrow"), (768, "narrow"), (992, "wide"), (1280, "wide")],
)
def test_the_chart_fits_the_screen_and_its_text_stays_readable(dashboard, width, shown):
    dashboard.set_viewport_size({"width": width, "height": 800})

    assert dashboard.evaluate("document.documentElement.scrollWidth") == width
    charts = dashboard.locator("#settimane svg").evaluate_all(
        "all => all.filter(svg => svg.getBoundingClientRect().width > 0)"
        ".map(svg => [svg.getAttribute('class'), Math.min(...[...svg.querySelectorAll('text')]"
        ".map(text => parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a))])"
    )
    [[name, smallest]] = charts
    assert name == f"chart-{shown}"
    assert smallest >= 12


def test_the_marks_are_read_by_keyboard_and_by_pointer(dashboard):
    dashboard.set_viewport_size({"width": 1280, "height": 900})
    chart = dashboard.locator("#settimane svg.chart-wide")
    readout = dashboard.locator("#settimane [data-chart-readout]")

    chart.focus()
    first = readout.inner_text()
    dashboard.keyboard.press("ArrowRight")
    second = readout.inner_text()
    dashboard.keyboard.press("Home")
    assert first != second
    assert readout.inner_text() == first
    assert "Piazza Roma, " in first

    chart.hover(position={"x": 800, "y": 200})
    assert readout.inner_text() != first


def test_a_small_chart_shows_its_readout_only_while_a_mark_is_read(dashboard):
    chart = dashboard.locator(".place-card").first.locator("[data-chart]")
    readout = chart.locator("[data-chart-readout]")
    assert readout.inner_text() == ""

    chart.locator("svg").focus()
    assert "Piazza Roma, " in readout.inner_text()
    chart.locator("svg").blur()
    assert readout.inner_text() == ""

    chart.locator("svg").hover()
    assert "Piazza Roma, " in readout.inner_text()
    dashboard.locator("h1").hover()
    assert readout.inner_text() == ""


@pytest.mark.parametrize(("width", "rows"), [(360, 3), (768, 3), (992, 1), (1280, 1)])
def test_no_card_stands_alone_in_its_row(dashboard, width, rows):
    dashboard.set_viewport_size({"width": width, "height": 800})

    tops = dashboard.locator(".place-card").evaluate_all(
        "all => all.map(card => card.getBoundingClientRect().top)"
    )
    assert len(tops) == 3
    assert len(set(tops)) == rows
    sizes = dashboard.locator("svg.chart-small").evaluate_all(
        "all => all.map(svg => Math.round(14 * svg.getScreenCTM().a))"
    )
    assert min(sizes) >= 12 and max(sizes) - min(sizes) <= 3


def test_the_caption_of_a_table_of_cards_takes_the_whole_width(dashboard):
    dashboard.set_viewport_size({"width": 360, "height": 800})
    dashboard.get_by_role("link", name="Vedi Piazza Roma").click()

    caption = dashboard.locator("#categorie caption")
    assert caption.bounding_box()["width"] > 200


def test_the_dashboard_has_nothing_for_axe_or_for_the_content_policy(dashboard):
    assert broken_rules(dashboard) == []
    dashboard.locator("#settimane summary").click()
    dashboard.get_by_role("link", name="Vedi Piazza Roma").click()
    dashboard.locator("h1", has_text="Piazza Roma").wait_for()
    assert broken_rules(dashboard) == []
    assert dashboard.refused == []


def test_the_period_is_chosen_without_a_pointer(dashboard):
    dashboard.get_by_label("Periodo").select_option("26")
    dashboard.get_by_role("button", name="Mostra", exact=True).press("Enter")

    dashboard.wait_for_url("**/cruscotto/?periodo=26&confronto=precedente")
    assert dashboard.get_by_label("Periodo").input_value() == "26"
