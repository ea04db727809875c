"""The tick that asks of a name, in a real browser: on a phone and on a desk."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from board.models import BoardNote
from tests.walks.steps import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [(360, 740), (1280, 900)])
def test_the_board_asks_of_a_name_with_one_tick(open_page, programme, size):
    page = open_page(reverse("board"))
    page.set_viewport_size({"width": size[0], "height": size[1]})
    if page.get_by_label("Che cosa serve sapere").is_hidden():
        page.get_by_text("Scrivi una nota").click()
    page.get_by_label("Che cosa serve sapere").fill("Mario Rossi ha le chiavi.")
    page.get_by_role("button", name="Metti in bacheca").click()

    tick = page.get_by_role("checkbox", name="non è il nome di una persona")
    expect(tick).not_to_be_checked()
    expect(page.get_by_label("Che cosa serve sapere")).to_have_value(
        "Mario Rossi ha le chiavi."
    )
    look(page)
    page.locator("label", has_text="non è il nome di una persona").click()
    page.get_by_role("button", name="Metti in bacheca").click()

    expect(page.get_by_text("Nota messa in bacheca.")).to_be_visible()
    assert BoardNote.objects.get().text == "Mario Rossi ha le chiavi."
