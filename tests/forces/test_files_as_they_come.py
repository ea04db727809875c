"""Files of counts as people really send them: each is read whole, or refused for its true reason."""

import csv
import io
from datetime import date
from itertools import permutations

import pytest
from openpyxl.formula.translate import Translator

from documents.tables import csv_response
from forces import text_file
from forces.cells import MOST_ROWS, NOT_A_TABLE, TOO_MANY, FileRefused, Row
from forces.files import NO_ROWS, read_table
from forces.headings import MISSING
from forces.listing import COUNTS
from forces.models import ForceCount
from forces.rows import read_lines
from forces.services import import_counts
from forces.template import WORDS_PAGE, template_csv, template_xlsx
from forces.workbook import (
    A_FORMULA,
    ENTITIES,
    FORMAT,
    LONG_TEXTS,
    UNPACKED,
    sheets_of,
)
from tests.forces.books import (
    GOOD,
    HEADINGS,
    book,
    cell,
    number,
    packed,
    row,
    sheet,
)
from tests.forces.factories import ForceCountFactory

OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)
THREE = [
    ["10/2026", "Piazza Roma", "Polizia di Stato", "Controllo", number(4)],
    ["10/2026", "Piazza Marconi", "Carabinieri", "Controllo", number(7)],
    ["09/2026", "Via degli Orti Romani", "Guardia di Finanza", "Controllo", number(2)],
]


@pytest.fixture(autouse=True)
def now(programme, stop_clock):
    stop_clock("2026-11-25 12:00")


def read(content):
    """The counts of a file, every row of it being right, and the remarks."""
    table = read_table(content)
    lines, sentences, _ = read_lines(table.rows)
    assert sentences == []
    return [line.count for line in lines], table.remarks


def wrong(content):
    lines, sentences, _ = read_lines(read_table(content).rows)
    assert lines == []
    return sentences


def refused(content):
    with pytest.raises(FileRefused) as why:
        read_table(content)
    return str(why.value)


def text(*lines):
    return "\r\n".join([";".join(HEADINGS), *lines]).encode()


def good(**changes):
    names = ["month", "place", "force", "kind", "count"]
    return [changes.get(name, one) for name, one in zip(names, GOOD, strict=True)]


def with_count(one, **options):
    return book(sheet(HEADINGS, good(count=one)), **options)


# --- What a book says of itself
@pytest.mark.parametrize("said", ["A1", "A1:E2", "A1:XFD1048576", "B3:C3"])
def test_a_dimension_that_lies_hides_no_row(said):
    lying = sheet(HEADINGS, *THREE, before=f'<dimension ref="{said}"/>')

    assert read(book(lying)) == ([4, 7, 2], [])


def test_a_book_without_dimension_numbers_or_places_of_cells_is_read():
    assert read(book(sheet(HEADINGS, *THREE))) == ([4, 7, 2], [])


def test_a_row_far_below_the_others_is_not_lost():
    far = sheet(HEADINGS, THREE[0], row(THREE[1], r=60_000), row(THREE[2], r=1_048_576))

    assert read(book(far))[0] == [4, 7, 2]


@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
def test_the_sheet_that_has_the_headings_is_read_wherever_it_stands(state):
    cover, counts = sheet(["Piazza Roma"], ["Piazza Marconi"]), sheet(HEADINGS, *THREE)

    for sheets, states in [
        ((cover, counts), (state, "visible")),
        ((counts, cover), ("visible", state)),
    ]:
        counted, [told] = read(book(*sheets, states=states))
        assert counted == [4, 7, 2] and told.startswith("Il foglio letto è «Foglio")


def test_of_two_sheets_with_headings_nobody_guesses():
    counts = sheet(HEADINGS, *THREE)

    assert refused(book(counts, counts)).startswith(
        "Più fogli hanno le intestazioni: «Foglio1», «Foglio2»."
    )
    assert read(book(counts, sheet(HEADINGS)))[0] == [4, 7, 2]  # one is still empty
    assert read(book(counts, counts, states=("hidden", "visible")))[0] == [4, 7, 2]
    assert "foglio nascosto, «Foglio2»" in refused(
        book(sheet(["a"]), counts, states=("visible", "hidden"))
    )


def test_the_days_of_a_book_of_1904_are_counted_from_1904():
    rows = [good(month=number(44834), count=number(4))]
    counts = sheet(HEADINGS, *rows)

    [of_1904] = read_lines(
        read_table(book(counts, workbook='<workbookPr date1904="1"/>')).rows
    )[0]
    [of_1900] = read_lines(read_table(book(counts)).rows)[0]

    assert (of_1904.month, of_1900.month) == (OCTOBER, date(2022, 9, 1))


def test_merged_cells_hold_for_all_their_rows_but_a_count_is_of_one():
    merges = '<mergeCells><mergeCell ref="A2:A4"/><mergeCell ref="B2:B3"/></mergeCells>'
    rows = [
        THREE[0],
        ["<c/>", "<c/>", *THREE[1][2:]],
        ["<c/>", *THREE[2][1:]],
    ]
    content = book(sheet(HEADINGS, *rows, after=merges))

    counts, [told] = read(content)
    lines, _, _ = read_lines(read_table(content).rows)

    assert counts == [4, 7, 2] and "A2:A4, B2:B3" in told
    assert {line.month for line in lines} == {OCTOBER}
    assert lines[0].hotspot_id == lines[1].hotspot_id

    shared = '<mergeCells><mergeCell ref="E2:E3"/></mergeCells>'
    sentences = wrong(
        book(sheet(HEADINGS, THREE[0], [*THREE[1][:4], "<c/>"], after=shared))
    )
    assert [one.split(": ")[1][:21] for one in sentences] == [
        "è unita con altre cel"
    ] * 2


def test_a_merged_title_or_many_huge_merges_change_nothing():
    title = (
        '<mergeCells><mergeCell ref="A1:E1"/><mergeCell ref="A3:XFD3"/></mergeCells>'
    )
    assert read(book(sheet(["Ottobre"], HEADINGS, *THREE, after=title)))[0] == [4, 7, 2]

    huge = '<mergeCell ref="A1:XFD1048576"/>' * 60_000
    many = sheet(HEADINGS, *THREE * 100, after=f"<mergeCells>{huge}</mergeCells>")
    assert refused(book(many)) == UNPACKED


def shared_text(text, rows):
    """A book whose cells all point at one ``text``: few bytes, many characters."""
    same = '<c t="s"><v>0</v></c>' * 5
    return book(sheet(HEADINGS, *[row([same])] * rows), shared=text)


LONG = "xy " * 30_000
FORMULA = f'<c><f t="shared" si="0" ref="E2:E900">{"A1+" * 300}A1</f></c>'


@pytest.mark.parametrize(
    "content",
    [
        shared_text(LONG, rows=60),
        shared_text("x" * 300, rows=2000),
        book(*[sheet(HEADINGS, good(place=LONG))] * 12),
        book(
            sheet(
                HEADINGS,
                good(place=LONG),
                *THREE * 10,
                after='<mergeCells><mergeCell ref="B2:B30"/></mergeCells>',
            )
        ),
    ],
    ids=["one text", "many cells", "many sheets", "merged"],
)
def test_a_small_file_that_unfolds_into_too_much_text_is_refused(content):
    assert refused(content) == LONG_TEXTS


@pytest.mark.parametrize(
    "content", [text(*["1"] * 300_000), text("# ;;;;\r\n" * 100_000)]
)
def test_a_text_of_too_many_lines_is_refused_before_all_are_kept(monkeypatch, content):
    kept = []
    monkeypatch.setattr(text_file, "Row", lambda *said: kept.append(1) or Row(*said))

    assert refused(content) == TOO_MANY
    assert len(kept) < 2 * MOST_ROWS + 300


def test_a_shared_formula_is_written_anew_for_no_cell(monkeypatch):
    monkeypatch.delattr(Translator, "translate_formula")
    again = '<c><f t="shared" si="0"/></c>'
    content = book(sheet(HEADINGS, [*GOOD[:4], FORMULA], [*GOOD[:4], again]))

    assert sheets_of(content).count(A_FORMULA.encode()) == 2
    assert [A_FORMULA in one for one in wrong(content)] == [True, True]


def test_what_is_hidden_counts_and_is_told():
    hidden = sheet(
        HEADINGS,
        THREE[0],
        row(THREE[1], hidden="1"),
        row(THREE[2], hidden="1"),
        before='<cols><col min="2" max="2" hidden="1"/></cols>',
    )

    counts, told = read(book(hidden))

    assert counts == [4, 7, 2]
    assert [one[-5:] for one in told] == [" 3-4.", "e: B."]


# --- Cells
@pytest.mark.parametrize(
    ("one", "formats", "why"),
    [
        (number("0.12", 1), ["0%"], "formato"),
        (number("1", 1), ["0.00%"], "formato"),
        (number("4000", 1), ["#,##0,"], "formato"),
        (number("46154.5", 1), ["dd/mm/yyyy"], "è una data"),
        ('<c t="b"><v>1</v></c>', [], "non è un numero intero"),
        ('<c t="e"><v>#N/A</v></c>', [], "errore di calcolo"),
        ("<c><f>2+2</f></c>", [], "una formula"),
        ("<c><f>2+2</f><v>4</v></c>", [], "una formula"),
        ('<c><f t="shared" si="0"/><v>4</v></c>', [], "una formula"),
        (number("-4"), [], "non è un numero intero"),
        (number("12.5"), [], "non è un numero intero"),
        (cell("1.000"), [], "due modi"),
        (cell("12-mag"), [], "è una data"),
    ],
)
def test_a_cell_that_is_no_plain_number_is_told_with_its_reason(one, formats, why):
    [sentence] = wrong(with_count(one, formats=formats))

    assert sentence.startswith("Riga 2, colonna Interventi (E2): ") and why in sentence


@pytest.mark.parametrize(
    ("one", "formats"),
    [
        (number("4.0"), []),
        (number("4", 1), ["#,##0"]),
        (number("4", 1), ["0&quot; %&quot;"]),
        (number("3.9999999999"), []),
        ('<c t="str"><v>4,00</v></c>', []),
        (cell("\u00a04\u202f"), []),
    ],
)
def test_a_number_shown_as_it_is_is_read(one, formats):
    assert read(with_count(one, formats=formats))[0] == [4]


@pytest.mark.parametrize("name", ["G.d.F.", "g. d. f.", "GDF", "Guardia  di Finanza"])
def test_the_short_name_of_a_force_has_dots_or_not(name):
    [line] = read_lines(read_table(text(";".join(good(force=name)))).rows)[0]

    assert line.force == "gdf"


# --- Columns
def test_in_no_order_does_another_column_take_the_place_of_the_right_one():
    others = ["Data", "Zona", "Corpo", "Tipologia", "Numero"]
    wrong_cells = ["01/01/2020", "Piazza Marconi", "PS", "Presidio", "99"]

    for order in permutations(range(5)):
        heads = [name for at in order for name in (others[at], HEADINGS[at])]
        cells = [one for at in order for one in (wrong_cells[at], GOOD[at])]
        [row] = read_table(f"{';'.join(heads)}\n{';'.join(cells)}\n".encode()).rows
        assert list(row.cells.values()) == GOOD, order


def headed(*heads):
    cells = [*GOOD, "99"][: len(heads)]
    return f"{';'.join(heads)}\n{';'.join(cells)}\n".encode()


def test_a_column_read_by_another_name_is_told():
    counts, told = read(headed("Periodo", "Luogo", "Forza", "Tipo", "Numero"))

    assert counts == [4]
    assert told == [
        "La colonna «Periodo» (A) è letta come Mese.",
        "La colonna «Numero» (E) è letta come Interventi.",
    ]


@pytest.mark.parametrize("pair", [("Numero", "Totale"), ("Interventi", "INTERVENTI")])
def test_of_two_columns_that_may_be_one_nobody_guesses(pair):
    why = refused(headed("Mese", "Luogo", "Forza", "Tipo", *pair))

    assert why.startswith(
        f"Più colonne possono essere Interventi: «{pair[0]}» (E), «{pair[1]}» (F)."
    )


def test_columns_too_far_or_too_many_missing_are_told():
    far = book(sheet(["<c/>"] * 26 + HEADINGS, ["<c/>"] * 26 + GOOD))

    assert "tra le colonne A e Z" in refused(far)
    assert refused(headed("Luogo", "Forza", "Tipo", "ott-26")).startswith(
        "Mancano le colonne Mese, Interventi."
    )


@pytest.mark.parametrize("written", ["Intervento", "Interventi svolti", "Intervneti"])
def test_a_likeness_is_proposed_and_not_taken(written):
    why = refused(headed("Mese", "Luogo", "Forza", "Tipo", written))

    missing = MISSING.format(names="Interventi", all=", ".join(HEADINGS))
    assert why.startswith(missing)
    assert f"«{written}» (E) è Interventi?" in why


def test_headings_again_with_another_order_are_those_of_the_rows_below():
    turned = [*HEADINGS[1:], HEADINGS[0]]
    second = ["Piazza Marconi", "CC", "Controllo", number(7), "10/2026"]

    counts, told = read(book(sheet(HEADINGS, THREE[0], turned, second)))

    assert counts == [4, 7]
    assert told == ["Non contano le righe che ripetono le intestazioni: 3."]


@pytest.mark.parametrize("label", ["Totale", "TOTALI", "Totale ottobre", "Tot."])
@pytest.mark.parametrize("at", [0, 1])
def test_a_row_of_totals_does_not_count_and_is_told(label, at):
    total = ["", "", "", "", "13"]
    total[at] = label

    counts, told = read(text(";".join(GOOD), ";".join(total)))

    assert counts == [4] and told == ["Non contano le righe dei totali: 3."]


# --- Text files
ROW = ";".join(GOOD)


@pytest.mark.parametrize(
    "content",
    [
        b"sep=;\r\n" + text(ROW),
        b"Interventi di ottobre 2026, Questura\r\n" + text(ROW),
        b"Interventi di ottobre\r\n" + text(ROW).replace(b";", b","),
        text(ROW).replace(b";", b"\t"),
        text(ROW).replace(b";", b"|"),
        text(ROW).decode().encode("utf-16"),
        b"\xef\xbb\xbf" + text(ROW),
        text(ROW).replace(b"\r\n", b"\r"),
        text("", ROW, "", "   ", ";;;;"),
        text(";".join(f'"{one}"' for one in GOOD)),
        text(";".join(f"'{one}" for one in GOOD)),
        text(ROW.replace(" ", "\u00a0")),
        text(f"{ROW};;;"),
    ],
)
def test_a_text_file_is_read_however_a_program_wrote_it(content):
    assert read(content)[0] == [4]


@pytest.mark.parametrize("closed_later", [False, True])
def test_a_quote_left_open_swallows_no_row_in_silence(closed_later):
    later = ROW.replace("Roma", 'Roma"') if closed_later else ROW

    why = refused(text(ROW, ROW.replace("Piazza", '"Piazza'), later, ROW))

    assert why.startswith("Riga 3: una virgoletta")
    assert read(text(ROW.replace("Piazza Roma", '"Piazza\nRoma"')))[0] == [4]


def test_a_number_cut_by_its_own_comma_is_not_read_short():
    content = text(ROW.replace("4", "1,234")).replace(b";", b",")

    [sentence] = wrong(content)

    assert sentence.startswith("Riga 2: ha più celle delle intestazioni")
    assert "«,»" in sentence


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(900), "vecchio foglio XLS"),
        (b"%PDF-1.7\n%\xe2\xe3", "è un PDF"),
        (b"\xef\xbb\xbf <html><table><tr><td>Mese", "pagina web"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"),
        (packed({"xl/workbook.bin": "x"}), "XLSB"),
        (packed({"foto.jpg": "x"}), NOT_A_TABLE),
        (packed({"xl/workbook.xml": "<x xmlns='http://purl.oclc.org/ooxml/s'/>"}), "Strict"),
        (book(sheet(HEADINGS, GOOD), intro='<!DOCTYPE x [<!ENTITY a "b">]>'), ENTITIES),
        (book(sheet(*[[number(1)] * 16_000] * 4)), UNPACKED),
        (book(sheet(*[row([], r=n) for n in range(1, 130_000)])), UNPACKED),
        (with_count(number(4, 1), formats=["[" * 2000]), FORMAT),
        (bytes([0x80, 0x81]) * 400, "Non trovo le intestazioni"),
    ],
    ids=(
        ["xls", "pdf", "html", "xml", "ods", "xlsb", "zip", "strict", "entities", "columns", "rows", "format", "noise"]
    ),
)  # fmt: skip
def test_another_kind_of_file_is_refused_for_what_it_is(content, why):
    assert why in refused(content)


# --- Our own files
def as_bytes(header, rows):
    return csv_response("x", header, rows).getvalue()


def test_a_template_as_it_is_changes_no_count(coordinator):
    heading, *lines = template_csv()

    for content in (as_bytes(heading, lines), template_xlsx()):
        assert refused(content) == NO_ROWS


def test_a_template_filled_in_below_its_words_is_read():
    heading, *lines = template_csv()

    counts, [told] = read(as_bytes(heading, [*lines, GOOD]))

    assert counts == [4] and told.startswith(
        "Non contano le righe che cominciano con #"
    )
    assert WORDS_PAGE == "Parole valide"  # of the templates people already have


def test_what_we_export_comes_back_the_same_also_after_a_spreadsheet(coordinator):
    ForceCountFactory(month=OCTOBER, count=1234)
    ForceCountFactory(month=SEPTEMBER)
    header, rows = COUNTS.export(ForceCount.objects.all(), "month")
    content = as_bytes(header, list(rows))

    lines, sentences, _ = read_lines(read_table(content).rows)
    assert sentences == [] and import_counts(lines, by=coordinator) is None

    shown = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert {line[0] for line in shown[1:]} == {"01/10/2026", "01/09/2026"}
