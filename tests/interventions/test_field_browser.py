"""The field page on a phone in Chromium: the network cut at every step, the tab killed, the
session expired, two tabs, two people. No outing is lost and none is doubled."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from hotspots.models import Hotspot
from interventions.models import Intervention, Status, Step
from interventions.record.lifecycle import lock, write
from tests.interventions.factories import InterventionFactory
from tests.reports.factories import ReportFactory
from tests.reports.pictures import phone_photo
from tests.walks.steps import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STATE, RECORDS = "**/sul-campo/stato/", "**/sul-campo/registrazioni/**"
READ = """async ([store]) => {
    const { all } = await import("/static/js/field/db.js");
    return (await all(store)).map(({ bytes, ...row }) => row);
}"""


@pytest.fixture
def cast(programme, user_as):
    return user_as("officer"), user_as("educator")


@pytest.fixture
def street(live_server, browser):
    """Return a function that gives a signed-in page of a phone; the worker is at work on it."""
    contexts = []

    def open_page(person, context=None, size=(360, 740), **more):
        if context is None:
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                base_url=live_server.url,
                locale="it-IT",
                timezone_id="Europe/Rome",
                **more,
            )
            context.set_default_timeout(8000)
            contexts.append(context)
        sign_in(context, person, live_server.url)
        page = context.new_page()
        page.goto(reverse("field"))
        ready(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


def sign_in(context, person, url):
    client = Client()
    client.force_login(person)
    key = client.session.session_key
    context.add_cookies([{"name": "sessione", "value": key, "url": url}])


def ready(page):
    page.wait_for_selector("body[data-ready]")
    expect(page.locator("h1").first).not_to_have_text("Un momento…")
    page.get_by_role("button").first.wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => 0)")


def begin(page, place="Piazza Roma"):
    page.get_by_role("button", name=place).first.click()
    page.get_by_role("button", name="Aggiungi: Contatti").wait_for()


def add(page, what="Contatti", times=1):
    for _ in range(times):
        count = int(page.locator(counted(what)).inner_text())
        page.get_by_role("button", name=f"Aggiungi: {what}").click()
        expect(page.locator(counted(what))).to_have_text(str(count + 1))


def counted(what):
    return f"[data-count={what.lower()}]"


def save(page, outcome="Tutto tranquillo"):
    page.get_by_role("link", name="Termina e salva").click()
    page.get_by_role("button", name=outcome).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sul campo")


def sent(page):
    """Wait until the server has the last revision of every record, and the page says so."""
    page.wait_for_selector("body[data-ready]")
    for _ in range(80):
        if all(row["revision"] == row["sent_revision"] for row in rows(page)):
            break
        page.wait_for_timeout(100)
    expect(page.locator("[data-queue]")).to_be_hidden()
    expect(page.locator("[data-connection]")).to_have_text("in rete")


def the_only_one():
    (row,) = Intervention.objects.all()
    return row


def contacts(row):
    return sum(tally.count for tally in row.tallies.filter(what="contatti"))


def rows(page, store="records"):
    return page.evaluate(READ, [store])


# --- the typical log


def test_a_typical_log_takes_at_most_eight_taps(street, cast):
    page = street(cast[0])
    page.evaluate(
        "addEventListener('click', (e) => e.isTrusted && (window.taps = (window.taps ?? 0) + 1), true)"
    )

    begin(page)
    add(page, times=3)
    add(page, "Mediazioni")
    save(page)

    sent(page)
    row = the_only_one()
    assert row.status == Status.ENDED and row.outcome == "tranquillo"
    assert contacts(row) == 3 and row.hotspot.slug == "piazza-roma"
    assert page.evaluate("taps") <= 8


def test_a_planned_outing_begins_with_its_crew_and_ends_as_itself(street, cast):
    planned = InterventionFactory(
        crew=cast,
        hotspot=Hotspot.objects.get(slug="piazza-marconi"),
        starts_at=timezone.now() - timedelta(minutes=5),
    )
    page = street(cast[0])

    page.get_by_role("button", name="Inizia: Piazza Marconi").click()
    page.get_by_role("link", name="Termina e salva").wait_for()
    save(page, "Situazione affrontata")

    sent(page)
    row = the_only_one()
    assert row.code == planned.code and row.is_joint
    assert row.status == Status.ENDED


def test_one_tap_too_many_is_undone(street, cast):
    page = street(cast[0])
    begin(page)
    add(page, times=2)

    page.get_by_role("button", name="Togli l’ultimo").click()
    expect(page.locator(counted("Contatti"))).to_have_text("1")
    page.get_by_role("button", name="Togli: Contatti").click()

    expect(page.locator(counted("Contatti"))).to_have_text("0")


def test_the_way_back_from_a_tap_does_not_follow_to_another_screen(street, cast):
    page = street(cast[0])
    begin(page)
    add(page)
    page.wait_for_timeout(400)

    page.get_by_role("link", name="Nota").click()

    expect(page.locator("[data-toast]")).to_be_empty()


def test_an_outing_begun_by_mistake_is_taken_back_everywhere(street, cast):
    page = street(cast[0])
    begin(page)
    sent(page)
    page.get_by_role("link", name="Altro").click()

    page.get_by_role("button", name="Annulla l’uscita").click()
    expect(page.locator(".going, .rows")).to_have_count(0)
    sent(page)

    assert the_only_one().status == Status.CANCELLED
    assert not page.get_by_role("button", name="Continua").is_visible()


def test_twenty_quick_taps_are_twenty(street, cast):
    page = street(cast[0])
    begin(page)
    button = page.get_by_role("button", name="Aggiungi: Contatti")

    for _ in range(20):
        button.click(no_wait_after=True)

    expect(page.locator(counted("Contatti"))).to_have_text("20")


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
    page.wait_for_timeout(600)
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
    page.wait_for_timeout(500)
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

    expect(page.get_by_text("solo il suo servizio")).to_be_visible()
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
    page.unroute(RECORDS)

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
                    const text = answer.headers.get("Content-Type").match(/html|json/);
                    found.push([request.url, text ? await answer.text() : ""]);
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
    [("Tieni la mia", 3), ("Tieni quella del server", 5), ("Unisci", 5)],
)
def test_when_both_changed_the_person_chooses(street, cast, choice, expected):
    page = street(cast[0])
    begin(page)
    sent(page)
    row = the_only_one()
    row.tallies.create(what="contatti", count=5)
    write(lock(row), Step.What.CHANGED, by=cast[0], shared_note="Dal banco")
    add(page, times=3)
    save(page)

    page.get_by_role("link", name="Vedi").click()
    page.get_by_role("link", name="Confronta e scegli").click()
    expect(page.locator(".compare")).to_contain_text("Dal banco")
    look(page)
    page.get_by_role("button", name=choice).click()

    sent(page)
    row.refresh_from_db()
    assert contacts(row) == expected
    assert row.status == (
        Status.RUNNING if choice == "Tieni quella del server" else Status.ENDED
    )


# --- what the server refuses, what the phone cannot keep


def test_a_note_with_a_plate_stays_with_its_sentence_until_it_is_mended(street, cast):
    page = street(cast[0])
    begin(page)
    sent(page)
    page.get_by_role("link", name="Nota").click()
    page.get_by_label("Che cosa va ricordato").fill("Auto AB123CD sul vialetto")
    page.get_by_role("link", name="Fatto").click()
    save(page)

    page.get_by_role("link", name="Vedi").click()
    page.get_by_role("link", name="Correggi").click()
    expect(page.get_by_role("alert")).to_contain_text("targa")
    note = page.get_by_label("Che cosa va ricordato")
    assert note.input_value() == "Auto AB123CD sul vialetto"
    note.fill("Auto sul vialetto")
    page.get_by_role("link", name="Fatto").click()
    page.get_by_role("button", name="Fatto").click()

    sent(page)
    assert the_only_one().shared_note == "Auto sul vialetto"


def test_with_the_memory_full_it_says_so_and_sends_at_once(street, cast):
    page = street(cast[0])
    begin(page)
    page.evaluate(
        """() => {
            IDBObjectStore.prototype.put = () => {
                throw new DOMException("full", "QuotaExceededError");
            };
        }"""
    )

    add(page, times=2)
    expect(page.locator("[data-notices]")).to_contain_text(
        "memoria del telefono è piena"
    )
    save(page)

    sent(page)
    assert contacts(the_only_one()) == 2


def test_where_nothing_is_kept_it_says_so_and_sends_at_once(street, cast, browser):
    page = street(cast[0])
    page.context.add_init_script(
        "Object.defineProperty(window, 'indexedDB', { value: undefined })"
    )
    page.reload()
    page.get_by_role("button", name="Piazza Roma").first.wait_for()
    expect(page.locator("[data-notices]")).to_contain_text("non tiene niente")

    begin(page)
    add(page)
    save(page)

    sent(page)
    assert contacts(the_only_one()) == 1


def test_a_photo_waits_with_its_outing_and_goes_once(street, cast):
    page = street(cast[0])
    page.context.set_offline(True)
    begin(page)
    page.get_by_role("link", name="Foto").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": phone_photo()}
    )
    expect(page.locator(".rows")).to_contain_text("da inviare")
    page.get_by_role("link", name="Fatto").click()
    save(page)
    page.context.set_offline(False)

    sent(page)
    assert the_only_one().photos.count() == 1
    assert all(photo["sent"] for photo in rows(page, "photos"))


def test_a_report_of_the_place_is_linked_from_the_list(street, cast):
    report = ReportFactory(hotspot=Hotspot.objects.get(slug="piazza-roma"))
    other = ReportFactory(hotspot=Hotspot.objects.get(slug="piazza-marconi"))
    page = street(cast[0])
    begin(page)

    page.get_by_role("link", name="Segnalazione").click()
    first, last = page.locator(".stack button").all()
    day = timezone.localdate(report.received_at).strftime("%d/%m/%Y")
    expect(first).to_contain_text(day)
    expect(first).to_contain_text(report.code)
    expect(last).to_contain_text(other.code)
    page.get_by_role("button", name=report.code).click()
    page.get_by_role("link", name="Fatto").click()
    save(page)

    sent(page)
    assert list(the_only_one().reports.all()) == [report]


def test_an_outing_is_logged_afterwards(street, cast):
    page = street(cast[0])
    page.get_by_role("link", name="Registra dopo").click()
    page.get_by_role("button", name="Via degli Orti Romani").click()
    add(page, "Controlli")
    save(page)

    sent(page)
    row = the_only_one()
    assert row.minutes == 120 and row.hotspot.slug == "via-orti-romani"


def test_the_place_under_the_phone_comes_first(street, cast):
    page = street(
        cast[0],
        geolocation={"latitude": 45.13215, "longitude": 10.0216},
        permissions=["geolocation"],
    )

    first = page.locator(".places button").first
    expect(first).to_contain_text("Piazza Marconi")
    expect(first).to_contain_text("sei qui")


def test_zones_are_kept_only_when_chosen_and_without_a_track(street, cast):
    page = street(
        cast[0],
        geolocation={"latitude": 45.13519, "longitude": 10.02313},
        permissions=["geolocation"],
    )
    minute = "import('/static/js/field/trace.js').then((m) => m.noteMinute())"
    begin(page)
    page.evaluate(minute)
    (record,) = rows(page)
    assert record["cells"] == {}

    page.get_by_role("link", name="Altro").click()
    page.get_by_role("button", name="Tieni le zone percorse").click()
    expect(page.get_by_role("button", name="Attive")).to_be_visible()
    page.evaluate(minute)
    page.evaluate(minute)
    (record,) = rows(page)
    assert record["cells"] == {"45.135,10.023": 2}
    page.get_by_role("link", name="Indietro").click()
    expect(page.locator("main")).to_contain_text("Zone percorse: attive")
    save(page)

    sent(page)
    assert [cell.minutes for cell in the_only_one().cells.all()] == [2]


# --- for everybody's eyes


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(320, 640), (768, 900)])
def test_every_screen_holds_at_any_width_and_light(street, cast, size, scheme):
    ReportFactory(hotspot=Hotspot.objects.get(slug="piazza-roma"))
    page = street(cast[0], size=size, color_scheme=scheme)
    look(page)
    for screen in ["equipaggio", "dopo", "da-inviare"]:
        page.evaluate(f"location.hash = '#/{screen}'")
        page.wait_for_timeout(100)
        look(page)
    page.evaluate("location.hash = '#/'")
    begin(page)
    look(page)
    outing = page.evaluate("location.hash")
    for part in ["altro", "nota", "foto", "segnalazioni", "equipaggio", "esito"]:
        page.evaluate(f"location.hash = '{outing}/{part}'")
        page.wait_for_timeout(100)
        look(page)


def test_at_twice_the_text_nothing_scrolls_sideways_and_targets_stay_big(street, cast):
    page = street(cast[0], size=(320, 640))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    begin(page)
    outing = page.evaluate("location.hash")
    for screen in [outing, f"{outing}/altro", f"{outing}/esito", "#/dopo", "#/"]:
        page.evaluate(f"location.hash = '{screen}'")
        page.wait_for_timeout(100)
        look(page)
        small = page.evaluate(
            """[...document.querySelectorAll("main button, main .big")]
                .filter((one) => one.offsetParent && one.offsetHeight < 64)
                .map((one) => one.outerHTML)"""
        )
        assert small == []
        assert page.locator(".bottom").evaluate_all(
            "all => all.every((one) => getComputedStyle(one).position === 'static')"
        )


def test_without_javascript_the_page_leads_to_the_form(live_server, browser, cast):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    sign_in(context, cast[0], live_server.url)
    page = context.new_page()
    page.goto(reverse("field"))

    page.get_by_role("link", name="Registra l’uscita con il modulo").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Registra dopo")
    context.close()
