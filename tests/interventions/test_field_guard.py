"""The guard on the phone: the same as the server's, while somebody writes, also without network."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.interventions.street import begin, sent
from tests.walks.steps import look
from texts.guard.plain import plain_text
from texts.personal_data import find_personal_data

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CORPUS = Path(__file__).parent.parent / "texts" / "corpus.jsonl"
READ = """async (texts) => {
    const { reader } = await import("/static/js/field/guard.js");
    const read = reader(await (await fetch(document.body.dataset.guard)).json());
    return texts.map((text) => read(text).map(({ what, words }) => [what, words]));
}"""


def test_the_phone_finds_what_the_server_finds(street, cast):
    page = street(cast[0])
    texts = [
        json.loads(line)["text"] for line in CORPUS.read_text("utf-8").splitlines()
    ]
    texts += [
        "È l’auto АВ123СЕ 😀 di Niccolo\u0300 Brambilla",
        "ﷺ ﬁno a Kevin",
        "",
        "\u0301a",
    ]

    wanted = [
        [[one.what.value, plain_text(text[one.start : one.end])[0]] for one in found]
        for text in texts
        for found in [find_personal_data(text)]
    ]

    assert page.evaluate(READ, texts) == wanted


def test_a_note_says_what_it_seems_to_hold_while_it_is_written(street, cast):
    page = street(cast[0])
    begin(page)
    sent(page)
    page.get_by_role("link", name="Nota").click()
    page.context.set_offline(True)
    note, hint = (
        page.get_by_label("Che cosa va ricordato"),
        page.locator("#note-person"),
    )

    expect(hint).to_be_empty()
    note.fill("Ritrovo in via Mario Rossi.")
    expect(hint).to_be_empty()
    note.fill("Mario Rossi e Kevin litigano.")
    expect(hint).to_contain_text("il nome di una persona: «Mario Rossi», «Kevin»")
    look(page)
    note.fill("Mario Rossi, auto AB123CD.")
    expect(hint).to_contain_text(
        "una targa: «Mario Rossi», «AB123CD». Toglilo, o la nota"
    )

    page.get_by_role("link", name="Fatto").click()
    page.get_by_role("link", name="Nota").click()
    expect(hint).to_contain_text("una targa")  # who comes back still reads it
