"""``manage.py check_text``: what it reads, what it writes, what it says of a wrong line."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hotspots.management.commands import check_text
from hotspots.models import Hotspot, Landmark
from hotspots.shared_text import asked_of
from hotspots.town_names import town_names
from tests.hotspots.factories import HotspotFactory
from texts.personal_data import find_personal_data


@pytest.fixture
def check(db, tmp_path, capsys):
    def run(*lines):
        path = tmp_path / "frasi.jsonl"
        path.write_bytes(b"\n".join(lines) + b"\n")
        error = ""
        try:
            call_command("check_text", str(path))
        except CommandError as refused:
            error = str(refused)
        said = capsys.readouterr()
        return [json.loads(line) for line in said.out.splitlines()], said.err, error

    return run


def row(text):
    return json.dumps({"text": text}).encode()


def test_each_line_is_answered_with_what_is_in_it(check):
    text = "È Mario Rossi 😀, tel. 333 1234567"

    [first, second], said, error = check(row(text), row("Tutto tranquillo."))

    assert first["text"] == text
    assert [
        (one["what"], text[one["start"] : one["end"]]) for one in first["found"]
    ] == [
        ("name", "Mario Rossi"),
        ("phone", "333 1234567"),
    ]
    assert second == {"text": "Tutto tranquillo.", "found": []}
    assert (said, error) == ("", "")


def test_the_places_of_the_town_are_known(check):
    HotspotFactory(name="Anna Rossi")

    assert check(row("Ci troviamo da Anna Rossi."))[0][0]["found"] == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"", check_text.BLANK),
        (b"   ", check_text.BLANK),
        (b"Mario Rossi", check_text.NOT_JSON),
        (b'{"text": "a"', check_text.NOT_JSON),
        (b"[" * 100_000, check_text.NOT_JSON),
        (b'["text"]', check_text.NOT_AN_OBJECT),
        (b'{"testo": "a"}', check_text.NO_TEXT),
        (b'{"text": null}', check_text.NOT_A_STRING),
        (b'{"text": 12}', check_text.NOT_A_STRING),
        (b'{"text": "\xe8"}', check_text.NOT_UTF8),
        (row("a" * check_text.LONGEST), check_text.TOO_LONG),
        (row("a" * 5 * check_text.LONGEST), check_text.TOO_LONG),
    ],
)
def test_a_wrong_line_is_named_and_the_others_are_read(check, line, why):
    read, said, error = check(row("Kevin"), line, row("Piazza Roma"))

    assert [one["text"] for one in read] == ["Kevin", "Piazza Roma"]
    assert said.strip() == f"Riga 2: {why}."
    assert error == "Righe non lette: 1 su 3."


@pytest.mark.parametrize("text", ["", "\ud800", "\0", "\u2028Kevin"])
def test_every_text_is_given_back_as_it_was(check, text):
    [read], _, error = check(row(text))

    assert (read["text"], error) == (text, "")


def test_a_mark_at_the_beginning_of_the_file_is_no_text(check):
    [read], said, _ = check(b"\xef\xbb\xbf" + row("Kevin"))

    assert read["text"] == "Kevin" and said == ""


def test_a_file_that_is_not_there_is_said(db, tmp_path):
    with pytest.raises(CommandError, match="non si legge"):
        call_command("check_text", str(tmp_path / "niente.jsonl"))


CORPUS = Path(__file__).parent.parent / "texts" / "corpus.jsonl"


def test_who_lives_in_a_street_of_the_programme_is_found_as_in_any_other(programme):
    """The corpus again, as command and forms read it: what names a place of this town."""
    rows = [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()]
    names = [*Hotspot.objects.all(), *Landmark.objects.all()]
    words = [place.name.lower().replace("via degli ", "") for place in names]
    here = [row for row in rows if any(word in row["text"].lower() for word in words)]
    homes = [row for row in here if row["personal"]]
    assert len(homes) > 10 and len(here) - len(homes) > 10

    found = [bool(find_personal_data(row["text"], town_names())) for row in here]

    assert found == [bool(row["personal"]) for row in here]


@pytest.mark.parametrize("typed", ["P.zza Roma 3", "piazza Marconi 7", "via Dante 12"])
def test_a_home_in_one_of_its_places_asks_before_it_is_shared(programme, typed):
    assert asked_of(f"Il ragazzo abita in {typed}", "Nella nota")
    assert not asked_of(f"Lite davanti al bar in {typed}", "Nella nota")
