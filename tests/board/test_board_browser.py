"""The board in a real browser: a hint while one writes, a mark when one has read."""

import pytest
from playwright.sync_api import expect

from board.models import BoardNote
from tests.board.factories import BoardNoteFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BOARD = "/bacheca/"


def test_what_would_be_refused_is_said_while_one_writes(open_page, programme):
    page = open_page(BOARD)

    page.get_by_label("Che cosa serve sapere").press_sequentially("Furgone AB123CD")

    expect(page.locator("#avviso-nota")).to_contain_text("targa")
    assert not BoardNote.objects.exists()


def test_who_has_the_board_open_has_read_it(open_page, programme, user_as):
    note = BoardNoteFactory(by=user_as("educator"))
    page = open_page(BOARD)
    expect(page.locator("[data-board-read]")).to_be_hidden()

    assert list(note.reads.values_list("person", flat=True)) == [user_as("officer").pk]
    page.reload()
    expect(page.locator(f"#nota-{note.pk}")).not_to_contain_text("da leggere")


def test_without_script_a_button_says_it(open_page, programme, user_as):
    note = BoardNoteFactory(by=user_as("educator"))
    page = open_page(BOARD, java_script_enabled=False)
    assert not note.reads.exists()

    page.locator("[data-board-read] button").click()

    assert list(note.reads.values_list("person", flat=True)) == [user_as("officer").pk]
