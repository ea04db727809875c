"""Several phones on one patrol: their counts add up, and nobody is out twice."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from hotspots.models import Hotspot
from interventions.models import Intervention, Status
from interventions.services.merging import merge_outings
from tests.accounts.factories import UserFactory
from tests.interventions.factories import InterventionFactory, TallyFactory
from tests.interventions.street import (
    add,
    begin,
    contacts,
    counted,
    rows,
    save,
    the_only_one,
)
from tests.interventions.street import sent as all_sent
from tests.servers import wait_until
from tests.walks.steps import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def three(cast):
    """Return two officers and an educator."""
    officer, educator = cast
    return officer, UserFactory(role=officer.role), educator


@pytest.fixture(autouse=True)
def a_phone_tells_at_once(settings):
    settings.RUNNING_SECONDS = 0


def wake(page):
    page.evaluate("dispatchEvent(new Event('online'))")


def sent(page):
    """Let a phone send what its outing has so far, and wait until the portal has it."""
    wake(page)
    all_sent(page)


def with_crew(page, *names):
    page.get_by_role("link", name="Cambia").click()
    for name in names:
        chosen = page.get_by_role("button", name=name)
        chosen.click()
        expect(chosen).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Fatto").click()


def test_three_phones_without_a_network_take_one_plan(street, three):
    place = Hotspot.objects.get(slug="piazza-roma")
    InterventionFactory(crew=three, starts_at=timezone.now(), hotspot=place)
    pages = [street(person) for person in three]
    for count, page in enumerate(pages, start=1):
        page.context.set_offline(True)
        page.get_by_role("button", name="Inizia: Piazza Roma").click()
        add(page, times=count)

    for page in reversed(pages):
        page.context.set_offline(False)
        sent(page)
    wake(pages[0])
    expect(pages[0].locator(".also").first).to_contain_text(f"{three[2]}: 3")
    look(pages[0])
    for page in pages:
        save(page)
        sent(page)

    row = the_only_one()
    assert contacts(row) == 6 and row.status == Status.ENDED
    assert (row.officers, row.educators) == (2, 1)


def test_who_began_the_same_plan_elsewhere_makes_theirs_another_outing(street, three):
    place = Hotspot.objects.get(slug="piazza-roma")
    InterventionFactory(crew=three, starts_at=timezone.now(), hotspot=place)
    first, other = street(three[0]), street(three[1])
    notes = ["Rissa", "Rissa sedata in piazza\nChiamato il 118"]
    for count, page in enumerate([first, other], start=1):
        page.context.set_offline(True)
        page.get_by_role("button", name="Inizia: Piazza Roma").click()
        add(page, times=count)
        page.get_by_role("link", name="Altro").click()
        page.get_by_role("button", name="Aggiungi: Sanzione").click()
        page.get_by_role("link", name="Fatto").click()
        page.get_by_role("link", name="Nota").click()
        page.get_by_label("Che cosa va ricordato").fill(notes[count - 1])
        page.get_by_role("link", name="Fatto").click()
    for page in (first, other):
        page.context.set_offline(False)
        sent(page)
    assert contacts(the_only_one()) == 3

    expect(other.locator("main")).to_contain_text(f"Stessa uscita di {three[0]}")
    other.get_by_role("link", name="Non è la stessa?").click()
    expect(other.locator("main")).to_contain_text("2 contatti, 1 atto, 1 nota")
    look(other)
    other.get_by_role("button", name="Separa la mia uscita").click()
    other.get_by_role("link", name="Fatto").click()
    sent(other)
    add(other)  # what comes after is of the new one
    save(other)
    sent(other)

    stays, new = Intervention.objects.order_by("pk")
    assert (contacts(stays), contacts(new)) == (1, 3)
    assert [stays.shared_note, new.shared_note] == notes
    assert [stays.acts.get().count, new.acts.get().count] == [1, 1]
    assert {one.person for one in stays.crew.all()} == {three[0], three[2]}
    assert [one.person for one in new.crew.all()] == [three[1]]
    assert (stays.status, new.status) == (Status.RUNNING, Status.ENDED)
    assert "taken_back" in stays.history.last().detail
    wake(first)
    expect(first.get_by_role("link", name="Non è la stessa?")).to_have_count(0)


def test_the_phone_asks_whether_two_are_the_same_and_they_become_one(street, three):
    officer, _, educator = three
    first, other = street(officer), street(educator)
    other.context.set_offline(True)
    begin(other)
    add(other, times=2)
    with_crew(other, officer.full_name)
    begin(first)
    add(first)
    sent(first)
    other.context.set_offline(False)
    sent(other)

    wake(first)
    first.get_by_role("link", name="Rispondi").click()
    asked = first.locator(".card")
    expect(asked).to_contain_text(
        f"{educator} ti ha in un’altra uscita alla stessa ora"
    )
    look(first)
    asked.get_by_role("button", name="Sì, è la stessa").click()

    expect(first.locator(".card")).to_have_count(0)
    [stays] = Intervention.objects.live()
    assert contacts(stays) == 3 and stays.is_joint
    add(other)
    save(other)
    sent(other)
    save(first)
    sent(first)
    [stays] = Intervention.objects.live()
    assert contacts(stays) == 4 and stays.status == Status.ENDED


def test_they_may_be_two_for_a_reason(street, three):
    officer, _, educator = three
    place = Hotspot.objects.get(slug="piazza-marconi")
    other = InterventionFactory(
        running=True,
        crew=[officer, educator],
        starts_at=timezone.now(),
        hotspot=place,
        created_by=educator,
    )
    page = street(officer)
    page.get_by_role("button", name="Piazza Roma").first.click()
    expect(page.locator("main")).to_contain_text("Sei in un’uscita in corso")
    look(page)
    page.get_by_role("button", name="Ne inizio un’altra").click()
    page.get_by_role("button", name="Aggiungi: Contatti").wait_for()
    sent(page)
    page.get_by_role("link", name="Indietro").click()
    expect(page.locator("h1")).to_have_text("Sul campo")
    expect(page.get_by_role("link", name="In corso: Piazza Roma")).to_be_visible()
    expect(page.get_by_role("button", name="Continua")).to_have_count(0)

    wake(page)
    page.get_by_role("link", name="Rispondi").click()
    page.get_by_role("link", name="No, sono due").click()
    page.get_by_role("button", name="Tienile separate").click()
    expect(page.locator("[data-toast]")).to_contain_text("Scrivi perché")
    reason = page.get_by_label("Perché sono due")
    reason.fill("Kevin Bianchi ha cambiato pattuglia")
    expect(page.locator("#reason-person")).to_contain_text("«Kevin Bianchi»")
    page.get_by_role("button", name="Tienile separate").click()
    page.get_by_role("button", name="Ho riletto: tienile separate").wait_for()
    look(page)
    expect(reason).to_have_value("Kevin Bianchi ha cambiato pattuglia")
    reason.fill("Ho cambiato pattuglia")
    expect(page.locator("#reason-person")).to_be_empty()
    page.get_by_role("button", name="tienile separate").click()

    expect(page.locator("[data-toast]")).to_contain_text("Restano due uscite")
    expect(page.locator(".card")).to_have_count(0)
    other.refresh_from_db()
    assert other.status == Status.RUNNING


def test_two_that_others_recorded_are_asked_of_as_two(street, three):
    officer, colleague, educator = three
    for person, count in ((colleague, 3), (educator, 2)):
        row = InterventionFactory(
            running=True,
            crew=[officer, person],
            starts_at=timezone.now(),
            created_by=person,
        )
        TallyFactory(intervention=row, count=count)
    page = street(officer)

    page.get_by_role("link", name="Rispondi").click()

    asked = page.locator(".card")
    expect(asked).to_contain_text("Alla stessa ora risulti in due uscite")
    for person, count in ((colleague, 3), (educator, 2)):
        expect(asked).to_contain_text(f"registrata da {person}, contatti: {count}")


def test_what_goes_on_elsewhere_is_gone_on_with(street, three):
    officer, _, educator = three
    first = street(educator)
    begin(first)
    add(first, times=2)
    with_crew(first, officer.full_name)
    sent(first)
    other = street(officer)

    other.get_by_role("button", name="Piazza Marconi").first.click()
    other.get_by_role("button", name="Continua quella").click()
    expect(other.locator(counted("Contatti"))).to_have_text("0")
    expect(other.locator(".also").first).to_have_text(f"Anche {educator}: 2")
    add(other)
    save(other)

    sent(other)
    assert contacts(the_only_one()) == 3


def test_a_phone_of_a_merged_outing_goes_on_with_the_other(street, three, coordinator):
    officer, _, educator = three
    page = street(educator)
    begin(page)
    add(page)
    sent(page)
    mine = the_only_one()
    planned = InterventionFactory(
        running=True,
        crew=[officer],
        starts_at=mine.starts_at,
        planned_from=mine.starts_at,
        planned_until=mine.starts_at + timedelta(hours=1),
        hotspot=mine.hotspot,
    )
    merge_outings(mine, other=planned, by=coordinator)

    add(page)
    save(page)

    sent(page)
    planned.refresh_from_db()
    assert contacts(planned) == 2 and planned.status == Status.ENDED
    assert rows(page)[0]["code"] == planned.code
    page.goto(reverse("field"))
    wait_until(lambda: page.locator("h1").count(), what="the page")
    expect(page.get_by_role("button", name="Continua")).to_have_count(0)
