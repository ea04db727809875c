import csv
import io
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from documents.tables import csv_response, harmless
from documents.workbooks import xlsx_response


def written(header, rows):
    content = csv_response("prova", header, rows).getvalue()
    return list(csv.reader(content.decode("utf-8-sig").splitlines(), delimiter=";"))


@pytest.mark.parametrize("start", [*"=+-@\t\r\n", *"＝＋－＠"])
def test_no_text_is_a_formula(start):
    assert harmless(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("cell", ["", "Piazza Roma", "a=b", -3, 0, None])
def test_other_cells_stay_as_they_are(cell):
    assert harmless(cell) == cell


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1.5, "1,5"),
        (-0.25, "-0,25"),
        (1234.0, "1234,0"),
        (1e-07, "0,0000001"),
        (1e16, "10000000000000000"),
        (Decimal("7500.00"), "7500,00"),
        (12, 12),
    ],
)
def test_a_number_has_the_comma_of_italy_and_no_dot_to_make_a_day_of(number, said):
    assert harmless(number) == said


@pytest.mark.parametrize(
    "text",
    [
        "1.5", "3/4", "10-12", "11-13", "10/2026", "2026-10", "9/3/2026", "5 mar", "12-MAG",
        "ott-26", "ott 26", "1E5", "2,5e-3", "00123", "123456789012", " 3/4 ",
    ],
)  # fmt: skip
def test_a_text_that_a_spreadsheet_would_turn_stays_a_text(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["14-17 anni", "ottobre 2026", "CR-2026-7F3K9Q", "12", "0", "16-22 novembre 2026"]
)  # fmt: skip
def test_a_text_that_stays_by_itself_has_no_mark(text):
    assert harmless(text) == text


def test_days_and_moments_are_written_as_in_italy():
    assert harmless(date(2026, 3, 9)) == "09/03/2026"
    assert harmless(datetime(2026, 3, 9, 23, 30, tzinfo=UTC)) == "10/03/2026 00:30"


def test_the_heading_is_as_harmless_as_the_rows():
    assert written(["=A1", "Città"], [["+1", "più; meno"]]) == [
        ["'=A1", "Città"],
        ["'+1", "più; meno"],
    ]


def test_the_download_has_a_name_and_starts_with_the_mark_of_utf_8():
    response = csv_response("prova", ["Città"], [])

    assert response["Content-Disposition"] == 'attachment; filename="prova.csv"'
    assert response.getvalue() == "\ufeffCittà\r\n".encode()


def test_the_rows_are_read_only_while_they_are_sent():
    read = []
    rows = ([read.append(number) or number] for number in range(3))

    lines = iter(csv_response("prova", ["n"], rows))

    assert read == []
    assert list(lines)[-1] == b"2\r\n" and read == [0, 1, 2]


def book(header, rows):
    with closing(xlsx_response("prova", header, rows, title="Prova")) as response:
        return load_workbook(io.BytesIO(b"".join(response))).active


@pytest.mark.django_db  # closing an answer looks at the connections
@pytest.mark.parametrize("start", [*"=+-@", *"＝＋－＠"])
def test_no_text_of_a_book_is_a_formula(start):
    sheet = book([f"{start}A1"], [[f"{start}cmd|' /C calc'!A0"]])

    for cell in (sheet["A1"], sheet["A2"]):
        assert cell.data_type == "s" and cell.value.startswith(f"'{start}")


@pytest.mark.django_db
def test_a_book_has_types_and_needs_no_mark():
    assert [cell.value for cell in book(["a"] * 2, [["10-12", 1.5]])[2]] == [
        "10-12",
        1.5,
    ]


@pytest.mark.django_db
def test_a_book_keeps_days_moments_and_numbers_and_drops_what_it_cannot_hold():
    moment = datetime(2026, 3, 9, 23, 30, 12, tzinfo=UTC)
    sheet = book(["a"] * 5, [[date(2026, 3, 9), moment, 2.5, None, "a\x00\x0bb"]])

    day, time, number, nothing, text = (cell.value for cell in sheet[2])
    assert (day, time) == (datetime(2026, 3, 9), datetime(2026, 3, 10, 0, 30))
    assert (number, nothing, text) == (2.5, None, "ab")


@pytest.mark.django_db
def test_a_book_has_a_name_and_its_heading_stays_in_sight():
    with closing(xlsx_response("prova", ["Città"], [], title="Prova")) as response:
        assert response["Content-Disposition"] == 'attachment; filename="prova.xlsx"'
    assert book(["Città"], []).freeze_panes == "A2"
