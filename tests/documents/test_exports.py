"""Every CSV of the portal is written in one place, and a spreadsheet opens what was written."""

import csv
import io

import pytest
from django.conf import settings
from django.urls import reverse

from documents.tables import TURNED
from hotspots.models import Hotspot
from tests.access_matrix import MATRIX
from tests.forces.factories import ForceCountFactory
from tests.interventions.factories import CrewMemberFactory, InterventionFactory
from tests.referrals.factories import ReferralFactory
from tests.reports.factories import ReportFactory

EXPORTS = [row for row in MATRIX if row.name.endswith(("export", "_csv"))]
EVERY = {"since": "2020-01-01", "order": ""}


def test_one_place_writes_csv():
    folders = [*settings.OUR_APPS, *settings.GROUND, "cremona_safety"]
    sources = [p for one in folders for p in (settings.BASE_DIR / one).rglob("*.py")]

    writers = {
        str(path.relative_to(settings.BASE_DIR))
        for path in sources
        if any(
            how in path.read_text() for how in ("csv.writer", "text/csv", "DictWriter")
        )
    }

    assert writers == {"documents/tables.py"}


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
