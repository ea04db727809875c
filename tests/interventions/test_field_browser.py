"""The field page on a phone in Chromium: what is logged, and how it looks."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from hotspots.models import Hotspot
from interventions.models import Status
from tests.accounts.factories import UserFactory
from tests.interventions.factories import InterventionFactory
from tests.interventions.street import (
    PHOTOS,
    add,
    begin,
    contacts,
    counted,
    ready,
    rows,
    save,
    sent,
    sign_in,
    the_only_one,
    visit,
)
from tests.reports.factories import ReportFactory
from tests.reports.pictures import phone_photo
from tests.servers import wait_until
from tests.walks.steps import look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


# --- the typical log


def test_to_follow_in_one_tap_is_a_place_to_go_back_to(street, cast):
    page = street(cast[0])

    begin(page)
    add(page)
    save(page, outcome="Da seguire")

    sent(page)
    task = the_only_one().follow_ups.get()
    assert task.due_on == timezone.localdate() + timedelta(days=7)
    assert rows(page)[0]["follow_up_on"] == f"{task.due_on}"


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


COUNT_TAPS = """addEventListener("click", (event) => {
    window.taps = (window.taps ?? 0) + Number(event.isTrusted);
}, true)"""


def test_an_unplanned_outing_of_three_that_meets_five_young_people_is_eight_taps(
    street, cast
):
    colleague = UserFactory(role=cast[0].role)
    page = street(cast[0])
    page.evaluate(COUNT_TAPS)

    for person in (colleague, cast[1]):
        chip = page.get_by_role("button", name=person.full_name)
        chip.click()
        expect(chip).to_have_attribute("aria-pressed", "true")
    begin(page)
    page.get_by_role("button", name="Aggiungi 5: Giovani, 14-17 anni").click()
    expect(page.locator(counted("Contatti"))).to_have_text("5")
    add(page, "Mediazioni")
    save(page)

    assert page.evaluate("taps") <= 8
    sent(page)
    row = the_only_one()
    assert {member.person for member in row.crew.all()} == {colleague, *cast}
    (met,) = row.tallies.filter(what="contatti")
    assert (met.people, met.age_band, met.count) == ("giovani", "14-17", 5)


def test_a_new_phone_offers_colleagues_of_both_services(street, cast):
    UserFactory.create_batch(4, role=cast[0].role)

    page = street(cast[0])

    expect(page.get_by_role("button", name=cast[1].full_name)).to_be_visible()


def test_five_too_many_are_taken_away_at_one_tap(street, cast):
    page = street(cast[0])
    begin(page)
    page.get_by_role("button", name="Aggiungi 1: Giovani, 14-17 anni").click()
    expect(page.locator(counted("Contatti"))).to_have_text("1")
    page.get_by_role("button", name="Aggiungi 5: Giovani, 14-17 anni").click()
    expect(page.locator(counted("Contatti"))).to_have_text("6")

    page.get_by_role("button", name="Togli gli ultimi 5").click()

    expect(page.locator(counted("Contatti"))).to_have_text("1")


def test_the_group_met_last_time_is_at_hand_the_next(street, cast):
    page = street(cast[0])
    begin(page)
    page.get_by_role("link", name="Altro…").click()
    page.get_by_role("button", name="Commercianti", exact=True).click()
    page.get_by_role("button", name="Aggiungi: Aggiungi questi contatti").click()
    expect(page.get_by_role("group", name="Aggiungi questi contatti")).to_contain_text(
        "1"
    )
    page.get_by_role("link", name="Indietro").click()
    save(page)

    begin(page, "Piazza Marconi")

    page.get_by_role("button", name="Aggiungi 5: Commercianti").click()
    expect(page.locator(counted("Contatti"))).to_have_text("5")


REACHED = """() => [...document.querySelectorAll("main button, main a, .strip a")]
    .map((one) => [one, one.getBoundingClientRect()])
    .filter(([, { top, bottom }]) => top >= 0 && bottom <= innerHeight)
    .map(([one, { left, top, width, height }]) => {
        const at = document.elementFromPoint(left + width / 2, top + height / 2);
        const where = `${Math.round(left)},${Math.round(top)}`;
        return [one.dataset.key ?? one.textContent, where, one.contains(at)].join(" ");
    })"""


@pytest.mark.parametrize("size", [(320, 640), (360, 740), (768, 900)])
def test_what_is_said_after_a_tap_covers_and_moves_no_button(street, cast, size):
    page = street(cast[0], size=size)
    begin(page)
    page.context.set_offline(True)  # what waits to be sent goes on waiting
    expect(page.locator("[data-connection]")).to_have_text("senza rete")
    add(page)
    page.locator("[data-toast]").get_by_role("button").click()
    expect(page.locator(counted("Contatti"))).to_have_text("0")
    expect(page.locator("[data-toast]")).to_be_empty()
    add(page)
    page.locator("[data-toast]").evaluate("box => box.replaceChildren()")
    quiet = page.evaluate(REACHED)

    add(page)

    expect(page.locator("[data-toast]")).to_contain_text("Contatti: 2")
    assert page.evaluate(REACHED) == quiet
    assert len(quiet) > 5
    page.locator("[data-toast] p").click()  # a tap sends it away
    expect(page.locator("[data-toast]")).to_be_empty()


SAY = """async ([text, label]) => {
    const { toast } = await import("/static/js/field/toast.js");
    toast(text, label && (() => {}), label);
}"""
LONGEST = [
    ["Hai già un’uscita in corso: termina questa prima di iniziarne un’altra.", ""],
    ["Salvata sul telefono: parte appena c’è rete.", "Riapri"],
    ["Giovani, 14-17 anni: 12", "Togli gli ultimi 5"],
]


@pytest.mark.parametrize(
    ("width", "text", "sentences"),
    [
        (320, "100%", LONGEST),
        (360, "100%", LONGEST),
        (360, "200%", [["Salvata.", "Riapri"], ["Contatti: 12", "Togli l’ultimo"]]),
    ],
)
def test_the_place_of_a_sentence_is_kept_on_every_screen(
    street, cast, width, text, sentences
):
    page = street(cast[0], size=(width, 740))
    page.evaluate("text => (document.documentElement.style.fontSize = text)", text)
    page.context.set_offline(True)  # what waits to be sent goes on waiting
    expect(page.locator("[data-connection]")).to_have_text("senza rete")
    begin(page)
    expect(page.locator("[data-queue]")).to_be_visible()
    [record] = rows(page)

    for screen in ("", "/esito", "/altro", "/nota"):
        visit(page, f"#/uscita/{record['client_id']}{screen}")
        stays(page, sentences)
    visit(page, "#/")
    stays(page, sentences)


def stays(page, sentences):
    """Check that what is within reach is so too while a sentence is shown."""
    page.locator("[data-toast]").evaluate("box => box.replaceChildren()")
    page.evaluate("document.querySelector('[data-toast]').classList.remove('shown')")
    quiet = page.evaluate(REACHED)
    for said in sentences:
        page.evaluate(SAY, said)
        assert page.evaluate(REACHED) == quiet, said


def test_on_a_small_phone_one_and_five_are_as_wide_and_stand_in_line(street, cast):
    page = street(cast[0], size=(320, 640))
    begin(page)

    one, five = (
        page.get_by_role("button", name=f"Aggiungi {by}: Giovani, 14-17").bounding_box()
        for by in (1, 5)
    )
    names = [page.locator(".tally-name", has_text=t) for t in ("Contatti", "14-17")]

    assert one["width"] == five["width"]
    left, group_left = [name.bounding_box()["x"] for name in names]
    assert left == group_left


RING = """chip => getComputedStyle(chip, "::before").borderTopWidth"""
TOPS = """() => [...document.querySelectorAll("main button, main a")]
    .map((one) => [one.dataset.key, Math.round(one.getBoundingClientRect().top)])"""


@pytest.mark.parametrize("width", [320, 360, 768])
def test_who_is_chosen_moves_no_place_under_the_thumb(street, cast, width):
    UserFactory.create_batch(3, role=cast[0].role)
    page = street(cast[0], size=(width, 740))
    chips = page.locator("[data-key^=mate-]")
    quiet = page.evaluate(TOPS)
    assert chips.first.evaluate(RING) == "2px"  # where the tick comes

    for at in range(chips.count()):
        chips.nth(at).click()
        expect(chips.nth(at)).to_have_attribute("aria-pressed", "true")
        assert page.evaluate(TOPS) == quiet

    assert len(quiet) > 8


@pytest.mark.parametrize(
    ("moment", "scheme"),
    [
        ("2026-06-20T20:50:00+02:00", "light"),
        ("2026-06-20T21:45:00+02:00", "dark"),
        ("2026-06-21T05:50:00+02:00", "light"),
        ("2026-12-20T16:15:00+01:00", "light"),
        ("2026-12-20T17:00:00+01:00", "dark"),
        ("2026-12-21T07:30:00+01:00", "dark"),
        ("2026-12-21T08:15:00+01:00", "light"),
    ],
)
def test_the_page_is_dark_from_sunset_to_sunrise(street, cast, moment, scheme):
    page = street(cast[0], color_scheme="light")
    page.clock.set_fixed_time(moment)

    page.reload()

    expect(page.locator("html")).to_have_attribute("data-scheme", scheme)


def test_the_page_is_dark_by_day_too_where_the_phone_is(street, cast):
    page = street(cast[0], color_scheme="dark")
    page.clock.set_fixed_time("2026-06-20T12:00:00+02:00")

    page.reload()

    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(16, 24, 31)"


def test_an_educator_counts_no_checks_but_what_is_there_can_be_put_right(street, cast):
    page = street(cast[1])
    begin(page)
    checks = page.get_by_role("group", name="Controlli")
    expect(checks).to_have_count(0)

    page.evaluate(
        """async () => {
            const { edit } = await import("/static/js/field/records.js");
            const { changed, live } = await import("/static/js/field/live.js");
            const { bump, row } = await import("/static/js/field/tallies.js");
            const id = live.records[0].client_id;
            await edit(id, (now) => bump(now.tallies, row("controlli"), 1));
            await changed();
        }"""
    )

    page.get_by_role("button", name="Togli: Controlli").click()
    expect(checks).to_have_count(0)


def test_a_planned_outing_begins_with_its_crew_and_ends_as_itself(street, cast):
    planned = InterventionFactory(
        crew=cast,
        hotspot=Hotspot.objects.get(slug="piazza-marconi"),
        starts_at=timezone.now() - timedelta(minutes=5),
    )
    report = ReportFactory()
    planned.reports.set([report])
    page = street(cast[0])

    page.get_by_role("button", name="Inizia: Piazza Marconi").click()
    page.get_by_role("link", name="Termina").wait_for()
    save(page, "Situazione affrontata")

    sent(page)
    row = the_only_one()
    assert row.code == planned.code and row.is_joint
    assert row.status == Status.ENDED
    assert list(row.reports.all()) == [report]
    report.refresh_from_db()
    assert report.in_charge_of == cast[0]


def test_two_quick_taps_put_two_people_in_the_crew(street, cast):
    colleague = UserFactory(role=cast[0].role)
    page = street(cast[0])
    begin(page)
    page.get_by_role("link", name="Cambia").click()
    page.get_by_role("button", name=colleague.full_name).wait_for()

    page.evaluate(
        "document.querySelectorAll('[data-key^=person-]').forEach((one) => one.click())"
    )

    for person in (colleague, cast[1]):
        chip = page.get_by_role("button", name=person.full_name)
        expect(chip).to_have_attribute("aria-pressed", "true")
    [record] = rows(page)
    assert set(record["crew"]) == {cast[0].pk, cast[1].pk, colleague.pk}


def test_both_hours_put_right_are_both_typed(street, cast):
    page = street(cast[0])
    begin(page)
    page.get_by_role("link", name="Termina").click()
    page.get_by_text("Cambia gli orari").click()

    for label, minutes in (("Inizio", 90), ("Fine", 5)):
        moment = timezone.localtime(timezone.now() - timedelta(minutes=minutes))
        page.get_by_label(label).fill(f"{moment:%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="Tutto tranquillo").click()

    sent(page)
    [record] = rows(page)
    assert set(record["typed"]) == {"started_at", "ended_at"}


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
    expect(page.locator("[data-toast]")).not_to_be_empty()
    page.evaluate("new Promise((done) => setTimeout(done, 400))")

    page.get_by_role("link", name="Nota").click()

    expect(page.locator("[data-toast]")).to_be_empty()


def test_an_outing_begun_by_mistake_is_taken_back_everywhere(street, cast):
    page = street(cast[0])
    begin(page)
    sent(page)
    page.get_by_role("link", name="Altro").click()

    page.get_by_text("Avviata per errore?").click()
    page.get_by_role("button", name="Annulla l’uscita").click()
    expect(page.locator(".going, .rows")).to_have_count(0)
    sent(page)

    assert the_only_one().status == Status.CANCELLED
    assert not page.get_by_role("button", name="Continua").is_visible()


def test_annulled_and_taken_up_again_it_counts_what_the_phone_shows(
    street, cast, settings
):
    settings.RUNNING_SECONDS = 0  # it tells at once how it goes
    page = street(cast[0])
    begin(page)
    add(page, times=2)
    sent(page)
    visit(page, f"#/uscita/{rows(page)[0]['client_id']}/annulla")
    page.get_by_role("button", name="Sì, annulla l’uscita").click()
    sent(page)
    assert contacts(the_only_one()) == 0

    page.get_by_text("Annullate o eliminate").click()
    page.get_by_role("button", name="Riprendi: Piazza Roma").click()
    add(page)
    save(page)
    sent(page)

    row = the_only_one()
    assert (row.status, contacts(row)) == (Status.ENDED, 3)


def test_twenty_quick_taps_are_twenty(street, cast):
    page = street(cast[0])
    begin(page)
    button = page.get_by_role("button", name="Aggiungi: Contatti")

    for _ in range(20):
        button.click(no_wait_after=True)

    expect(page.locator(counted("Contatti"))).to_have_text("20")


def test_a_count_moves_and_the_button_under_the_thumb_stays(street, cast):
    page = street(cast[0])
    begin(page)
    button = page.get_by_role("button", name="Aggiungi: Contatti")
    button.evaluate("(node) => (node.same = true)")

    add(page, times=2)

    assert button.evaluate("(node) => node.same")


def test_hours_being_typed_outlive_what_arrives_meanwhile(street, cast):
    page = street(cast[0])
    page.get_by_role("link", name="Registra dopo").click()
    page.get_by_label("Inizio").fill("2026-03-02T21:00")
    page.get_by_role("heading", level=1).focus()

    page.get_by_label("Fine").fill("2026-03-02T22:30")
    page.get_by_role("heading", level=1).focus()
    page.evaluate("async () => (await import('/static/js/field/live.js')).changed()")

    expect(page.get_by_label("Inizio")).to_have_value("2026-03-02T21:00")
    page.get_by_role("button", name="Piazza Roma").click()
    page.get_by_role("button", name="Aggiungi: Contatti").wait_for()
    (kept,) = rows(page)
    assert kept["started_at"] == "2026-03-02T20:00:00.000Z"
    assert kept["ended_at"] == "2026-03-02T21:30:00.000Z"


def test_a_code_is_linked_also_after_the_screen_was_drawn_again(street, cast):
    page = street(cast[0])
    begin(page)
    page.get_by_role("link", name="Segnalazione").click()
    page.evaluate("async () => (await import('/static/js/field/live.js')).changed()")

    page.get_by_label("Codice della segnalazione").fill("cr 2026 abcdef")
    page.get_by_role("button", name="Collega il codice").click()

    expect(page.get_by_role("button", name="CR-2026-ABCDEF")).to_be_visible()
    assert rows(page)[0]["reports"] == ["CR-2026-ABCDEF"]


def test_one_outing_at_a_time_also_from_two_tabs(street, cast):
    page = street(cast[0])
    other = page.context.new_page()
    other.goto(reverse("field"))
    ready(other)
    begin(page)

    other.get_by_role("button", name="Piazza Marconi").click()

    expect(other.get_by_text("Hai già un’uscita in corso")).to_be_visible()
    assert len(rows(page)) == 1


def test_an_end_before_the_start_is_said_before_it_is_saved(street, cast):
    page = street(cast[0])
    begin(page)
    page.get_by_role("link", name="Termina").click()
    page.get_by_text("Cambia gli orari").click()
    page.get_by_label("Fine").fill("2026-03-02T22:30")
    page.get_by_role("button", name="Tutto tranquillo").click()

    expect(page.get_by_text("La fine deve venire dopo l’inizio")).to_be_visible()
    assert rows(page)[0]["state"] == "running"


def test_a_protocol_number_is_kept_key_by_key(street, cast):
    page = street(cast[0])
    begin(page)
    page.get_by_role("link", name="Altro").click()
    page.get_by_role("button", name="Aggiungi: Sanzione").click()
    page.get_by_label("Sanzione 1: protocollo").press_sequentially("12/A")

    def kept():
        return rows(page)[0]["acts"][0]["protocol_number"]

    # the field keeps the focus: nothing is left to happen but the writing
    wait_until(lambda: kept() == "12/A", what="the writing")


def test_two_people_share_a_phone(street, cast):
    InterventionFactory(
        crew=cast,
        hotspot=Hotspot.objects.get(slug="piazza-roma"),
        starts_at=timezone.now() - timedelta(minutes=5),
    )
    page = street(cast[0])
    page.get_by_role("button", name="Inizia: Piazza Roma").click()
    page.get_by_role("link", name="Termina").wait_for()
    sent(page)
    page.close()
    other = street(cast[1], page.context)

    other.get_by_role("button", name="Continua").click()

    other.get_by_role("button", name="Aggiungi: Contatti").wait_for()
    assert [row["user"] for row in rows(other)] == [cast[1].pk]


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

    sent(page)  # by itself: who has put it right has nothing else to press
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
    expect(page.locator("[data-notices]")).to_contain_text("non conserva nulla")

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


def test_a_refused_photo_says_why_and_goes_with_its_outing(street, cast):
    page = street(cast[0])
    page.route(
        PHOTOS, lambda route: route.fulfill(status=422, json={"error": "Non si apre."})
    )
    begin(page)
    sent(page)
    page.get_by_role("link", name="Foto").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": phone_photo()}
    )
    page.get_by_role("link", name="Fatto").click()
    save(page)
    page.get_by_role("link", name="1 da inviare").click()
    expect(page.locator("main")).to_contain_text(
        "Una foto non è stata accettata: Non si apre."
    )
    page.get_by_role("link", name="Guarda le foto").click()
    page.get_by_role("button", name="Togli la foto").click()

    sent(page)
    assert rows(page, "photos") == []


def test_the_photos_of_what_is_taken_back_are_not_sent(street, cast):
    page = street(cast[0])
    page.route(PHOTOS, lambda route: route.abort())
    begin(page)
    sent(page)
    page.get_by_role("link", name="Foto").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": phone_photo()}
    )
    expect(page.locator(".rows")).to_contain_text("da inviare")
    page.get_by_role("link", name="Fatto").click()
    page.get_by_role("link", name="Altro…").click()
    page.get_by_text("Avviata per errore?").click()
    page.get_by_role("link", name="Annulla l’uscita").click()
    expect(page.locator("main")).to_contain_text("Con l’uscita vanno via: 1 foto")
    page.get_by_role("button", name="Sì, annulla l’uscita").click()
    page.unroute(PHOTOS)

    sent(page)
    assert the_only_one().status == Status.CANCELLED
    assert not the_only_one().photos.exists()


def test_a_report_of_the_place_is_linked_from_the_list(street, cast):
    report = ReportFactory(hotspot=Hotspot.objects.get(slug="piazza-roma"))
    other = ReportFactory(hotspot=Hotspot.objects.get(slug="piazza-marconi"))
    page = street(cast[0])
    begin(page)

    page.get_by_role("link", name="Segnalazione").click()
    expect(page.locator(".stack button")).to_have_count(2)
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


def test_a_place_that_is_not_found_is_said(street, cast):
    page = street(
        cast[0],
        geolocation={"latitude": 44.5, "longitude": 11.3},
        permissions=["geolocation"],
    )

    expect(page.get_by_text("Non trovo il luogo")).to_be_visible()
    page.get_by_role("button", name="Cerca di nuovo dove sono").wait_for()


# --- for everybody's eyes


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(320, 640), (768, 900)])
def test_every_screen_holds_at_any_width_and_light(street, cast, size, scheme):
    ReportFactory(hotspot=Hotspot.objects.get(slug="piazza-roma"))
    page = street(cast[0], size=size, color_scheme=scheme)

    def look_in_this_light():  # whatever the hour of the test
        page.locator("html").evaluate(
            "(html, scheme) => (html.dataset.scheme = scheme)", scheme
        )
        look(page)

    look_in_this_light()
    for screen in ["equipaggio", "dopo", "da-inviare"]:
        visit(page, f"#/{screen}")
        look_in_this_light()
    visit(page, "#/")
    begin(page)
    look_in_this_light()
    outing = page.evaluate("location.hash")
    for part in ["altro", "nota", "foto", "segnalazioni", "equipaggio", "esito"]:
        visit(page, f"{outing}/{part}")
        look_in_this_light()


def test_at_twice_the_text_nothing_scrolls_sideways_and_targets_stay_big(street, cast):
    page = street(cast[0], size=(320, 640))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    begin(page)
    outing = page.evaluate("location.hash")
    for screen in [outing, f"{outing}/altro", f"{outing}/esito", "#/dopo", "#/"]:
        visit(page, screen)
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
