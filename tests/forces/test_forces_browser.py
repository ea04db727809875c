"""The other forces' counts in a real browser: a file with wrong rows, imported and undone."""

import io
from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from openpyxl import load_workbook

from forces.models import ForceCount
from tests.axe import broken_rules
from tests.forces.test_forces_pages import thirty_six_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[360, 1280])
def page(request, live_server, client_as, browser, programme):
    context = browser.new_context(
        viewport={"width": request.param, "height": 900},
        base_url=live_server.url,
        locale="it-IT",
    )
    cookie = client_as("coordinator").cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
    )
    page = context.new_page()
    yield page
    context.close()


def as_csv():
    rows = load_workbook(io.BytesIO(thirty_six_rows())).active.values
    cells = [[f"{c:%m/%Y}" if isinstance(c, date) else str(c) for c in r] for r in rows]
    return "\n".join(";".join(row) for row in cells).encode()


def assert_sound(page):
    """Assert that axe finds nothing and that the page does not scroll sideways."""
    assert broken_rules(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_file_with_five_wrong_rows_is_imported_without_them_and_undone(page):
    page.goto(reverse("force_import"))
    assert_sound(page)
    page.locator("input[type=file]").set_input_files(
        {"name": "c.csv", "mimeType": "text/csv", "buffer": as_csv()}
    )
    page.get_by_role("button", name="Leggi il file").click()

    assert page.locator(".tinted-box li").count() == 5
    caption = page.locator("table caption").bounding_box()
    assert caption["width"] > 250
    assert_sound(page)

    page.get_by_role("button", name="Importa solo le 31 righe giuste").click()
    page.get_by_text("Importate 31 righe su 36: 5 erano da correggere.").wait_for()
    assert ForceCount.objects.count() == 31
    assert_sound(page)

    page.get_by_role("button", name="Annulla l’importazione").click()
    page.get_by_text("i conteggi sono di nuovo come prima").wait_for()
    assert ForceCount.objects.count() == 0
    assert_sound(page)
