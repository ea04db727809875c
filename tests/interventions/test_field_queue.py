"""What waits on the phone: one that fails holds up no other, and nothing rests once there may be a
network again. What is refused, or begun by mistake, is taken away after a question, with a way back."""

import pytest
from playwright.sync_api import expect

from interventions.models import Intervention
from tests.interventions.street import (
    RECORDS,
    STATE,
    add,
    begin,
    contacts,
    rows,
    save,
    sent,
)
from tests.servers import wait_until

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
