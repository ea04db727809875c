import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from accounts.models import AuditEntry
from forces.models import Force, ForceCount, ForceImport
from hotspots.models import Hotspot
from interventions.models import ActKind, Kind
from tests.forces.factories import ForceCountFactory

HOME = "/operatori/altre-forze/"
IMPORT, PREVIEW = f"{HOME}importa/", f"{HOME}importa/anteprima/"
HEADING = ["Mese", "Luogo", "Forza", "Tipo", "Interventi"]


@pytest.fixture(autouse=True)
def now(programme, stop_clock):
    stop_clock("2026-11-25 12:00")


@pytest.fixture
def coordinator(client_as):
    return client_as("coordinator")


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def csv_file(*rows, name="ottobre.csv"):
    lines = [HEADING, *rows]
    return SimpleUploadedFile(
        name, "\n".join(";".join(map(str, row)) for row in lines).encode()
    )


def upload(client, file, **more):
    return client.post(IMPORT, {"file": file}, **more)


def press_import(client):
    token = re.search(
        r'name="draft" value="([^"]+)"', client.get(PREVIEW).content.decode()
    )
    return client.post(PREVIEW, {"draft": token[1]}, follow=True)


def thirty_six_rows():
    """An XLSX of 36 rows, five of them wrong, each in another column."""
    places = [*Hotspot.objects.values_list("name", flat=True)[:2], "Altro luogo"]
    rows = [
        [date(2026, 10, 1), place, force, kind, number + 1]
        for place in places
        for number, force in enumerate(Force.labels)
        for kind in (
            Kind.CHECK.label, Kind.PRESENCE.label, ActKind.FINE.label, ActKind.PREFECT.label,
        )
    ]  # fmt: skip
    assert len(rows) == 36
    rows[3][4] = "dodici"
    rows[7][0] = "30/2026"
    rows[11][1] = "Piazza Duomo"
    rows[20][2] = "Vigili del fuoco"
    rows[35][3] = "=1+1"
    book = Workbook()
    for row in [HEADING, *rows]:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_thirty_six_rows_with_five_wrong_ones(coordinator):
    content = thirty_six_rows()
    file = SimpleUploadedFile("ottobre.xlsx", content)
    page = text_of(upload(coordinator, file, follow=True))

    assert "31 righe nuove" in page
    assert "5 da correggere" in page
    assert (
        "Riga 5, colonna Interventi (E5): «dodici» non è un numero intero da 0 a 9.999"
        in page
    )
    for cell in ("(A9)", "(B13)", "(C22)", "(D37)"):
        assert cell in page
    assert "Importa solo le 31 righe giuste" in page
    assert ForceCount.objects.count() == 0

    done = press_import(coordinator)

    assert "Importate 31 righe su 36: 5 erano da correggere." in text_of(done)
    assert ForceCount.objects.count() == 31
    file = SimpleUploadedFile("ottobre.xlsx", content)
    again = text_of(upload(coordinator, file, follow=True))
    assert "31 già uguali" in again
    assert "Lo stesso file è già stato importato il 25/11/2026" in again
    assert "Importa solo" not in again


def test_the_preview_says_how_the_file_was_read(coordinator):
    content = (
        b"Periodo;Luogo;Forza;Tipo;Numero\nott-26;Piazza Roma;G.d.F.;Controllo;1.234\n"
        b"Totale;;;;1.234\n"
    )
    page = text_of(
        upload(coordinator, SimpleUploadedFile("a.csv", content), follow=True)
    )

    assert "1 riga nuova" in page and "0 da correggere" in page
    for told in ("«Periodo» (A) è letta come Mese", "righe dei totali: 3"):
        assert told in page


def test_importing_twice_in_a_row_writes_once(coordinator):
    upload(coordinator, csv_file(["10/2026", "Piazza Roma", "CC", "Controllo", 4]))
    page = coordinator.get(PREVIEW).content.decode()
    token = re.search(r'name="draft" value="([^"]+)"', page)[1]
    coordinator.post(PREVIEW, {"draft": token})

    again = coordinator.post(PREVIEW, {"draft": token}, follow=True)

    assert again.status_code == 200
    assert "Questa anteprima non c’è più" in text_of(again)
    assert ForceImport.objects.count() == 1


def test_the_preview_of_another_file_is_not_the_one_that_is_imported(coordinator):
    upload(coordinator, csv_file(["10/2026", "Piazza Roma", "CC", "Controllo", 4]))

    coordinator.post(PREVIEW, {"draft": "another"})

    assert ForceCount.objects.count() == 0


def test_a_preview_belongs_to_who_uploaded_the_file(coordinator, client_as):
    upload(coordinator, csv_file(["10/2026", "Piazza Roma", "CC", "Controllo", 4]))

    assert client_as("officer").get(PREVIEW).status_code == 403
    assert client_as("coordinator").get(PREVIEW).status_code == 302


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Scegli il file da importare"),
        ({"file": SimpleUploadedFile("vuoto.csv", b"")}, "Il file è vuoto"),
        (
            {"file": SimpleUploadedFile("foto.xlsx", b"\x89PNG\0")},
            "non è un foglio CSV o XLSX",
        ),
        ({"file": "testo"}, "Scegli il file da importare"),
    ],
)
def test_a_refused_file_is_told_beside_the_field(coordinator, data, sentence):
    response = coordinator.post(IMPORT, data)

    assert response.status_code == 422
    assert sentence in text_of(response)


def test_markup_in_a_cell_or_in_the_name_is_only_text(coordinator):
    file = csv_file(["<script>x</script>", "=1", "CC", "Controllo", 4], name="<b>.csv")

    page = upload(coordinator, file, follow=True).content.decode()

    assert "<script>x" not in page
    assert "&lt;script&gt;" in page


def test_an_import_is_undone_from_its_page_and_pressing_twice_is_harmless(coordinator):
    upload(coordinator, csv_file(["10/2026", "Piazza Roma", "CC", "Controllo", 4]))
    press_import(coordinator)
    address = f"{HOME}importazioni/{ForceImport.objects.get().pk}/"
    assert "Annulla l’importazione" in text_of(coordinator.get(address))

    first = coordinator.post(f"{address}annulla/", follow=True)
    second = coordinator.post(f"{address}annulla/", follow=True)

    assert "di nuovo come prima" in text_of(first)
    assert "già stata annullata" in text_of(second)
    assert ForceCount.objects.count() == 0


def test_the_page_of_an_undone_import_marks_what_it_left_alone(coordinator):
    upload(coordinator, csv_file(["10/2026", "Piazza Roma", "CC", "Controllo", 4]))
    press_import(coordinator)
    first = ForceImport.objects.get()
    upload(coordinator, csv_file(["10/2026", "Piazza Roma", "CC", "Controllo", 9]))
    press_import(coordinator)

    page = text_of(
        coordinator.post(f"{HOME}importazioni/{first.pk}/annulla/", follow=True)
    )

    assert "tranne un conteggio" in page
    assert "cambiato dopo: non toccato" in page


def test_a_count_is_typed_in_by_hand(coordinator):
    typed = {
        "month": "10/2026", "hotspot": "piazza-roma", "force": "ps",
        "kind": "controllo", "count": "6",
    }  # fmt: skip

    page = text_of(coordinator.post(f"{HOME}nuovo/", typed, follow=True))

    assert "Scritto a mano" in page
    assert ForceCount.objects.get().count == 6
    again = text_of(coordinator.post(f"{HOME}nuovo/", typed, follow=True))
    assert "era già questo" in again
    assert ForceImport.objects.count() == 1


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"count": "-1"},
        {"count": "9" * 400},
        {"month": "10/2026\0"},
        {"month": "01/1999"},
        {"hotspot": "\0"},
        {"force": "vigili"},
    ],
)
def test_a_wrong_count_is_told_and_nothing_is_written(coordinator, typed):
    good = {"month": "10/2026", "force": "ps", "kind": "controllo", "count": "6"}
    response = coordinator.post(f"{HOME}nuovo/", (good | typed) if typed else {})

    assert response.status_code == 422
    assert ForceCount.objects.count() == 0


def test_the_list_filters_sums_sorts_and_exports_what_it_shows(client_as):
    roma = Hotspot.objects.get(slug="piazza-roma")
    ForceCountFactory(hotspot=roma, count=3)
    ForceCountFactory(hotspot=roma, count=5, month=date(2026, 9, 1))
    ForceCountFactory(hotspot=None, count=40)
    query = "?place=piazza-roma&order=-month&since=09/2026"
    officer = client_as("officer")

    page = officer.get(HOME + query)
    lines = officer.get(f"{HOME}esporta/{query}").getvalue().decode("utf-8-sig")

    assert [row.count for row in page.context["page"].rows] == [5, 3]
    assert "2 conteggi, 8 interventi in tutto" in text_of(page)
    assert lines.splitlines()[1:] == [
        "01/09/2026;Piazza Roma;Polizia di Stato;Controllo;5",
        "01/10/2026;Piazza Roma;Polizia di Stato;Controllo;3",
    ]
    assert "Importa un file" not in text_of(page)
    taken = AuditEntry.objects.get(action="forces.export")
    assert taken.after == {"filters": ["place", "since"]}


@pytest.mark.parametrize(
    "query", ["?since=x", "?place=%00", "?order=nome", "?since=10/2026&until=09/2026"]
)
def test_a_wrong_filter_is_told(client_as, query):
    assert "Filtri da correggere" in text_of(client_as("officer").get(HOME + query))
    assert client_as("officer").get(f"{HOME}esporta/{query}").status_code == 302


@pytest.mark.parametrize("rows", [2, 20])
def test_the_list_asks_the_same_of_the_database_for_few_rows_or_many(
    client_as, django_assert_num_queries, rows
):
    roma = Hotspot.objects.get(slug="piazza-roma")
    for number in range(rows):
        ForceCountFactory(hotspot=roma, month=date(2025, 1 + number % 12, 1),
                          kind=Kind.values[number // 12])  # fmt: skip
    client = client_as("officer")
    client.get(HOME)

    with django_assert_num_queries(LIST):
        client.get(HOME)


LIST = 9  # with the session, the person and the page frame


def test_the_templates_are_downloaded(coordinator):
    plain = coordinator.get(f"{HOME}modello.csv").getvalue().decode("utf-8-sig")
    book = load_workbook(io.BytesIO(coordinator.get(f"{HOME}modello.xlsx").content))

    assert plain.splitlines()[0] == ";".join(HEADING)
    assert "# Forza: Polizia di Stato, Carabinieri" in plain
    assert book.sheetnames == ["Interventi", "Parole valide"]
