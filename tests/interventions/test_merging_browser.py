"""The pages of two outings in doubt in a real browser, on a phone and on a desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from interventions.models import Status
from tests.interventions.factories import InterventionFactory
from tests.walks.steps import look, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("size", [(360, 740), (1280, 900)], ids=["phone", "desk"])
def test_the_pages_of_a_doubt_are_for_everybody(open_page, cast, size):
    start = timezone.now() - timedelta(hours=4)
    one, other = (
        InterventionFactory(
            ended=True, crew=cast, starts_at=start + timedelta(minutes=minutes)
        )
        for minutes in (0, 3)
    )
    for listed in ("intervention_list", "desk"):
        page = open_page(reverse(listed), size)
        page.get_by_text("forse la stessa di").first.wait_for()
        look(page)
    page = open_page(reverse("intervention_detail", args=[other.code]), size)
    look(page)

    press(page, "Unisci in una sola uscita")
    page.get_by_text("Diventano una sola uscita").first.wait_for()
    look(page)
    press(page, "Unisci in una sola uscita")
    page.get_by_text("Ora è una sola uscita").first.wait_for()
    look(page)
    assert (
        f"Ora è una sola uscita, {one.code}".lower() in page.inner_text("main").lower()
    )
    page.get_by_role("link", name=one.code).first.click()
    page.get_by_text("Comprende anche").wait_for()
    look(page)

    page.get_by_role("link", name=other.code).first.click()
    page.get_by_text("Unita a un’altra uscita").first.wait_for()
    press(page, "Separa di nuovo")
    page.get_by_text("No, sono due").click()
    page.get_by_label("Perché sono due").fill("Ha cambiato pattuglia")
    press(page, "Sono due uscite")
    look(page)
    other.refresh_from_db()
    assert other.status == Status.ENDED and "Diversa da" in page.inner_text("main")


def test_three_outings_of_one_person_are_one_question_on_the_phone(
    street, officer, educator, coordinator
):
    start = timezone.now() - timedelta(hours=4)
    three = [
        InterventionFactory(
            ended=True,
            crew=[officer, educator],
            created_by=by,
            starts_at=start + timedelta(minutes=minutes),
        )
        for minutes, by in enumerate([officer, educator, coordinator])
    ]
    page = street(officer)

    strip = page.locator("[data-notices]")
    expect(strip).to_contain_text(f"{educator} ti ha in un’altra uscita")
    assert str(coordinator) not in strip.inner_text()  # who only planned it
    page.get_by_role("link", name="Rispondi").click()
    expect(page.get_by_role("heading", name="È la stessa uscita?")).to_have_count(1)
    look(page)
    page.get_by_role("link", name="No, non tutte").click()
    expect(page.get_by_role("heading", name="È la stessa uscita?")).to_have_count(3)
    page.go_back()
    page.get_by_role("button", name="Sì, sono tutte la stessa").click()
    page.get_by_text("Unite: è una sola uscita.").wait_for()

    expect(page.get_by_role("link", name="Rispondi")).to_have_count(0)
    for row in three:
        row.refresh_from_db()
    assert [row.status for row in three] == [Status.ENDED, Status.MERGED, Status.MERGED]
