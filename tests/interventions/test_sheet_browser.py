"""The sheet in a real browser: with and without script, on a phone and on a desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.axe import broken_rules
from tests.interventions.factories import InterventionFactory, TallyFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIZES = [(360, 740), (1280, 900)]


@pytest.fixture
def outing(programme, user_as):
    outing = InterventionFactory(
        ended=True,
        crew=[user_as("officer"), user_as("educator")],
        starts_at=timezone.now() - timedelta(days=1),
    )
    TallyFactory(intervention=outing, people="giovani", count=7)
    return outing


def written(outing):
    return set(outing.tallies.values_list("what", "count"))


@pytest.mark.parametrize("with_script", [True, False])
def test_a_row_more_is_added_filled_and_saved(open_page, outing, with_script):
    page = open_page(
        reverse("intervention_edit", args=[outing.code]),
        java_script_enabled=with_script,
    )
    page.get_by_label("Scopo").fill("Guardare i giardini")

    counts = page.locator('[name^="tallies-"][name$="-count"]')
    assert counts.count() == (1 if with_script else 2)
    page.get_by_role("button", name="Aggiungi una riga di contatti").click()
    counts.last.fill("2")
    page.locator('[name^="tallies-"][name$="-what"]').last.select_option("controlli")
    page.locator("main").get_by_role("button", name="Salva la scheda").last.click()

    page.wait_for_url(f"**{reverse('intervention_detail', args=[outing.code])}")
    assert "Scheda salvata." in page.inner_text("main")
    outing.refresh_from_db()
    assert outing.aim == "Guardare i giardini"
    assert written(outing) == {("contatti", 7), ("controlli", 2)}


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_the_pages_of_the_record_are_for_everybody(open_page, outing, size):
    for name in ("intervention_detail", "intervention_edit", "intervention_list"):
        args = [] if name == "intervention_list" else [outing.code]
        page = open_page(reverse(name, args=args), size)

        assert broken_rules(page) == [], name
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size[0], name
