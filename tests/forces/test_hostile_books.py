"""Small books that ask for much: each is refused with its sentence, by a process of its own."""

import io
from dataclasses import replace
from datetime import date, datetime
from signal import SIGKILL
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forces import books
from forces.books import LATER, TOO_HARD
from forces.cells import NOT_A_TABLE, FileRefused, Merged, Row, Sheet, Unclear
from forces.packing import packed, unpacked
from forces.workbook import ENTITIES, UNPACKED
from sandbox import running
from tests.forces.books import GOOD, HEADINGS, book, row, sheet
from tests.forces.books import packed as zipped

MEGABYTE = 1024 * 1024
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DEEP = "<a>" * 50_000 + "</a>" * 50_000


def many_parts(number):
    return zipped({f"xl/{n}.xml": "x" for n in range(number)})


def lying(megabytes=200):
    """Return a ZIP whose one part unpacks to a hundred times what its directory says."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b"0" * megabytes * MEGABYTE)
    data = out.getvalue()
    at = data.rindex(b"PK\x01\x02") + 24
    return data[:at] + (1000).to_bytes(4, "little") + data[at + 4 :]


BOMBS = {
    "200 megabytes of zeros": (
        lambda: zipped({"xl/workbook.xml": "", "xl/s.xml": "0" * 200 * MEGABYTE}),
        UNPACKED,
    ),
    "of another size than it says": (lying, NOT_A_TABLE),
    "a thousand parts": (lambda: many_parts(1000), UNPACKED),
    "billion laughs": (
        lambda: book(
            sheet(HEADINGS, GOOD), intro=f"<!DOCTYPE x [<!ENTITY l0 'a'>{LAUGHS}]>"
        ),
        ENTITIES,
    ),
    "fifty thousand tags, one in the other": (
        lambda: book(sheet(HEADINGS, GOOD, after=DEEP)),
        "",
    ),
    "tags without an end": (lambda: book(sheet(HEADINGS, GOOD)[:-20]), NOT_A_TABLE),
    "a million columns": (
        lambda: book(sheet(HEADINGS, GOOD, row(["<c/>"] * 1_000_000))),
        UNPACKED,
    ),
    "a cell further than any column": (
        lambda: book(sheet(HEADINGS, GOOD, row(['<c r="ZZZZZZZ9"><v>1</v></c>']))),
        NOT_A_TABLE,
    ),
    "a row of ten thousand figures": (
        lambda: book(sheet(HEADINGS, GOOD, row([GOOD[0]], r="9" * 10_000))),
        NOT_A_TABLE,
    ),
    "a hundred thousand texts": (
        lambda: book(sheet(HEADINGS, GOOD), shared="</t></si><si><t>" * 100_000),
        UNPACKED,
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_with_its_sentence(name):
    make, sentence = BOMBS[name]

    if not sentence:  # nobody reads what it hides
        assert [one.name for one in books.read_sheets(make(), whose="")] == ["Foglio1"]
        return
    with pytest.raises(FileRefused) as refused:
        books.read_sheets(make(), whose="")

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ({"seconds": 0.01}, LATER),
        ({"answer": 100}, NOT_A_TABLE),
    ],
)
def test_every_limit_has_its_sentence(monkeypatch, limits, sentence):
    monkeypatch.setattr(books, "LIMITS", replace(books.LIMITS, **limits))
    many = book(sheet(HEADINGS, *[GOOD] * 5000))

    with pytest.raises(FileRefused) as refused:
        books.read_sheets(many, whose="")

    assert str(refused.value) == sentence


@pytest.mark.parametrize("ended", [(-SIGKILL, b""), (0, b"!MemoryError")])
def test_a_book_that_takes_too_much_is_told_so(monkeypatch, ended):
    monkeypatch.setattr(running, "_run", lambda *given: ended)

    with pytest.raises(FileRefused, match=TOO_HARD):
        books.read_sheets(book(sheet(HEADINGS, GOOD)), whose="")


@pytest.mark.django_db
def test_who_has_a_file_open_hears_to_try_again(client_as, user_as, settings):
    settings.SANDBOX = settings.SANDBOX | {"waiting": 0}
    client = client_as("coordinator")

    def send():
        file = SimpleUploadedFile("foglio.xlsx", book(sheet(HEADINGS, GOOD)))
        return client.post(reverse("force_import"), {"file": file})

    with running.PLACES.taken(f"person {user_as('coordinator').pk}"):
        page = send()
    assert page.status_code == 422 and LATER in page.content.decode()
    assert send().status_code == 302


CELLS = [
    "testo",
    4,
    2.5,
    float("inf"),
    True,
    10**30,
    date(2026, 10, 1),
    datetime(2026, 10, 1, 12, 30),
    Unclear("4%", "perché"),
    Merged("Piazza Roma"),
    Merged(date(2026, 10, 1)),
    "",
]


def test_what_a_book_holds_comes_out_as_it_is():
    sheets = [Sheet("Uno", [Row(3, CELLS)], True, ("Una nota.",), date(1904, 1, 1))]

    (there,) = unpacked(packed(sheets))

    assert there == sheets[0]
    assert [type(cell) for cell in there.rows[0].cells] == [type(c) for c in CELLS]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"garbage",
        b"[[]]",
        b'[{"name": 1}]',
        packed([Sheet("x", [Row(1, [None])], day_zero=date(1900, 1, 1))]),
        packed([Sheet("x", [Row(1, [{"a": 1}])], day_zero=date(1900, 1, 1))]),
        packed([Sheet("x", [Row(1, [["day", "never"]])], day_zero=date(1900, 1, 1))]),
        b"[" * 100_000,
    ],
)
def test_an_answer_that_is_no_book_is_refused(monkeypatch, answer):
    monkeypatch.setattr(running, "_run", lambda *given: (0, b"=" + answer))

    with pytest.raises(FileRefused, match="non è un foglio"):
        books.read_sheets(b"PK", whose="")
