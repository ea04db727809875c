"""Every CSV and every XLSX of the portal is written in one place, and a spreadsheet opens what was
written."""

import csv
import io

import pytest
from django.conf import settings
from django.urls import reverse
from openpyxl import load_workbook

from documents.tables import TURNED
from hotspots.models import Hotspot
from tests.access_matrix import MATRIX
from tests.forces.factories import ForceCountFactory
from tests.interventions.factories import CrewMemberFactory, InterventionFactory
from tests.referrals.factories import ReferralFactory
from tests.reports.factories import ReportFactory

EXPORTS = [row for row in MATRIX if row.name.endswith(("export", "_csv"))]
EVERY = {"since": "2020-01-01", "order": ""}


@pytest.mark.parametrize(
    ("ways", "writer"),
    [
        (("csv.writer", "text/csv", "DictWriter"), "documents/tables.py"),
        (("Workbook(", "import Workbook", "xlsxwriter"), "documents/workbooks.py"),
    ],
)
def test_one_place_writes_csv_and_one_xlsx(ways, writer):
    sources = [
        path
        for folder in [*settings.OUR_APPS, *settings.GROUND]
        for path in (settings.BASE_DIR / folder).rglob("*.py")
    ]

    writers = {
        str(path.relative_to(settings.BASE_DIR))
        for path in sources
        if any(way in path.read_text() for way in ways)
    }

    assert writers == {writer}


@pytest.fixture
def awkward(programme, stop_clock):
    """Rows whose texts and numbers a spreadsheet would take for days."""
    stop_clock("2026-11-22 12:00")
    place = Hotspot.objects.get(slug="piazza-roma")
    Hotspot.objects.filter(pk=place.pk).update(name="10-12")
    place.refresh_from_db()
    outing = InterventionFactory(hotspot=place, approved=True, officer_minutes=90)
    CrewMemberFactory(intervention=outing)
    ReportFactory(hotspot=place, place_text="3/4")
    ReferralFactory(hotspot=place)
    ForceCountFactory(hotspot=place)


@pytest.mark.parametrize("row", EXPORTS, ids=lambda row: row.name)
def test_no_cell_of_an_export_becomes_another_in_a_spreadsheet(client_as, awkward, row):
    address = reverse(row.name, kwargs=row.args)

    response = client_as(sorted(row.who)[0]).get(address, EVERY)

    assert response["Content-Type"].startswith("text/csv")
    text = response.getvalue().decode("utf-8-sig")
    cells = [
        one for line in csv.reader(io.StringIO(text), delimiter=";") for one in line
    ]
    days = [one for one in cells if TURNED.fullmatch(one.strip())]
    assert [one for one in days if one.count("/") != 2] == []
    assert len(EXPORTS) >= 11


BOOKS = {"intervention_export": {**EVERY, "formato": "xlsx"}, "force_template_xlsx": {}}


@pytest.mark.parametrize("name", BOOKS)
def test_no_cell_of_a_workbook_is_a_formula(client_as, awkward, name):
    """The names of places are typed: one of them may begin as a formula does."""
    formula = '=HYPERLINK("http://example.org","Apri")'
    Hotspot.objects.filter(name="10-12").update(name=formula)
    [row] = [row for row in MATRIX if row.name == name]

    response = client_as(sorted(row.who)[0]).get(reverse(name), BOOKS[name])

    cells = [
        cell
        for sheet in load_workbook(io.BytesIO(response.getvalue()))
        for line in sheet.iter_rows()
        for cell in line
    ]
    assert f"'{formula}" in [cell.value for cell in cells]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
