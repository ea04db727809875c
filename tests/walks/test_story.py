"""A report's whole life, walked in Chromium through the portal as people start it."""

import io

import pytest
from PIL import Image

from tests.servers import wait_until
from tests.walks.conftest import DESK, PHONE
from tests.walks.steps import (
    describe,
    link_to_confirm,
    look,
    pass_the_gate,
    press,
    reports_of_this_week,
    send,
    sign_in,
    take_time,
    tick,
)

pytestmark = [pytest.mark.browser, pytest.mark.server]

GPS, LATITUDE, LONGITUDE, MAKE = 0x8825, 2, 4, 0x010F


@pytest.fixture
def phone_photo(tmp_path):
    """A phone's JPEG: upright by its orientation tag, with maker and position."""
    exif = Image.Exif()
    exif[MAKE], exif[0x0112] = "Telefono", 6
    exif.get_ifd(GPS).update(
        {1: "N", LATITUDE: (45.0, 8.0, 7.0), 3: "E", LONGITUDE: (10.0, 1.0, 23.0)}
    )
    path = tmp_path / "IMG_0001.jpg"
    Image.effect_noise((1200, 900), 40).convert("RGB").save(path, "JPEG", exif=exif)
    with Image.open(path) as taken:
        assert taken.getexif().get_ifd(GPS)
    return path


def test_a_report_from_a_phone_reaches_the_dashboard(portal, visitor, phone_photo):
    url = portal.url
    assessore = visitor(DESK)
    sign_in(assessore, url, "assessore", to="/cruscotto/")
    look(assessore)
    before = reports_of_this_week(assessore, url, "Piazza Roma")

    citizen = visitor(PHONE)
    citizen.goto(url)
    look(citizen)
    pass_the_gate(citizen, url)
    look(citizen)
    describe(citizen, place="Piazza Roma", subject="Lampione spento all’ingresso",
             photo=phone_photo, email="giulia@example.org")  # fmt: skip
    look(citizen)
    code, link = send(citizen)
    look(citizen)
    citizen.goto(link_to_confirm(portal, "giulia@example.org"))
    look(citizen)
    press(citizen, "Conferma l’indirizzo")
    look(citizen)

    officer = visitor(DESK)
    sign_in(officer, url, "agente", to=f"/operatori/segnalazioni/{code}/")
    look(officer)
    press(officer, "Prendi in carico")
    look(officer)
    officer.get_by_text("Chiudi con esito").first.click()
    closing = officer.locator("form#close")
    tick(closing, "Problema risolto")
    closing.get_by_role("textbox").first.fill("Il lampione è di nuovo acceso.")
    with officer.expect_navigation():
        closing.get_by_role("button").click()
    look(officer)

    citizen.goto(link)
    assert (
        citizen.url == f"{url}/segnalazioni/{code}/"
    )  # the key leaves the address bar
    look(citizen)
    story = citizen.inner_text("main")
    assert "Presa in carico" in story and "Chiusa" in story
    assert "Il lampione è di nuovo acceso." in story

    wait_until(
        lambda: reports_of_this_week(assessore, url, "Piazza Roma") == before + 1,
        what="the count after the beat",
    )
    assessore.reload()
    look(assessore)
    _assert_the_stored_photo_says_nothing(portal)
    _assert_the_mails_say_nothing_of_the_text(portal, code)


def _assert_the_stored_photo_says_nothing(portal):
    stored = max(
        (portal.var / "media").rglob("*.jpg"), key=lambda path: path.stat().st_mtime
    )
    data = stored.read_bytes()
    photo = Image.open(io.BytesIO(data))
    assert photo.size == (900, 1200)  # turned upright before the tag was thrown away
    assert dict(photo.getexif()) == {}
    assert not {"exif", "icc_profile", "comment", "xmp"} & photo.info.keys()
    assert b"Telefono" not in data


def _assert_the_mails_say_nothing_of_the_text(portal, code):
    def mails():
        texts = [path.read_text() for path in (portal.var / "mail").glob("*.eml")]
        return [text for text in texts if code in text]

    wait_until(lambda: len(mails()) == 3, what="receipt, taken charge, closed")
    assert not any("Lampione spento" in text for text in mails())


def test_a_report_without_script(portal, visitor):
    citizen = visitor(PHONE, script=False)
    pass_the_gate(citizen, portal.url)
    describe(
        citizen, place="Via degli Orti Romani", subject="Lampione spento nel verde"
    )

    code, link = send(citizen)
    citizen.goto(link)

    assert citizen.url == f"{portal.url}/segnalazioni/{code}/"
    assert "Lampione spento nel verde" in citizen.inner_text("main")


def test_the_whole_story_by_keyboard_alone(portal, visitor):
    citizen = Keyboard(visitor(DESK))
    citizen.page.goto(f"{portal.url}/segnala/")
    citizen.press("No, voglio segnalare")
    citizen.reach("Ho letto e compreso", "Space")
    citizen.press("Avanti")
    citizen.reach("Piazza Roma")
    citizen.page.keyboard.press("ArrowDown")  # the radios of a group share one Tab stop
    citizen.press("Avanti")
    citizen.reach("Che cosa succede")
    citizen.page.keyboard.type("Illuminazione")
    citizen.reach("In breve")
    citizen.page.keyboard.type("Lampione spento, scritto da tastiera")
    citizen.press("Avanti")
    citizen.press("Avanti")
    citizen.page.wait_for_url("**/riepilogo/")
    take_time(citizen.page)
    citizen.press("Invia la segnalazione")
    citizen.page.wait_for_url("**/inviata/")
    code = citizen.page.locator(".secret").first.inner_text()

    officer = Keyboard(visitor(DESK))
    officer.page.goto(f"{portal.url}/operatori/segnalazioni/{code}/")
    officer.reach("Email")
    officer.page.keyboard.type("agente@demo.example")
    officer.reach("Password")
    officer.page.keyboard.type("insieme-in-piazza")
    with officer.page.expect_navigation():
        officer.page.keyboard.press("Enter")
    assert "Piazza Marconi" in officer.page.inner_text("main")
    officer.press("Prendi in carico")
    officer.reach("Chiudi con esito", "Enter")
    officer.reach("Problema risolto", "Space")
    officer.reach("Spiegazione")
    officer.page.keyboard.type("Riparato.")
    officer.press("Chiudi la segnalazione")

    officer.page.get_by_text("Riapri").first.wait_for()
    citizen.press("Apri la segnalazione")
    assert "Riparato." in citizen.page.inner_text("main")


class Keyboard:
    """Someone who has no mouse: Tab until what they want has the focus."""

    FOCUSED = """() => {
        const on = document.activeElement;
        const label = on.labels && on.labels.length ? on.labels[0].innerText : "";
        return (label || on.getAttribute("aria-label") || on.innerText || "").trim();
    }"""

    def __init__(self, page):
        self.page = page

    def reach(self, name, *keys):
        """Move the focus to the control called ``name``, then press ``keys``."""
        for _ in range(120):
            if self.page.evaluate(self.FOCUSED).startswith(name):
                break
            self.page.keyboard.press("Tab")
        else:
            raise AssertionError(f"Tab never reaches «{name}» on {self.page.url}")
        for key in keys:
            self.page.keyboard.press(key)

    def press(self, name):
        """Press Enter on a button or a link, and wait for the page it leads to."""
        self.reach(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


STAFF_PAGES = {
    "agente": [
        "/operatori/",
        "/operatori/segnalazioni/",
        "/profilo/",
        "/profilo/sessioni/",
        "/interventi/",
        "/interventi/elenco/",
        "/interventi/disponibilita/",
        "/interventi/calendario/",
        "/interventi/stampe/",
        "/interventi/sul-campo/",
        "/interventi/registra/",
        "/interventi/note-di-servizio/",
        "/interventi/note-di-servizio/nuova/",
        "/bacheca/",
    ],
    "educatore": [
        "/operatori/",
        "/interventi/?vista=elenco",
        "/interventi/nuovo/",
        "/interventi/diario/",
        "/interventi/diario/nuova/",
        "/bacheca/archivio/",
        "/operatori/invii/nuovo/",
    ],
    "sociale": ["/operatori/invii/", "/operatori/invii/?status=tutti"],
    "coordinatore": [
        "/operatori/",
        "/operatori/segnalazioni/",
        "/operatori/segnalazioni/riassegna/",
        "/interventi/?vista=mese",
        "/interventi/nuovo/",
        "/interventi/modelli/",
        "/interventi/modelli/nuovo/",
        "/interventi/copia-settimana/",
        "/interventi/presenza/",
        "/operatori/altre-forze/",
        "/operatori/altre-forze/importa/",
        "/operatori/luoghi/",
        "/operatori/luoghi/piazza-roma/",
        "/operatori/eventi/",
        "/cruscotto/",
        "/cruscotto/piazza-roma/",
    ],
    "rendiconto": ["/cruscotto/"],
    "assessore": ["/cruscotto/", "/cruscotto/via-orti-romani/", "/componenti/"],
    "amministratore": [
        "/operatori/persone/",
        "/operatori/persone/nuova/",
        "/operatori/registro/",
        "/operatori/lavori/",
    ],
}


# on a page, the link that leads to another: the first of a list
OPENED = {
    "agente": [
        ("/interventi/elenco/", ".desk-open"),
        ("/interventi/note-di-servizio/", ".sealed-open"),
        ("/operatori/segnalazioni/", ".desk-open"),
    ],
    "educatore": [("/interventi/diario/", ".sealed-open")],
    "sociale": [("/operatori/invii/?status=tutti", ".desk-open")],
    "coordinatore": [
        ("/bacheca/", "a[href$='/modifica/']"),
        ("/interventi/elenco/", ".desk-open"),
        ("/interventi/elenco/?status=da-approvare", ".desk-open"),
        ("/operatori/altre-forze/importa/", "table a"),
    ],
}


@pytest.mark.parametrize("person", STAFF_PAGES)
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["360", "1280"])
def test_every_staff_page_is_accessible_and_fits(portal, visitor, person, size):
    page = visitor(size)
    sign_in(page, portal.url, person, to=STAFF_PAGES[person][0])

    for path in STAFF_PAGES[person]:
        page.goto(portal.url + path)
        page.locator("h1").first.wait_for()  # the field page draws itself
        look(page)
    for path, link in OPENED.get(person, []):
        page.goto(portal.url + path)
        with page.expect_navigation():
            page.locator(link).first.click()
        look(page)
