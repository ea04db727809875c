"""An outing's whole life, and what hangs from it, walked in Chromium as people do it."""

import pytest

from tests.servers import wait_until
from tests.walks.conftest import DESK, PHONE
from tests.walks.steps import look, sign_in, tick

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(400)]


def test_a_need_is_sent_taken_and_closed_without_a_name(portal, visitor):
    educator = visitor(PHONE)
    sign_in(educator, portal.url, "educatore", to="/operatori/invii/nuovo/")
    look(educator)
    tick(educator, "Servizi sociali")
    educator.get_by_label("Di che cosa c’è bisogno").select_option("casa")
    tick(educator, "Oggi")
    educator.get_by_label("Luogo").select_option("piazza-roma")
    educator.get_by_role("button", name="Invia ai servizi").click()
    educator.wait_for_url(lambda address: "/nuovo/" not in address)
    look(educator)
    path = educator.url.removeprefix(portal.url)

    worker = visitor(DESK)
    sign_in(worker, portal.url, "sociale", to=path)
    look(worker)
    worker.get_by_role("button", name="Prendi in carico").click()
    tick(worker, "Aiuto avviato")
    worker.get_by_role("button", name="Chiudi con questo esito").click()
    look(worker)

    educator.reload()
    story = educator.inner_text("main")
    assert "Chiuso" in story and "Aiuto avviato" in story
    assert "Assistente sociale demo" not in story


def test_a_note_on_the_board_is_read_by_who_comes_next(portal, visitor):
    text = "Luce spenta accanto al chiosco: passare dal lato dei portici."
    officer = visitor(PHONE)
    sign_in(officer, portal.url, "agente", to="/bacheca/")
    look(officer)
    officer.get_by_label("Che cosa serve sapere").fill("Chiamare il 333 1234567")
    officer.get_by_role("button", name="Metti in bacheca").click()
    assert "un numero di telefono" in officer.inner_text("main")
    officer.get_by_label("Che cosa serve sapere").fill(text)
    officer.get_by_label("Per chi").select_option("educator")
    officer.get_by_role("button", name="Metti in bacheca").click()
    look(officer)

    educator = visitor(PHONE)
    sign_in(educator, portal.url, "educatore3", to="/bacheca/")
    note = educator.locator("article", has_text=text)
    assert "Per educatori" in note.inner_text() and "da leggere" in note.inner_text()
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
    educator.get_by_role("button", name="Salva").click()
    educator.wait_for_url(lambda address: "/nuova/" not in address)
    look(educator)
    page = educator.url.removeprefix(url)
    outing = educator.get_by_role("link", name="DEMO-").get_attribute("href")
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
    kept = [path for path in portal.var.rglob("*") if path.is_file()]
    assert [path for path in kept if secret.encode() in path.read_bytes()] == []


def _assert_search_finds_nothing(officer, url):
    officer.goto(url + "/interventi/note-di-servizio/")
    officer.get_by_label("Cerca nei testi").fill("aquiloni")
    officer.get_by_role("button", name="Cerca").click()
    assert "Nessun testo con queste parole" in officer.inner_text("main")
