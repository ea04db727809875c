"""A list declared once: what its page, its filters and its files read is what is declared."""

import csv
import io

import pytest
from django import forms
from django.http import QueryDict
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEntry
from accounts.trail import FILE as TRAIL_FILE
from accounts.trail import read
from desk.listing import INTERVENTIONS
from desk.views.presence import FILE as PRESENCE_FILE
from documents.tables import harmless
from forces.listing import COUNTS
from forces.models import ForceCount
from interventions.models import Intervention
from listing.filters import Addressed, FilterForm, OrderField
from listing.paging import Key
from listing.table import Column, Listing, Order, as_table
from notebooks.reading import NOTES
from referrals.listing import REFERRALS
from referrals.models import Referral
from reports.listing import QUEUE
from reports.models import Report
from tests.accounts.factories import AuditEntryFactory
from tests.forces.factories import ForceCountFactory
from tests.hotspots.factories import HotspotFactory
from tests.interventions.factories import InterventionFactory
from tests.referrals.factories import ReferralFactory
from tests.reports.factories import ReportFactory

LISTINGS = [QUEUE, INTERVENTIONS, REFERRALS, COUNTS, NOTES]
# (name of the address, who may take it, listing, rows, maker of one)
EXPORTS = [
    ("report_export", "officer", QUEUE, Report, ReportFactory),
    (
        "intervention_export",
        "officer",
        INTERVENTIONS,
        Intervention,
        InterventionFactory,
    ),
    ("referral_export", "coordinator", REFERRALS, Referral, ReferralFactory),
    ("force_export", "officer", COUNTS, ForceCount, ForceCountFactory),
]
# what a spreadsheet made last year looks for: a header changes on purpose, never by the way
HEADERS = [
    (
        QUEUE.in_file,
        "Codice;Ricevuta il;Giorno del fatto;Luogo;Luogo come è stato scritto;"
        "Punto sulla mappa;Categoria;Stato;Priorità;"
        "Risposta entro il;In ritardo;Esito",
    ),
    (
        INTERVENTIONS.in_file,
        "Codice;Giorno;Inizio;Fine;Luogo;Tipo;Origine;Stato;Congiunto;Agenti;Educatori;"
        "Ore agenti;Ore educatori;Contatti;Mediazioni;Controlli;Atti;Esito;Approvazioni",
    ),
    (
        REFERRALS.in_file,
        "Codice;Inviato il;A chi;Bisogno;Luogo;Giorno;Fascia di età;Urgenza;Stato;"
        "In ritardo;Ore alla presa in carico;Giorni all’esito;Esito",
    ),
    (COUNTS.in_file, "Mese;Luogo;Forza;Tipo;Interventi"),
    (
        PRESENCE_FILE,
        "Mese;Luogo;Giorni con uscite;Uscite;Uscite congiunte;Turni Polizia Locale;"
        "Turni educatori;Ore di presenza;Ore-persona Polizia Locale;Ore-persona educatori",
    ),
    (TRAIL_FILE, "Quando;Chi;Azione;Codice;Su;Prima;Dopo"),
]


def as_csv(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def written(columns, row):
    return [str(harmless(column.cell(row))) for column in columns]


# --- What is declared
@pytest.mark.parametrize("listing", LISTINGS)
def test_a_heading_sorts_by_an_order_that_is_there_and_a_column_of_a_file_has_cells(
    listing,
):
    orders = {order.name for order in listing.orders}

    assert {column.order for column in listing.on_page} <= {*orders, ""}
    assert all(column.cell for column in listing.in_file)


@pytest.mark.parametrize(("columns", "header"), HEADERS)
def test_a_file_keeps_its_header(columns, header):
    assert as_table(columns, [])[0] == header.split(";")


@pytest.mark.parametrize(("address", "role", "listing", "model", "make"), EXPORTS)
def test_a_file_has_the_declared_columns_and_their_cells(
    client_as, address, role, listing, model, make
):
    make(hotspot=HotspotFactory(name="=Piazza"))
    [row] = listing.for_file(model.objects.all())

    every = {"status": getattr(row, "status", "")}
    header, line = as_csv(client_as(role).get(reverse(address), every))

    assert header == [column.label for column in listing.in_file]
    assert line == written(listing.in_file, row)


def test_a_book_has_the_columns_and_cells_of_the_csv(client_as):
    InterventionFactory.create_batch(2)
    client, address = client_as("officer"), reverse("intervention_export")
    every = {"since": "2020-01-01"}

    book = client.get(address, {**every, "formato": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(book.streaming_content))).active
    header, *rows = sheet.iter_rows(values_only=True)
    csv_header, *csv_rows = as_csv(client.get(address, every))

    assert list(header) == csv_header
    assert [row[0] for row in rows] == [row[0] for row in csv_rows]
    assert len(rows) == 2


def test_the_file_of_the_trail_has_the_declared_columns_and_their_cells(client_as):
    admin = client_as("admin")
    AuditEntryFactory(action="+cmd", before={"a": "x"}, after={"a": "y"})

    _, line = as_csv(admin.get(reverse("audit_export"), {"code": ""}))[:2]

    [row] = read([AuditEntry.objects.get(action=line[3].lstrip("'"))])
    assert line == written(TRAIL_FILE, row)


# --- What a declaration gives
BY_NAME = Listing(
    orders=[
        Order("new", (Key("at", descending=True), Key("id")), "Nuovi", "Vecchi"),
        Order("name", (Key("name"), Key("id")), "Nome"),
    ],
    on_page=[
        Column("Chi", order="name"),
        Column("Che cosa"),
        Column("Quando", order="new", look="number"),
    ],
    in_file=[Column("Chi", lambda row: row["name"]), Column("Lungo", lambda row: 3)],
)


class NamesForm(FilterForm):
    place = forms.CharField(required=False)
    order = OrderField(BY_NAME)


def headings(query):
    form = NamesForm(QueryDict(query))
    assert form.is_valid()
    order = form.cleaned_data["order"]
    return [tuple(form._heading(column, order)) for column in BY_NAME.on_page]


def test_the_orders_are_chosen_in_the_words_declared():
    assert BY_NAME.order_choices == [
        ("new", "Nuovi"),
        ("-new", "Vecchi"),
        ("name", "Nome"),
    ]
    assert NamesForm().fields["order"].choices == BY_NAME.order_choices


def test_a_heading_says_how_the_list_is_sorted_and_leads_to_the_other_way():
    assert headings("place=x") == [
        ("Chi", "place=x&order=name", "none", ""),
        ("Che cosa", "", "", ""),
        ("Quando", "place=x&order=-new", "descending", "number"),
    ]
    assert headings("order=-new")[2] == ("Quando", "order=new", "ascending", "number")
    assert headings("order=name")[0] == ("Chi", "order=-name", "ascending", "")


def test_an_order_nobody_declared_is_refused():
    assert not NamesForm(QueryDict("order=boh")).is_valid()
    assert not NamesForm(QueryDict("order=-name")).is_valid()


def test_a_list_nobody_sorted_has_its_first_order_or_what_its_form_decides():
    form = NamesForm(QueryDict(""))

    assert form.is_valid() and form.cleaned_data["order"] == "new"
    assert OrderField(BY_NAME, unasked="Come viene").choices[0] == ("", "Come viene")


def test_the_cells_of_a_file_are_made_one_row_at_a_time():
    asked = []
    rows = (asked.append(name) or {"name": name} for name in "ab")

    header, lines = as_table(BY_NAME.in_file, rows)

    assert header == ["Chi", "Lungo"] and asked == []
    assert next(lines) == ["a", 3] and asked == ["a"]


# --- The words of an address
class PlaceForm(Addressed, forms.Form):
    addresses = {"place": "luogo"}

    place = forms.CharField(max_length=3)
    day = forms.CharField(required=False)


def test_an_address_says_the_words_of_people_and_python_its_own():
    form = PlaceForm(QueryDict("luogo=po"), auto_id="filtro-%s")

    assert form.is_valid() and form.cleaned_data == {"place": "po", "day": ""}
    assert 'name="luogo"' in str(form["place"])
    assert form["place"].id_for_label == "filtro-luogo"
    assert "place" in PlaceForm(QueryDict("place=po")).errors


def test_a_form_knows_whether_an_address_asks_for_it():
    assert PlaceForm().is_asked(QueryDict("luogo="))
    assert PlaceForm().is_asked(QueryDict("day=1"))
    assert not PlaceForm().is_asked(QueryDict("place=po"))
