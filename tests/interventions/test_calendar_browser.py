"""The calendar in a real browser: a chip dragged to another cell, the list of a phone."""

from datetime import date, time, timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from interventions.models import Intervention
from tests.axe import broken_rules
from tests.interventions.factories import InterventionFactory
from texts.days import monday_of
from texts.hours import span

TALL = 1800  # px: a page that scrolls while the button is down drops the chip

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def monday():
    """The Monday of the week to come, which has no day already past."""
    return monday_of(timezone.localdate()) + timedelta(days=7)


@pytest.fixture
def screen(live_server, client_as, browser):
    """Return a function that opens a signed-in page of a given size."""
    contexts = []

    def open_page(role, width, height=900):
        context = browser.new_context(
            viewport={"width": width, "height": height},
            base_url=live_server.url,
            locale="it-IT",
        )
        contexts.append(context)
        cookie = client_as(role).cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )
        page = context.new_page()
        return page

    yield open_page
    for context in contexts:
        context.close()


def outing_on(day, hotspot, crew):
    starts_at, ends_at = span(day, time(19), time(21))
    return InterventionFactory(
        hotspot=hotspot, crew=crew, starts_at=starts_at, ends_at=ends_at
    )


def week_of(day):
    return f"{reverse('intervention_calendar')}?dal={day}"


def cell(page, place, day):
    return page.locator(f"td[data-place='{place}'][data-day='{day}']")


def test_a_chip_dragged_to_another_cell_is_moved_there(screen, user_as, roma, monday):
    outing = outing_on(monday, roma, [user_as("officer")])
    page = screen("officer", 1280, TALL)
    page.goto(week_of(monday))
    wednesday = monday + timedelta(days=2)

    page.locator(f"[data-chip='{outing.code}']").drag_to(
        cell(page, "piazza-marconi", wednesday)
    )

    page.get_by_text(f"Intervento {outing.code} spostato.").wait_for()
    moved = cell(page, "piazza-marconi", wednesday)
    assert moved.locator(f"[data-chip='{outing.code}']").count() == 1
    outing.refresh_from_db()
    assert (outing.hotspot.slug, outing.day) == ("piazza-marconi", wednesday)
    assert timezone.localtime(outing.starts_at).hour == 19


def test_a_refusal_is_said_and_the_chip_stays(screen, user_as, roma, monday):
    officer = user_as("officer")
    outing = outing_on(monday, roma, [officer])
    outing_on(monday + timedelta(days=2), None, [officer])
    page = screen("officer", 1280, TALL)
    page.goto(week_of(monday))

    page.locator(f"[data-chip='{outing.code}']").drag_to(
        cell(page, "piazza-marconi", monday + timedelta(days=2))
    )

    said = page.get_by_role("alert").filter(has_text="è già in un’altra uscita")
    said.wait_for()
    assert page.get_by_role("button", name="Sposta comunque").count() == 0
    here = cell(page, "piazza-roma", monday)
    assert here.locator(f"[data-chip='{outing.code}']").count() == 1
    assert Intervention.objects.get(pk=outing.pk).day == monday


def test_what_can_be_overcome_is_asked(screen, user_as, roma, monday):
    outing = outing_on(monday, None, [user_as("officer")])
    outing_on(monday, roma, [])
    page = screen("officer", 1280, TALL)
    page.goto(week_of(monday))

    page.locator(f"[data-chip='{outing.code}']").drag_to(
        cell(page, "piazza-roma", monday)
    )
    page.get_by_role("button", name="Sposta comunque").click()

    page.get_by_text(f"Intervento {outing.code} spostato.").wait_for()
    assert Intervention.objects.get(pk=outing.pk).hotspot == roma


def test_a_phone_reads_the_week_day_by_day(screen, user_as, roma, monday):
    outing = outing_on(monday, roma, [user_as("officer"), user_as("educator")])
    page = screen("educator", 320, 640)

    page.goto(week_of(monday))

    assert page.locator(".cal-narrow").get_by_text("19:00-21:00").is_visible()
    assert not page.locator("table.cal-wide").is_visible()
    assert broken_rules(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.locator(".cal-narrow .cal-open").first.click()
    page.wait_for_url(f"**/interventi/{outing.code}/")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_planning_pass_axe(screen, user_as, roma, monday, width):
    outing = outing_on(monday, roma, [user_as("officer")])
    page = screen("officer", width)

    for path in (
        week_of(monday),
        f"{week_of(monday)}&vista=mese",
        f"{week_of(monday)}&vista=elenco",
        f"{reverse('intervention_plan')}?luogo=piazza-roma&giorno={monday}",
        reverse("intervention_replan", args=[outing.code]),
        reverse("intervention_cancel", args=[outing.code]),
        reverse("availability_list"),
        f"{reverse('intervention_month')}?mese={monday:%Y-%m}",
    ):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert broken_rules(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", [360, 1280])
def test_a_month_is_planned_from_its_cells_and_published(screen, user_as, roma, width):
    officer = user_as("officer")
    page = screen("coordinator", width)
    month = (timezone.localdate().replace(day=1) + timedelta(days=40)).replace(day=1)
    page.goto(f"{reverse('intervention_month')}?mese={month:%Y-%m}")
    is_list = width < 1200

    if is_list:
        page.locator("summary", has_text=str(officer)).click()
        page.get_by_role("link", name=f"Aggiungi un turno per {officer}").first.click()
    page.get_by_role("textbox", name="Dalle").fill("20:00")
    page.get_by_role("textbox", name="Alle").last.fill("23:00")
    expect(page.get_by_label("Tieni in bozza")).not_to_be_visible()
    assert broken_rules(page) == []
    put = "Metti nel mese" if is_list else f"Aggiungi un turno: {officer}"
    page.get_by_role("button", name=put).first.click()

    if is_list:
        page.locator("summary", has_text=str(officer)).click()
    expect(page.get_by_role("link", name="20:00-23:00")).to_be_visible()
    assert broken_rules(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="Pubblica il mese").click()
    page.get_by_text(f"{officer}: 1 turno").wait_for()
    assert broken_rules(page) == []
    page.get_by_role("button", name="Pubblica il mese").click()
    page.get_by_text("Niente in bozza").wait_for()
    if is_list:
        page.locator("summary", has_text=str(officer)).click()
    page.get_by_role("link", name="20:00-23:00").click()
    expect(page.get_by_text("Ha pubblicato il turno")).to_be_attached()


def test_the_whole_month_and_its_totals_are_in_one_width(screen, user_as, roma):
    officer = user_as("officer")
    month = date(timezone.localdate().year + 1, 1, 1)
    for n in range(31):
        outing_on(month + timedelta(days=n), roma, [officer])
    page = screen("coordinator", 1280)

    page.goto(f"{reverse('intervention_month')}?mese={month:%Y-%m}")

    box = page.locator(".month-scroll")
    assert box.evaluate("box => box.scrollWidth - box.clientWidth") <= 0
    row = page.get_by_role("row").filter(has_text=str(officer))
    assert row.evaluate("row => row.getBoundingClientRect().height") <= 96
    expect(row.get_by_role("cell").first).to_contain_text("62 h")


def test_the_form_says_at_once_who_is_busy(screen, user_as, roma, monday):
    outing_on(monday, roma, [user_as("officer")])
    page = screen("officer", 360)
    page.goto(f"{reverse('intervention_plan')}?giorno={monday}")

    page.get_by_role("textbox", name="Dalle").fill("20:00")
    page.get_by_role("textbox", name="Alle", exact=True).fill("22:00")
    page.get_by_role("textbox", name="Alle", exact=True).press("Tab")

    page.locator("#conflitti .alert-danger").get_by_text("altra uscita").wait_for()
