"""A code as people type, paste and dictate it, and as the portal writes it."""

import pytest

from texts.codes import code_beginning, codes_in, tidy_code

# read also by the phone: tests/interventions/test_field_codes.py
AS_TYPED = [
    "CR-2026-7F3K9Q",
    "cr 2026 7f3k9q",
    " CR2026 7F3K9Q ",
    "CR–2026—7F3K9Q",
    "CR_2026/7F3K9Q.",
    "\u200bCR-2026-7F3K9Q\ufeff",
    "CR-2026-7F3\u00adK9Q",
    "CR\u00a02026\u202f7F3K9Q",
    "CR\u22122026\u20117F3K9Q",
    "ＣＲ-２０２６-７Ｆ３Ｋ９Ｑ",
    "CR dash 2026 dash 7F3K9Q",
    "cr trattino 2026 trattino 7f3k9q",
    "C R 2026 7F3 K9Q",
    "CR 20 26 7 F 3 K 9 Q",
    "CR 2026 7F3-K9Q",
    "CR-2O26-7F3K9Q",
    "codice: CR-2026-7F3K9Q",
    "Codice n. CR-2026-7F3K9Q.",
    "n. CR 2026 7F3K9Q",
    "segnalazione del 2026 CR-2026-7F3K9Q",
    "la CR-2026-7F3K9Q grazie",
    "«CR-2026-7F3K9Q»",
    "CR-2026-7F3K9Q, cr 2026 7f3k9q",
    "https://sicurezza.comune.example/segnalazioni/CR-2026-7F3K9Q/",
    "https://x.example/segnalazioni/cr-2026-7f3k9q/abcdefghijklmnopqrstuvwxyz/?a=1#b",
    "https://x.example/segnalazioni/CR%202026%207F3K9Q/",
    "<https://x.example/operatori/segnalazioni/CR-2026-7F3K9Q/unisci/>",
]
NO_CODE = [
    "",
    "CR-2026",
    "CR-2026-7F3K9",
    "CR-2026-7F3K9QQ",
    "2026-CR-7F3K9Q",
    "CR-1926-7F3K9Q",
    "schiamazzi in piazza Roma nel 2026",
    "CR-2026-7F3K9Q e CR-2026-8G4M2P",
]


@pytest.mark.parametrize("typed", AS_TYPED)
def test_a_code_is_read_however_it_was_typed_pasted_or_dictated(typed):
    assert tidy_code(typed) == "CR-2026-7F3K9Q"


@pytest.mark.parametrize("typed", NO_CODE)
def test_what_is_not_one_code_is_none(typed):
    assert tidy_code(typed) == ""


def test_the_letters_before_the_year_may_be_typed_as_figures():
    assert tidy_code("C0 2026 7F3K9Q") == "CO-2026-7F3K9Q"


@pytest.mark.parametrize(
    ("typed", "codes", "rest"),
    [
        ("", [], []),
        ("CR-2026-7F3K9Q CR-2026-8G4M2P", 2, []),
        ("cr 2026 7f3k9q cr 2026 8g4m2p", 2, []),
        ("CR-2026-7F3K9Q;cr2026-8g4m2p", 2, []),
        ("codici: CR-2026-7F3K9Q e CR 2026 8G4M2P", 2, []),
        ("CR-2026-7F3K9Q CR-2026-8G4M2", 1, ["CR-2026-8G4M2"]),
        ("pippo", [], ["pippo"]),
        ("CR/2026/8G4M2 CR-2026-7F3K9Q pippo", 1, ["CR/2026/8G4M2", "pippo"]),
        ("https://x.example/s/cr-2026-7f3k9q/abc/?a=1 CR-2026-8G4M2P", 2, []),
    ],
)
def test_all_the_codes_of_a_text_are_found_and_what_is_left_is_told(typed, codes, rest):
    both = ["CR-2026-7F3K9Q", "CR-2026-8G4M2P"]

    assert codes_in(typed) == (both[:codes] if codes else [], rest)


@pytest.mark.parametrize(
    ("typed", "looked_for"),
    [
        ("cr 2026", "CR-2026"),
        ("cr2026 7f", "CR-2026-7F"),
        ("CR–2026–7F3K9", "CR-2026-7F3K9"),
        ("codice: cr 2026 7f3k9q", "CR-2026-7F3K9Q"),
        ("piazza Roma", "piazza Roma"),
        ("2026", "2026"),
    ],
)
def test_a_code_is_looked_for_by_how_it_begins(typed, looked_for):
    assert code_beginning(typed) == looked_for


def test_a_long_text_without_codes_is_read_quickly():
    for text in ("A" * 5000, "CR 20 " * 800, "CR" + " " * 5000, "2" * 5000):
        assert tidy_code(text) == ""
