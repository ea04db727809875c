"""What waits on the phone: one that fails holds up no other, and nothing rests once there may be a
network again. What is refused, or begun by mistake, is taken away after a question, with a way back."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from hotspots.models import Hotspot
from interventions.models import Intervention, Status
from tests.interventions.factories import InterventionFactory
from tests.interventions.street import (
    RECORDS,
    STATE,
    add,
    begin,
    contacts,
    counted,
    rows,
    save,
    sent,
    the_only_one,
    visit,
)
from tests.servers import wait_until
from tests.walks.steps import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FLUSH = """async (times) => {
    const { flush } = await import("/static/js/field/sync.js");
    for (let at = 0; at < times; at += 1) await flush();
}"""
FAILURES = {
    "a fault": lambda route: route.fulfill(status=500, body="Guasto"),
    "too busy": lambda route: route.fulfill(
        status=503, body="Un momento", headers={"Retry-After": "900"}
    ),
    "no answer": lambda route: route.abort("timedout"),
    "half an answer": lambda route: route.fulfill(status=200, body='{"code":'),
    "refused": lambda route: route.fulfill(status=400, json={"error": "Non si legge."}),
    "changed": lambda route: route.fulfill(
        status=409, json={"error": "È cambiata.", "server": None}
    ),
}


def log(page, place, times=1):
    begin(page, place)
    add(page, times=times)
    save(page)


def fail_only(page, client_id, answer):
    page.route(f"**/registrazioni/{client_id}/", answer)


@pytest.mark.parametrize("answer", FAILURES.values(), ids=FAILURES.keys())
def test_a_healthy_record_does_not_wait_behind_one_that_fails(street, cast, answer):
    page = street(cast[0])
    page.context.set_offline(True)
    for place in ("Piazza Roma", "Piazza Marconi", "Via degli Orti Romani"):
        log(page, place)
    first = min(rows(page), key=lambda row: row["client_id"])  # as they are read
    fail_only(page, first["client_id"], answer)
    page.context.set_offline(False)

    def left():
        kept = rows(page)
        return [r["client_id"] for r in kept if r["revision"] > r["sent_revision"]]

    wait_until(lambda: left() == [first["client_id"]], what="the healthy ones")
    assert Intervention.objects.count() == 2


def test_what_rests_after_many_failures_goes_when_the_page_is_looked_at(street, cast):
    page = street(cast[0])
    page.route(RECORDS, FAILURES["too busy"])
    log(page, "Piazza Roma", times=2)
    expect(page.locator("[data-connection]")).to_have_text("rete debole")
    page.unroute(RECORDS)

    page.evaluate("dispatchEvent(new Event('focus'))")

    sent(page)
    assert contacts(Intervention.objects.get()) == 2


def test_a_pause_grown_without_network_begins_again_when_it_returns(street, cast):
    page = street(cast[0])
    log(page, "Piazza Roma")
    sent(page)
    page.route(STATE, lambda route: route.abort())
    page.evaluate(FLUSH, 9)
    asked = []
    page.unroute(STATE)
    # there is a network, and the first answer is lost all the same
    page.route(
        STATE,
        lambda route: (
            asked.append(1),
            route.abort() if len(asked) == 1 else route.continue_(),
        ),
    )

    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator("[data-connection]")).to_have_text("in rete")
    assert len(asked) > 1


def test_what_is_put_right_does_not_wait_for_the_pause_of_what_was_wrong(street, cast):
    page = street(cast[0])
    page.route(RECORDS, FAILURES["too busy"])
    log(page, "Piazza Roma")
    expect(page.locator("[data-connection]")).to_have_text("rete debole")
    page.unroute(RECORDS)

    page.get_by_role("link", name="Piazza Roma").click()
    add(page)

    sent(page)
    assert contacts(Intervention.objects.get()) == 2


# --- taken out of the way, and back


def write_note(page, text):
    page.get_by_role("link", name="Nota").click()
    page.get_by_label("Che cosa va ricordato").fill(text)
    page.get_by_role("link", name="Fatto").click()


def cancel(page):
    page.get_by_role("link", name="Altro…").click()
    page.get_by_text("Avviata per errore?").click()
    page.get_by_role("link", name="Annulla l’uscita").click()


@pytest.mark.parametrize("network", [True, False], ids=["in a network", "without"])
def test_taking_back_an_outing_asks_what_goes_and_can_be_undone(street, cast, network):
    page = street(cast[0])
    begin(page)
    sent(page)
    page.context.set_offline(not network)
    add(page, times=3)
    add(page, "Mediazioni")
    write_note(page, "Fontana accesa")

    cancel(page)
    expect(page.locator("main")).to_contain_text("3 contatti, 1 mediazione, 1 nota")
    look(page)
    page.get_by_role("link", name="No, tienila").click()
    expect(page.locator(counted("Contatti"))).to_have_text("3")
    cancel(page)
    page.get_by_role("button", name="Sì, annulla l’uscita").click()
    if network:
        sent(page)
        assert the_only_one().status == Status.CANCELLED
    page.get_by_text("Annullate o eliminate (1)").wait_for()  # said, so it is written
    page.reload()
    page.get_by_text("Annullate o eliminate (1)").click()
    look(page)
    page.get_by_role("button", name="Riprendi: Piazza Roma").click()
    expect(page.locator(counted("Contatti"))).to_have_text("3")
    page.context.set_offline(False)
    save(page)

    sent(page)
    row = the_only_one()
    assert row.status == Status.ENDED and row.shared_note == "Fontana accesa"
    assert contacts(row) == 3


def test_one_the_portal_never_had_comes_back_whole(street, cast):
    page = street(cast[0])
    page.context.set_offline(True)
    begin(page)
    add(page, times=2)
    cancel(page)
    page.get_by_role("button", name="Sì, annulla l’uscita").click()
    page.context.set_offline(False)
    sent(page)
    assert not Intervention.objects.exists()

    page.get_by_text("Annullate o eliminate (1)").click()
    page.get_by_role("button", name="Riprendi: Piazza Roma").click()
    page.get_by_role("link", name="Termina").wait_for()
    save(page)

    sent(page)
    assert contacts(the_only_one()) == 2


def test_a_refused_record_is_opened_deleted_after_a_question_and_taken_back(
    street, cast
):
    page = street(cast[0])
    begin(page)
    write_note(page, "Auto AB123CD sul vialetto")
    add(page, times=4)
    save(page)
    page.get_by_role("link", name="Vedi").click()
    expect(page.locator(".card")).to_contain_text("targa")
    look(page)
    page.get_by_role("link", name="Apri").click()
    expect(page.locator(counted("Contatti"))).to_have_text("4")
    visit(page, "#/da-inviare")

    page.get_by_role("link", name="Elimina").click()
    expect(page.locator("main")).to_contain_text("4 contatti, 1 nota")
    page.get_by_role("button", name="Sì, elimina la registrazione").click()
    expect(page.locator("[data-queue]")).to_be_hidden()
    assert not Intervention.objects.filter(status=Status.ENDED).exists()
    page.get_by_role("button", name="Riprendi", exact=True).click()  # in the toast

    page.get_by_role("link", name="Vedi").first.click()
    page.get_by_role("link", name="Correggi").click()
    page.get_by_label("Che cosa va ricordato").fill("Auto sul vialetto")
    page.get_by_role("link", name="Fatto").click()
    sent(page)
    assert contacts(the_only_one()) == 4


def test_a_planned_outing_taken_back_begins_again_without_what_was_wrong(street, cast):
    planned = InterventionFactory(
        crew=[cast[0]],
        hotspot=Hotspot.objects.get(slug="piazza-marconi"),
        starts_at=timezone.now() - timedelta(minutes=5),
    )
    page = street(cast[0])
    page.get_by_role("button", name="Inizia: Piazza Marconi").click()
    page.get_by_role("link", name="Termina").wait_for()
    sent(page)
    add(page, times=5)
    cancel(page)
    page.get_by_role("button", name="Sì, annulla l’uscita").click()
    sent(page)
    page.reload()

    page.get_by_role("button", name="Inizia: Piazza Marconi").click()
    add(page)
    save(page)

    sent(page)
    row = the_only_one()
    assert (row.code, row.status) == (planned.code, Status.ENDED)
    assert contacts(row) == 1
