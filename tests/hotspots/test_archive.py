"""A place nobody may choose any more, whose past stays."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from board.forms import CorrectionForm, NoteForm
from hotspots.geometry import assign_point
from hotspots.models import Hotspot
from hotspots.services import archive_hotspot, find_place, restore_hotspot
from interventions.forms.calendar import CalendarForm
from interventions.forms.log import InterventionLogForm
from interventions.forms.planning import PlanForm
from interventions.forms.sheet import SheetEntry
from referrals.forms import NewReferralForm
from reports.forms.wizard import ReportForm
from reports.placing import preview_reassignment
from tests.board.factories import BoardNoteFactory
from tests.interventions.factories import InterventionFactory
from tests.reports.factories import ReportFactory
from texts.refusals import Refused

SLUG = "piazza-roma"


@pytest.fixture
def place(programme):
    return Hotspot.objects.get(slug=SLUG)


@pytest.fixture
def archived(place, coordinator):
    return archive_hotspot(place, by=coordinator)


def slugs(field):
    return {str(value) for value, _ in field.choices}


def test_no_form_offers_an_archived_place(archived, officer):
    fields = [
        ReportForm().fields["place"],
        PlanForm(user=officer).fields["place"],
        InterventionLogForm(user=officer).fields["place"],
        NewReferralForm().fields["hotspot"],
        NoteForm().fields["hotspot"],
    ]

    for field in fields:
        offered = slugs(field)
        assert SLUG not in offered and "piazza-marconi" in offered, field


def test_what_is_there_already_may_be_changed_and_stay(archived, officer):
    outing = InterventionFactory(hotspot=archived, crew=[officer])
    note = BoardNoteFactory(hotspot=archived)

    form = PlanForm(user=officer, intervention=outing)
    assert SLUG in slugs(form.fields["place"])
    sheet = SheetEntry(intervention=outing, user=officer)
    assert SLUG in slugs(sheet.form.fields["place"])
    assert SLUG in slugs(CorrectionForm(note=note).fields["hotspot"])


def test_a_new_point_there_is_elsewhere_and_an_old_report_stays(archived):
    report = ReportFactory(
        hotspot=archived, latitude=archived.latitude, longitude=archived.longitude
    )

    assert assign_point(archived.latitude, archived.longitude) is None
    assert find_place("piazza Roma") is None or find_place("piazza Roma").pk is None
    assert preview_reassignment().moved == 0
    report.refresh_from_db()
    assert report.hotspot == archived


def test_the_calendar_keeps_its_row_where_somebody_went(archived, officer):
    outing = InterventionFactory(hotspot=archived, crew=[officer])
    form = CalendarForm(user=officer)

    assert SLUG in dict(form.rows([outing]))
    assert SLUG not in dict(form.rows([]))


def test_its_page_stays_and_the_home_and_the_map_leave_it_out(archived, client):
    page = client.get(reverse("place", args=[SLUG]))
    assert page.status_code == 200
    assert "non fa più parte del programma" in page.content.decode()
    assert "Segnala un problema qui" not in page.content.decode()
    address = reverse("place", args=[SLUG])
    assert address not in client.get(reverse("home")).content.decode()
    assert address not in client.get(reverse("places_geojson")).content.decode()


def test_the_coordinator_archives_it_and_puts_it_back(place, client_as):
    client = client_as("coordinator")

    page = client.post(reverse("hotspot_archive", args=[SLUG]), follow=True)
    place.refresh_from_db()
    assert place.archived_on and "Rimetti in uso il luogo" in page.content.decode()
    client.post(reverse("hotspot_archive", args=[SLUG]))  # a second click
    page = client.post(reverse("hotspot_restore", args=[SLUG]), follow=True)

    place.refresh_from_db()
    assert place.archived_on is None
    assert "Archivia il luogo" in page.content.decode()
    entries = AuditEntry.objects.filter(target_id=str(place.pk)).order_by("pk")
    assert list(entries.values_list("action", flat=True))[-2:] == [
        "hotspots.hotspot_archived",
        "hotspots.hotspot_restored",
    ]


def test_the_last_place_of_the_programme_cannot_be_archived(programme, coordinator):
    *others, last = Hotspot.objects.programme()
    for place in others:
        archive_hotspot(place, by=coordinator)

    with pytest.raises(Refused, match="l’ultimo luogo"):
        archive_hotspot(last, by=coordinator)

    restore_hotspot(others[0], by=coordinator)
    archive_hotspot(last, by=coordinator)
