"""After the closing: who reported writes, reopens, and reads when it was read."""

import pytest

from tests.walks.conftest import DESK, PHONE
from tests.walks.steps import (
    describe,
    look,
    pass_the_gate,
    press,
    send,
    sign_in,
    tick,
)

pytestmark = [pytest.mark.browser, pytest.mark.server]
QUEUE = "/operatori/segnalazioni/"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_what_is_not_solved_is_reopened_by_who_reported(portal, visitor, script):
    url, citizen = portal.url, visitor(PHONE, script=script)
    pass_the_gate(citizen, url)
    describe(citizen, place="Piazza Roma", subject="Vetri accanto alla fontana")
    code, link = send(citizen)

    officer = visitor(DESK)
    sign_in(officer, url, "agente", to=f"{QUEUE}{code}/")
    officer.get_by_text("Chiudi con esito").first.click()
    closing = officer.locator("form#close")
    tick(closing, "Problema risolto")
    closing.get_by_role("textbox").first.fill("I vetri sono stati raccolti.")
    with officer.expect_navigation():
        closing.get_by_role("button").click()

    citizen.goto(link)
    if script:
        look(citizen)
    citizen.get_by_label("Aggiungi qualcosa").fill("I vetri sono ancora qui.")
    press(citizen, "Riapri la segnalazione")
    story = citizen.inner_text("main")
    said = citizen.get_by_role("status").filter(has_text="Hai riaperto")
    assert said.evaluate("(box) => box === document.activeElement")
    assert "Riaperta da te" in story and "Non ancora letto" in story
    assert "Ti rispondiamo entro" in story

    officer.goto(f"{url}{QUEUE}?unread=on")
    look(officer)
    assert code in officer.inner_text("main")
    officer.get_by_role("link", name=code, exact=True).click()
    unread = officer.get_by_role("region", name="1 messaggio da leggere")
    unread.get_by_text("I vetri sono ancora qui.").wait_for()
    look(officer)

    citizen.reload()
    assert "Letto il" in citizen.inner_text("main")
