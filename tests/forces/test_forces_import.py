import io
from datetime import date, datetime
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from accounts.models import AuditEntry
from forces.cells import NOT_A_TABLE, TOO_MANY, FileRefused
from forces.files import NO_ROWS, TOO_BIG, read_table
from forces.models import ForceCount, ForceImport
from forces.rows import read_lines
from forces.services import import_counts, undo_import
from forces.template import template_xlsx
from forces.words import Unreadable, count_of, month_of
from forces.workbook import MACROS, UNPACKED
from hotspots.models import Hotspot
from tests.forces.factories import ForceCountFactory
from texts.refusals import Refused

HEADING = "Mese;Luogo;Forza;Tipo;Interventi"
OCTOBER = date(2026, 10, 1)
GOOD = ["10/2026", "Piazza Roma", "Carabinieri", "Controllo", "4"]


@pytest.fixture(autouse=True)
def now(programme, stop_clock):
    stop_clock("2026-11-25 12:00")


def as_csv(*rows, heading=HEADING, separator=";", encoding="utf-8"):
    lines = [heading.replace(";", separator), *(separator.join(row) for row in rows)]
    return "\r\n".join(lines).encode(encoding)


def as_xlsx(*rows, heading=HEADING):
    book = Workbook()
    book.active.append(heading.split(";"))
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def read(content):
    return read_lines(read_table(content).rows)


def lines_of(*rows):
    lines, sentences, _ = read(as_csv(*rows))
    assert sentences == []
    return lines


def stored():
    rows = ForceCount.objects.values_list(
        "month", "hotspot__slug", "force", "kind", "count"
    )
    return {(f"{month:%m/%Y}", *key): count for month, *key, count in rows}


def written(**changes):
    """A good row with some cells written otherwise."""
    names = ["month", "place", "force", "kind", "count"]
    return [changes.get(name, cell) for name, cell in zip(names, GOOD, strict=True)]


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_csv_is_read_whatever_its_separator_and_alphabet(separator, encoding):
    row = written(place="altro luogo in città")
    content = as_csv(row, separator=separator, encoding=encoding)

    [line], sentences, wrong = read(content)

    assert (line.hotspot_id, line.month, line.count) == (None, OCTOBER, 4)
    assert (sentences, wrong) == ([], 0)


@pytest.mark.parametrize(
    "cell",
    [
        "10/2026",
        "2026-10",
        "31/10/2026",
        "2026-10-05",
        "Ottobre 2026",
        "1/10/2026",
        "october 2026",
    ],
)
def test_a_month_is_read_however_it_is_written(cell):
    assert lines_of(written(month=cell))[0].month == OCTOBER


@pytest.mark.parametrize("cell", [datetime(2026, 10, 9), date(2026, 10, 1), 46300])  # noqa: DTZ001
def test_a_date_of_a_spreadsheet_is_its_month(cell):
    [line], sentences, _ = read(as_xlsx(written(month=cell, count=4)))

    assert (line.month, sentences) == (OCTOBER, [])


@pytest.mark.parametrize(
    ("cell", "slug"),
    [
        ("P.zza Roma", "piazza-roma"),
        ("piazza-roma", "piazza-roma"),
        ("VIA DEGLI ORTI ROMANI", "via-orti-romani"),
        ("Altro luogo", None),
    ],
)
def test_a_place_is_found_by_any_of_its_names(cell, slug):
    [line] = lines_of(written(place=cell))

    place = Hotspot.objects.filter(pk=line.hotspot_id).first()
    assert (place and place.slug) == slug


@pytest.mark.parametrize(
    ("cell", "force"),
    [
        ("PS", "ps"),
        ("P.S.", "ps"),
        ("polizia di stato", "ps"),
        ("CC", "cc"),
        ("GdF", "gdf"),
        ("Guardia di Finanza", "gdf"),
    ],
)
def test_a_force_is_found_by_its_short_name(cell, force):
    assert lines_of(written(force=cell))[0].force == force


@pytest.mark.parametrize(
    ("cell", "count"), [("0", 0), ("12,0", 12), ("1.234", 1234), ("9999", 9999)]
)
def test_a_whole_number_is_read_as_italian_writes_it(cell, count):
    assert lines_of(written(count=cell))[0].count == count


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"count": "dodici"},
            "Riga 2, colonna Interventi (E2): «dodici» non è un numero intero da 0 a 9.999.",
        ),
        (
            {"count": "3,5"},
            "Riga 2, colonna Interventi (E2): «3,5» non è un numero intero da 0 a 9.999.",
        ),
        (
            {"count": "-1"},
            "Riga 2, colonna Interventi (E2): «-1» non è un numero intero da 0 a 9.999.",
        ),
        (
            {"count": "٣"},
            "Riga 2, colonna Interventi (E2): «٣» non è un numero intero da 0 a 9.999.",
        ),
        ({"count": ""}, "Riga 2, colonna Interventi (E2): manca."),
        (
            {"month": "13/2026"},
            "Riga 2, colonna Mese (A2): «13/2026» non è un mese: scrivilo così, 10/2026.",
        ),
        ({"month": "12/2026"}, "Riga 2, colonna Mese (A2): «12/2026» deve ancora venire."),
        (
            {"place": "Piazza Duomo"},
            "Riga 2, colonna Luogo (B2): «Piazza Duomo» non è un luogo del programma: "
            "per il resto della città scrivi «altro luogo».",
        ),
        (
            {"force": "Vigili"},
            "Riga 2, colonna Forza (C2): «Vigili» non è Polizia di Stato, Carabinieri o "
            "Guardia di Finanza.",
        ),
        (
            {"kind": "Rapina"},
            "Riga 2, colonna Tipo (D2): «Rapina» non è uno dei tipi del modello. "
            "Scrivi uno di questi: Presidio, Servizio appiedato, Pattuglia congiunta, "
            "Servizio interforze, Controllo, Mediazione, Contatto, Assistenza, "
            "Ordine di allontanamento, Sequestro, Sanzione, Segnalazione alla Prefettura.",
        ),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_and_explained(changes, sentence):
    lines, sentences, wrong = read(as_csv(written(**changes)))

    assert (lines, sentences, wrong) == ([], [sentence], 1)


def test_columns_in_another_order_and_rows_above_the_heading_keep_the_cell_s_name():
    content = "Conteggi di ottobre\n\nNumero;Forza;Luogo;Tipo;Periodo;Note\nx;CC;Piazza Roma;Controllo;10/2026;\n"

    _, [sentence], _ = read(content.encode())

    assert sentence.startswith("Riga 4, colonna Interventi (A4): «x»")


def test_a_row_that_repeats_another_is_wrong():
    lines, sentences, wrong = read(as_csv(GOOD, written(place="P.zza Roma", count="9")))

    assert [line.count for line in lines] == [4]
    assert sentences == [
        "Riga 3: ripete la riga 2, con lo stesso mese, luogo, forza e tipo."
    ]


def test_a_formula_is_not_a_number():
    _, [sentence], _ = read(as_xlsx(written(count="=2+2")))

    assert sentence == (
        "Riga 2, colonna Interventi (E2): c’è una formula, scrivi il suo risultato."
    )


def with_raw_month(raw):
    """A file whose month is a number that no spreadsheet program would let type."""
    content, out = as_xlsx(written(month=12345.5, count=4)), io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"12345.5", raw))
    return out.getvalue()


@pytest.mark.parametrize("raw", [b"1e999", b"-1e999", b"1.0e308", b"9" * 4000])
def test_a_number_out_of_all_bounds_is_a_wrong_cell(raw):
    lines, [sentence], wrong = read(with_raw_month(raw))

    assert (lines, wrong) == ([], 1)
    assert sentence.startswith("Riga 2, colonna Mese (A2): «")


@pytest.mark.parametrize("cell", [float("nan"), float("inf"), float("-inf"), 10**400])
def test_no_number_is_too_strange_for_a_month_or_a_count(cell):
    for reader in (month_of, count_of):
        with pytest.raises(Unreadable):
            reader(cell)


@pytest.mark.parametrize("cell", [True, 1e300, date(1901, 1, 1)])
def test_a_value_of_the_wrong_type_is_a_wrong_cell_in_every_column(cell):
    _, sentences, wrong = read(as_xlsx([cell] * 5))

    assert (len(sentences), wrong) == (5, 1)


def archive(**parts):
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/"), data)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a" * (1024 * 1024 + 1), TOO_BIG),
        (b"PK\x03\x04 not really", NOT_A_TABLE),
        (archive(prova=b"x"), NOT_A_TABLE),
        (archive(**{"xl__workbook.xml": b"<workbook"}), NOT_A_TABLE),
        (archive(**{"xl__workbook.xml": b"", "xl__vbaProject.bin": b""}), MACROS),
        (
            archive(**{"xl__workbook.xml": b"", "xl__big.xml": bytes(4 * 1024 * 1024)}),
            UNPACKED,
        ),
        (
            archive(**{"xl__workbook.xml": b"", "xl__sheet.xml": b"<c/>" * 200_000}),
            UNPACKED,
        ),
        (
            archive(**{"xl__workbook.xml": b"", "xl__s.xml": "<si/>".encode("utf-16-le") * 200_000}),
            UNPACKED,
        ),
        (b"Mese;Luogo\0;Forza", NOT_A_TABLE),
        (HEADING.encode(), NO_ROWS),
        (as_csv(*[GOOD] * 5001), TOO_MANY),
        (
            as_csv(GOOD[:4], heading="Mese;Luogo;Forza;Tipo"),
            "Manca la colonna Interventi. Le colonne, dalla A alla Z, sono: "
            "Mese, Luogo, Forza, Tipo, Interventi.",
        ),
        (
            b"ciao\nmondo\n",
            "Non trovo le intestazioni tra le colonne A e Z. La prima riga deve essere: "
            "Mese, Luogo, Forza, Tipo, Interventi.",
        ),
        (b"", "Il file è vuoto."),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(FileRefused) as refused:
        read_table(content)

    assert str(refused.value) == sentence


def test_the_template_has_the_valid_words_in_its_second_page():
    words = load_workbook(io.BytesIO(template_xlsx()))["Parole valide"]

    assert "Altro luogo in città" in [cell.value for cell in words["B"]]


def test_importing_writes_counts_and_who_did_it(coordinator):
    batch = import_counts(
        lines_of(GOOD, written(place="altro luogo", count="2")),
        by=coordinator,
        file_name="ottobre.csv",
    )

    assert stored() == {
        ("10/2026", "piazza-roma", "cc", "controllo"): 4,
        ("10/2026", None, "cc", "controllo"): 2,
    }
    assert (batch.by, batch.rows) == (coordinator, 2)
    entry = AuditEntry.objects.get(action="forces.import")
    assert entry.after == {"new": 2, "changed": 0}


def test_the_same_file_again_changes_nothing_and_leaves_no_import(coordinator):
    import_counts(lines_of(GOOD), by=coordinator)

    assert import_counts(lines_of(GOOD), by=coordinator) is None
    assert ForceImport.objects.count() == 1


def test_an_import_is_undone_number_by_number(coordinator):
    import_counts(lines_of(GOOD), by=coordinator)
    second = import_counts(
        lines_of(written(count="7"), written(force="PS", count="1")), by=coordinator
    )

    assert undo_import(second, by=coordinator) == []

    assert stored() == {("10/2026", "piazza-roma", "cc", "controllo"): 4}
    entry = AuditEntry.objects.get(action="forces.undo_import")
    assert entry.after == {"undone": 2, "kept": 0}


def test_what_a_later_import_changed_is_left_alone_and_listed(coordinator):
    first = import_counts(
        lines_of(GOOD, written(force="PS", count="1")), by=coordinator
    )
    import_counts(lines_of(written(count="7")), by=coordinator)

    kept = undo_import(first, by=coordinator)

    assert [(change.force, change.after) for change in kept] == [("cc", 4)]
    assert stored() == {("10/2026", "piazza-roma", "cc", "controllo"): 7}


def test_a_number_that_a_later_import_confirmed_stays(coordinator):
    of_the_other = written(force="PS", count="5")
    wrong = import_counts(lines_of(of_the_other, GOOD), by=coordinator)
    import_counts(lines_of(of_the_other, written(count="6")), by=coordinator)
    before = stored()

    undo_import(wrong, by=coordinator)

    assert stored() == before and sorted(before.values()) == [5, 6]


def test_an_undone_number_does_not_come_back_from_under_a_later_import(coordinator):
    first = import_counts(lines_of(GOOD), by=coordinator)
    second = import_counts(lines_of(written(count="7")), by=coordinator)
    undo_import(first, by=coordinator)

    assert undo_import(second, by=coordinator) == []

    assert stored() == {}


def test_undoing_gives_back_the_last_import_that_stands(coordinator):
    counts = ("5", "7", "9")
    _, second, third = [
        import_counts(lines_of(written(count=count)), by=coordinator)
        for count in counts
    ]
    undo_import(second, by=coordinator)

    undo_import(third, by=coordinator)

    assert stored() == {("10/2026", "piazza-roma", "cc", "controllo"): 5}


@pytest.mark.parametrize("count", ["9", "4"])
def test_a_real_count_takes_the_place_of_an_invented_one_until_undone(
    coordinator, count
):
    place = Hotspot.objects.get(slug="piazza-roma")
    row = ForceCountFactory(
        force="cc",
        hotspot=place,
        month=OCTOBER,
        kind="controllo",
        count=4,
        is_demo=True,
    )

    batch = import_counts(lines_of(written(count=count)), by=coordinator)
    row.refresh_from_db()
    assert (row.count, row.is_demo) == (int(count), False)

    undo_import(batch, by=coordinator)
    row.refresh_from_db()
    assert (row.count, row.is_demo) == (4, True)


def test_an_import_is_undone_once(coordinator):
    batch = import_counts(lines_of(GOOD), by=coordinator)
    undo_import(batch, by=coordinator)
    import_counts(lines_of(written(count="5")), by=coordinator)

    with pytest.raises(Refused, match="già stata annullata"):
        undo_import(batch, by=coordinator)

    assert stored() == {("10/2026", "piazza-roma", "cc", "controllo"): 5}
