"""An outing's whole life, and what hangs from it, walked in Chromium as people do it."""

import csv
import io
import re
from collections import Counter
from datetime import timedelta
from urllib.request import urlopen

import pytest
import vobject
from django.utils import timezone
from playwright.sync_api import expect

from tests.servers import PATIENCE, wait_until
from tests.walks.conftest import DESK, PHONE
from tests.walks.steps import PASSWORD, look, press, sign_in, tick

pytestmark = [pytest.mark.browser, pytest.mark.server]

FIELD = "/interventi/sul-campo/"
# the demonstration gives these no outing today: cremona_safety/demo/outings.py
CREW = ["Agente demo 5", "Agente demo 6", "Educatore demo 4"]


def test_a_joint_patrol_from_the_plan_to_the_figures(portal, visitor):
    url = portal.url
    coordinator = visitor(DESK)
    sign_in(coordinator, url, "coordinatore", to="/interventi/nuovo/")
    before = presence_this_month(coordinator, url, "Piazza Marconi")
    plan_joint_patrol(coordinator)

    phone = visitor(PHONE)
    sign_in(phone, url, "agente5", to=FIELD)
    code = begin_outing(phone, url)
    look(phone)

    phone.context.set_offline(True)
    count(phone, "Contatti", 3)
    count(phone, "Controlli", 1)
    phone.get_by_role("link", name="Nota").click()
    note = "Luce spenta verso il fiume, gli altri lampioni funzionano."
    phone.get_by_label("Che cosa va ricordato").fill(note)
    phone.get_by_role("link", name="Fatto").click()
    phone.get_by_role("link", name="Nota scritta").wait_for()

    phone = kill_the_tab(phone, url)
    assert counts(phone) == {"contatti": 3, "mediazioni": 0, "controlli": 1}
    count(phone, "Contatti", 2)
    count(phone, "Mediazioni", 1)
    phone.get_by_role("button", name="Togli: Controlli").click()
    phone.get_by_role("link", name="Termina").click()
    phone.get_by_role("button", name="Situazione affrontata").click()
    waiting = phone.get_by_role("link", name="1 da inviare")
    waiting.wait_for()

    phone.context.clear_cookies()  # the session expired meanwhile
    phone.context.set_offline(False)
    phone.get_by_role("link", name="Entra", exact=True).click()
    sign_in_again(phone, "agente5", to=FIELD)
    # said when everything has gone: before the page is drawn the badge is hidden too
    expect(phone.locator("[data-connection]")).to_have_text("in rete")
    assert waiting.is_hidden()

    outing = f"/interventi/{code}/"
    phone.goto(url + outing)
    story = phone.inner_text("main")
    # "registrato" when the network went before the start was told
    ended = re.findall("Ha (?:terminato|registrato) l’intervento", story)
    assert note in story and len(ended) == 1
    met = phone.locator(".record-counts > div", has_text="Contatti").locator("dd")
    assert met.inner_text().strip() == "5"
    look(phone)
    press(phone, "Approva per la Polizia Locale")
    assert "conta nei numeri" not in phone.inner_text("main")

    educator = visitor(PHONE)
    sign_in(educator, url, "educatore4", to=outing)
    press(educator, "Approva per l’educativa")
    assert "conta nei numeri" in educator.inner_text("main")
    look(educator)

    after = presence_this_month(coordinator, url, "Piazza Marconi")
    added = {name: after[name] - before[name] for name in after}
    assert added == {
        "Uscite": 1,
        "Uscite congiunte": 1,
        "Turni Polizia Locale": 2,
        "Turni educatori": 1,
    }


def plan_joint_patrol(coordinator):
    """Plan from now, for two hours, with people who have no other outing."""
    now = timezone.now()
    starts, ends = map(timezone.localtime, (now, now + timedelta(hours=2)))
    look(coordinator)
    coordinator.get_by_label("Luogo*", exact=True).select_option("piazza-marconi")
    coordinator.get_by_label("Giorno*", exact=True).fill(f"{starts:%Y-%m-%d}")
    coordinator.get_by_label("Dalle").fill(f"{starts:%H:%M}")
    coordinator.get_by_label("Alle*", exact=True).fill(f"{ends:%H:%M}")
    coordinator.get_by_label("Tipo*", exact=True).select_option("pattuglia-congiunta")
    for person in CREW:
        tick(coordinator, person)
    with coordinator.expect_navigation():
        coordinator.get_by_role("button", name="Pianifica", exact=True).click()
    anyway = coordinator.get_by_role("button", name="Pianifica comunque")
    planned = coordinator.get_by_text("pianificato.")
    planned.or_(anyway).first.wait_for()
    if anyway.is_visible():  # somebody else is at that place, or rests little
        press(coordinator, "Pianifica comunque")
        planned.wait_for()
    look(coordinator)


def begin_outing(phone, url):
    """Begin the planned outing of the phone's owner; return its code."""
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    state = phone.request.get(f"{url}{FIELD}stato/").json()
    (outing,) = state["outings"]
    phone.get_by_role("button", name=re.compile("Inizia: Piazza Marconi")).click()
    phone.get_by_role("link", name="Termina").wait_for()
    for person in CREW:
        assert person in phone.inner_text("main")
    return outing["code"]


def presence_this_month(page, url, place):
    """Return the counts of the file of presence for ``place`` and the month that runs."""
    today = timezone.localdate()
    answer = page.request.get(f"{url}/interventi/presenza/esporta/")
    text = io.StringIO(answer.text().lstrip("\ufeff"))
    for row in csv.DictReader(text, delimiter=";"):
        if (row["Mese"], row["Luogo"]) == (f"{today:01/%m/%Y}", place):
            counts = (
                "Uscite",
                "Uscite congiunte",
                "Turni Polizia Locale",
                "Turni educatori",
            )
            return {name: int(row[name]) for name in counts}
    return Counter()  # nobody was there yet


def count(phone, what, times):
    for _ in range(times):
        phone.get_by_role("button", name=f"Aggiungi: {what}").click()


def counts(phone):
    shown = phone.locator("[data-count]")
    shown.first.wait_for()
    return {
        output.get_attribute("data-count"): int(output.inner_text())
        for output in shown.all()
    }


def kill_the_tab(phone, url):
    """Close the page without a word, open another without network; return it."""
    context = phone.context
    phone.close(run_before_unload=False)
    page = context.new_page()
    page.goto(url + FIELD)
    page.get_by_text("senza rete").wait_for()
    return page


def sign_in_again(page, person, *, to):
    page.get_by_label("Email").fill(f"{person}@demo.example")
    page.locator("input[type=password]").fill(PASSWORD)
    press(page, "Entra")
    assert to in page.url


def test_a_calendar_client_reads_the_outings_of_an_officer(portal, visitor):
    officer = visitor(PHONE)
    sign_in(officer, portal.url, "agente", to="/interventi/calendario/")
    look(officer)
    press(officer, re.compile("collegamento"))
    address = officer.locator("input[readonly]").input_value()
    look(officer)

    with urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310, as who never signed in
        calendar = vobject.readOne(answer.read().decode())

    own = [event.summary.value for event in calendar.vevent_list]
    assert any("Piazza Roma" in summary for summary in own)
    assert not [text for text in own if "demo" in text]


def test_a_need_is_sent_taken_and_closed_without_a_name(portal, visitor):
    educator = visitor(PHONE)
    sign_in(educator, portal.url, "educatore", to="/operatori/invii/nuovo/")
    look(educator)
    tick(educator, "Servizi sociali")
    educator.get_by_label("Di che cosa c’è bisogno").select_option("casa")
    tick(educator, "Entro un giorno")
    educator.get_by_label("Luogo").select_option("piazza-roma")
    press(educator, "Segnala ai servizi")
    assert "/nuovo/" not in educator.url
    look(educator)
    path = educator.url.removeprefix(portal.url)

    worker = visitor(DESK)
    sign_in(worker, portal.url, "sociale", to=path)
    look(worker)
    press(worker, "Prendi in carico")
    tick(worker, "Aiuto avviato")
    press(worker, "Chiudi con questo esito")
    look(worker)

    educator.reload()
    story = educator.inner_text("main")
    assert "Chiuso" in story and "Aiuto avviato" in story
    assert "Assistente demo" not in story


def test_a_note_on_the_board_is_read_by_who_comes_next(portal, visitor):
    text = "Luce spenta accanto al chiosco: passare dal lato dei portici."
    officer = visitor(PHONE)
    sign_in(officer, portal.url, "agente", to="/bacheca/")
    look(officer)
    officer.get_by_text("Scrivi una nota").click()
    officer.get_by_label("Che cosa serve sapere").fill("Chiamare il 333 1234567")
    press(officer, "Metti in bacheca")
    assert "un numero di telefono" in officer.inner_text("main")
    officer.get_by_label("Che cosa serve sapere").fill(text)
    officer.get_by_label("Per chi").select_option("educator")
    press(officer, "Metti in bacheca")
    look(officer)

    educator = visitor(PHONE)
    sign_in(educator, portal.url, "educatore3", to="/bacheca/")
    note = educator.locator("article", has_text=text)
    assert (
        "Per gli educatori" in note.inner_text() and "da leggere" in note.inner_text()
    )
    look(educator)

    def readers():
        officer.goto(portal.url + "/bacheca/")
        note = officer.locator("article", has_text=text)
        note.locator(".board-readers summary").click()
        return note.inner_text().partition("Da leggere")[0]

    wait_until(lambda: "Educatore demo 3" in readers(), what="the mark of who read it")


def test_the_diary_is_invisible_to_everybody_else(portal, visitor):
    url, secret = portal.url, "laboratorio di aquiloni"
    educator = visitor(PHONE)
    sign_in(educator, url, "educatore", to="/interventi/diario/nuova/")
    educator.get_by_label("Uscita", exact=True).select_option(index=1)
    educator.get_by_label("Gruppo 1: quante persone").fill("5")
    educator.get_by_label("Gruppo 1: età").select_option("14-17")
    tick(educator, "Disponibile")
    educator.get_by_label("Racconto dell’uscita").fill(f"Hanno proposto un {secret}.")
    look(educator)
    press(educator, "Salva")
    assert "/nuova/" not in educator.url
    look(educator)
    page = educator.url.removeprefix(url)
    code = re.compile(r"^[A-Z]+-\d{4}-")  # a demonstration's, or one of these walks
    outing = educator.get_by_role("link", name=code).get_attribute("href")
    assert secret in educator.inner_text("main")

    own = page.replace("/diario/", "/note-di-servizio/")
    seen = {
        "agente": [outing, "/interventi/note-di-servizio/", "/bacheca/"],
        "coordinatore": [outing, "/bacheca/"],
        "amministratore": ["/operatori/registro/", "/operatori/registro.csv"],
    }
    for person, paths in seen.items():
        other = visitor(DESK)
        sign_in(other, url, person, to="/profilo/")
        for path in ("/interventi/diario/", page):
            assert other.request.get(url + path).status == 403, (person, path)
        for path in paths:
            answer = other.request.get(url + path)
            assert answer.ok and secret not in answer.text(), (person, path)
        if person == "agente":
            assert other.request.get(url + own).status == 404
            _assert_search_finds_nothing(other, url)
    said = [path for path in portal.var.rglob("*") if secret.encode() in bytes_of(path)]
    assert said == []


def bytes_of(path):
    """Return what a file holds: nothing if it is a folder, or went away meanwhile."""
    try:
        return path.read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        return b""


def _assert_search_finds_nothing(officer, url):
    officer.goto(url + "/interventi/note-di-servizio/")
    officer.get_by_label("Cerca nei testi").fill("aquiloni")
    press(officer, "Cerca")
    assert "Nessun testo con queste parole" in officer.inner_text("main")
