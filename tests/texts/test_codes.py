"""A code as people type it, and as the portal writes it."""

import pytest

from texts.codes import tidy_code


@pytest.mark.parametrize(
    "typed",
    [
        "CR-2026-7F3K9Q",
        "cr 2026 7f3k9q",
        " CR2026 7F3K9Q ",
        "CR–2026—7F3K9Q",
        "CR_2026/7F3K9Q.",
        "\u200bCR-2026-7F3K9Q\ufeff",
        "CR-2026-7F3\u00adK9Q",
    ],
)
def test_a_code_is_read_however_it_was_typed_or_pasted(typed):
    assert tidy_code(typed) == "CR-2026-7F3K9Q"


@pytest.mark.parametrize(
    "typed", ["", "CR-2026", "CR-2026-7F3K9", "2026-CR-7F3K9Q", "CR-2026-7F3K9Q\x00"]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert tidy_code(typed) == ""
