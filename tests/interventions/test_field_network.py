"""The field page without a network, without a session, with two tabs and two writers: no outing is
lost and none is doubled."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from interventions.models import Intervention, Status, Step
from interventions.record.lifecycle import lock, save_change
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
    sign_in,
    the_only_one,
)
from tests.servers import wait_until
from tests.walks.steps import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


# --- without a network


def test_a_whole_outing_without_signal_is_sent_when_it_comes_back(street, cast):
    page = street(cast[0])
    page.context.set_offline(True)

    begin(page)
    add(page, times=2)
    save(page)
    expect(page.locator("[data-queue]")).to_have_text("1 da inviare")
    assert not Intervention.objects.exists()
    page.context.set_offline(False)

    sent(page)
    assert contacts(the_only_one()) == 2


def test_a_count_of_a_running_outing_waits_until_the_network_is_back(street, cast):
    page = street(cast[0])
    begin(page)
    sent(page)
    badge = page.locator("[data-queue]")
    add(page)
    expect(badge).to_be_hidden()  # with a network it goes by itself: nothing flickers
    page.evaluate("location.hash = '#/da-inviare'")
    expect(page.locator("main")).to_contain_text("è salvata sul telefono")
    expect(page.locator("main")).not_to_contain_text("ha tutto")

    page.context.set_offline(True)

    expect(badge).to_have_text("1 da inviare")
    expect(page.locator(".card")).to_contain_text("parte appena c’è rete")


def test_a_running_outing_waits_also_when_only_the_portal_is_out_of_reach(street, cast):
    page = street(cast[0])
    begin(page)
    sent(page)
    add(page)

    page.route(STATE, lambda route: route.fulfill(status=503, body="Un momento"))
    page.evaluate("dispatchEvent(new Event('online'))")

    expect(page.locator("[data-connection]")).to_have_text("rete debole")
    expect(page.locator("[data-queue]")).to_have_text("1 da inviare")


def test_the_page_opens_without_a_network(street, cast):
    page = street(cast[0])
    page.context.set_offline(True)

    page.reload()

    expect(page.get_by_role("button", name="Piazza Roma").first).to_be_visible()
    expect(page.locator("[data-connection]")).to_have_text("senza rete")


def test_without_a_network_the_way_to_the_portal_says_so_and_stays(street, cast):
    page = street(cast[0])
    begin(page)
    page.context.set_offline(True)

    page.get_by_role("link", name="Portale").click()

    expect(page.locator("[data-toast]")).to_contain_text("si apre con la rete")
    expect(page.locator(counted("Contatti"))).to_be_visible()


def test_a_tab_killed_at_every_step_loses_nothing(street, cast):
    page = street(cast[0])
    context = page.context
    context.set_offline(True)

    def killed(page):
        page.close()
        page = context.new_page()
        page.goto(reverse("field"))
        page.wait_for_selector("body[data-ready]")
        return page

    begin(page)
    page = killed(page)
    add(page, times=3)
    page = killed(page)
    expect(page.locator(counted("Contatti"))).to_have_text("3")
    page.get_by_role("link", name="Nota").click()
    page.get_by_label("Che cosa va ricordato").fill("Fontana accesa")
    wait_until(lambda: rows(page)[0]["note"] == "Fontana accesa", what="the writing")
    page = killed(page)
    save(page)
    page = killed(page)
    context.set_offline(False)

    sent(page)
    row = the_only_one()
    assert contacts(row) == 3 and row.shared_note == "Fontana accesa"


@pytest.mark.parametrize("step", ["start", "count", "end"])
def test_the_network_cut_while_it_sends_loses_and_doubles_nothing(street, cast, step):
    page = street(cast[0])
    cut = {"on": step == "start"}
    # the server does its work, but the phone never reads the answer
    page.route(
        RECORDS,
        lambda route: (
            (route.fetch(), route.abort()) if cut["on"] else route.continue_()
        ),
    )

    begin(page)
    cut["on"] |= step == "count"
    add(page, times=2)
    cut["on"] |= step == "end"
    save(page)
    expect(page.locator("[data-queue]")).to_have_text("1 da inviare")
    # the portal answers when it is asked who it is: only what is sent gets lost
    expect(page.locator("[data-connection]")).to_have_text("rete debole")
    cut["on"] = False
    page.evaluate("dispatchEvent(new Event('online'))")

    sent(page)
    row = the_only_one()
    assert row.status == Status.ENDED and contacts(row) == 2


def test_what_was_already_sent_may_be_sent_again(street, cast):
    page = street(cast[0])
    begin(page)
    add(page)
    save(page)
    sent(page)
    version = the_only_one().version

    page.evaluate(
        """async () => {
            const { mark } = await import("/static/js/field/records.js");
            const { all } = await import("/static/js/field/db.js");
            const [record] = await all("records");
            await mark(record.client_id, (now) => (now.sent_revision = 0));
            const { flush } = await import("/static/js/field/sync.js");
            await flush();
        }"""
    )

    sent(page)
    assert the_only_one().version == version


def test_a_server_in_trouble_is_tried_again(street, cast):
    page = street(cast[0])
    begin(page)
    page.route(RECORDS, lambda route: route.fulfill(status=503, body="Un momento"))
    save(page)
    expect(page.locator("[data-connection]")).to_have_text("rete debole")

    page.unroute(RECORDS)

    sent(page)  # by itself, after a pause
    assert the_only_one().status == Status.ENDED


def test_a_server_that_goes_on_failing_is_told_and_the_record_stays(street, cast):
    page = street(cast[0])
    begin(page)
    sent(page)
    page.route(RECORDS, lambda route: route.fulfill(status=500, body="Guasto"))
    save(page)
    page.get_by_text("rete debole").wait_for()
    page.evaluate(
        """async () => {
            const { flush } = await import("/static/js/field/sync.js");
            for (let at = 0; at < 5; at += 1) await flush();
        }"""
    )

    expect(page.locator("[data-notices]")).to_contain_text("Il portale ha un guasto")
    page.get_by_role("link", name="Vedi").click()
    expect(page.locator(".card")).to_contain_text("Resta sul telefono")
    look(page)
    page.unroute(RECORDS)
    page.get_by_role("button", name="Invia adesso").click()

    sent(page)
    assert the_only_one().status == Status.ENDED
    expect(page.locator("[data-notices]")).not_to_contain_text("guasto")


def test_who_the_portal_has_of_the_other_service_is_not_taken_out_here(street, cast):
    officer, educator = cast
    page = street(officer)
    begin(page)
    page.get_by_role("link", name="Cambia").click()
    chosen = page.get_by_role("button", name=educator.full_name)
    chosen.click()
    expect(chosen).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Fatto").click()
    save(page)
    sent(page)

    page.get_by_role("link", name="Piazza Roma").click()
    page.get_by_role("link", name="Cambia").click()

    expect(page.get_by_text("Lo toglie un educatore")).to_be_visible()
    expect(page.get_by_role("button", name=educator.full_name)).to_have_count(0)


# --- the session


def test_after_the_session_expired_who_signs_in_finds_all_and_it_goes(
    street, cast, live_server
):
    page = street(cast[0])
    Session.objects.all().delete()
    begin(page)
    add(page, times=2)
    save(page)
    expect(page.locator("[data-notices]")).to_contain_text("la registrazione resta qui")
    assert not Intervention.objects.exists()
    assert page.get_by_role("link", name="Entra").get_attribute("href") == (
        "/accedi/?next=/interventi/sul-campo/"
    )
    page.get_by_role("link", name="1 da inviare").click()
    expect(page.locator("main")).to_contain_text("Entra di nuovo, e parte da sola")

    sign_in(page.context, cast[0], live_server.url)
    page.goto(reverse("field"))

    sent(page)
    assert contacts(the_only_one()) == 2


def test_another_person_neither_sees_nor_sends_what_is_not_theirs(
    street, cast, live_server
):
    officer, educator = cast
    page = street(officer)
    page.route(RECORDS, lambda route: route.abort())
    begin(page, "Piazza Marconi")
    save(page)

    other = street(educator, context=page.context)
    page.close()
    expect(other.locator("[data-notices]")).to_contain_text(
        "1 da inviare di un’altra persona"
    )
    assert "Registrate da qui" not in other.inner_text("main")
    assert not Intervention.objects.exists()
    sign_in(other.context, officer, live_server.url)
    other.reload()

    sent(other)
    assert the_only_one().created_by == officer


def test_what_the_phone_keeps_of_the_page_names_nobody(street, cast):
    page = street(cast[0])

    kept = page.evaluate(
        """async () => {
            const found = [];
            for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const request of await cache.keys()) {
                    const answer = await cache.match(request);
                    const isText = answer.headers.get("Content-Type").match(/html|json/);
                    const isDictionary = request.url.endsWith(document.body.dataset.guard);
                    found.push([request.url, isText && !isDictionary ? await answer.text() : ""]);
                }
            }
            return found;
        }"""
    )

    assert any(url.endswith("/sul-campo/") for url, _ in kept)
    assert not any("stato" in url or "registrazioni" in url for url, _ in kept)
    shell = "".join(text for _, text in kept)
    assert "csrf" not in shell and not re.search("demo|example.org", shell)


# --- two tabs, two writers


def test_another_phone_goes_on_from_what_there_is(street, cast):
    first = street(cast[0])
    begin(first)
    sent(first)
    row = the_only_one()
    row.tallies.create(what="contatti", count=2)
    other = street(cast[0])

    other.get_by_role("button", name="Continua: Piazza Roma").click()
    expect(other.locator(counted("Contatti"))).to_have_text("0")
    expect(other.locator(".also")).to_have_text("Anche dal portale: 2")
    add(other)
    other.get_by_role("link", name="Altro…").click()
    expect(other.get_by_text("Avviata per errore?")).to_have_count(0)
    other.get_by_role("link", name="Indietro").click()
    save(other)

    sent(other)
    again = the_only_one()
    assert contacts(again) == 3 and again.starts_at == row.starts_at


def test_two_tabs_agree_and_send_once(street, cast):
    first = street(cast[0])
    begin(first)
    add(first)
    second = first.context.new_page()
    second.goto(reverse("field"))
    expect(second.locator(counted("Contatti"))).to_have_text("1")

    add(second)
    expect(first.locator(counted("Contatti"))).to_have_text("2")
    save(first)

    expect(second.locator("[data-queue]")).to_be_hidden()
    sent(first)
    row = the_only_one()
    assert contacts(row) == 2 and row.history.filter(what=Step.What.ENDED).count() == 1


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("Tieni la mia", 8), ("Tieni quella del portale", 5), ("Unisci", 8)],
)
def test_when_both_changed_the_kind_the_person_chooses(street, cast, choice, expected):
    page = street(cast[0])
    begin(page)
    sent(page)
    row = the_only_one()
    row.tallies.create(what="contatti", count=5)
    row.acts.create(kind="sanzione", protocol_number="2026/7")
    desk = {"shared_note": "Dal banco", "kind": "controllo"}
    save_change(lock(row), Step.What.CHANGED, by=cast[0], **desk)
    add(page, times=3)
    page.get_by_role("link", name="Altro…").click()
    page.get_by_role("button", name="Mediazione", exact=True).click()
    page.get_by_role("link", name="Indietro").click()
    page.get_by_role("link", name="Nota").click()
    page.get_by_label("Che cosa va ricordato").fill("Dal telefono")
    page.get_by_role("link", name="Fatto").click()
    save(page)

    page.get_by_role("link", name="Vedi").click()
    page.get_by_role("link", name="Confronta e scegli").click()
    expect(page.locator(".compare")).to_contain_text("Dal banco")
    look(page)
    page.get_by_role("button", name=choice).click()

    sent(page)
    row.refresh_from_db()
    assert contacts(row) == expected
    assert row.acts.count() == (0 if choice == "Tieni la mia" else 1)
    assert (
        row.shared_note
        == {
            "Tieni la mia": "Dal telefono",
            "Tieni quella del portale": "Dal banco",
            "Unisci": "Dal banco\nDal telefono",
        }[choice]
    )
    assert row.status == (
        Status.RUNNING if choice == "Tieni quella del portale" else Status.ENDED
    )
