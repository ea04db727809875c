"""A place nobody may choose any more, whose past stays."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from accounts.models import AuditEntry
from board.forms import CorrectionForm, NoteForm
from cremona_safety.programme import load_programme
from forces.words import Words
from hotspots.boundary_warnings import boundary_warnings
from hotspots.geometry import assign_point
from hotspots.models import Hotspot
from hotspots.search import find_place
from hotspots.services import (
    archive_hotspot,
    create_hotspot,
    restore_hotspot,
    update_hotspot,
)
from interventions.field.street import state_for
from interventions.forms.calendar import CalendarForm
from interventions.forms.moving import MoveForm
from interventions.forms.planning import NOT_OFFERED, PlanForm
from interventions.forms.sheet import SheetEntry
from interventions.models import Intervention
from referrals.forms import NewReferralForm
from reports.forms.where import WhereForm
from reports.placing import preview_reassignment
from reports.services.intake import submit_report
from tests.board.factories import BoardNoteFactory
from tests.conftest import PROGRAMME
from tests.interventions.factories import InterventionFactory
from tests.reports.factories import CategoryFactory, ReportFactory
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
        WhereForm().fields["place"],
        PlanForm(user=officer).fields["place"],
        NewReferralForm(user=officer).fields["hotspot"],
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


@pytest.mark.parametrize(
    ("begun", "is_taken"),
    [
        ("2026-11-19T22:00", True),
        ("2026-11-20T23:30", True),
        ("2026-11-21T00:10", False),
    ],
)
def test_an_outing_of_before_is_written_afterwards_where_it_was(
    place, coordinator, client_as, stop_clock, begun, is_taken
):
    stop_clock("2026-11-20 10:00")
    archive_hotspot(place, by=coordinator)
    stop_clock("2026-11-22 10:00")
    client, path = client_as("officer"), reverse("intervention_log")
    page = client.get(path).content.decode()
    assert "Piazza Roma (archiviato il 20/11/2026)" in page
    typed = {
        "client_id": str(uuid4()),
        "place": SLUG,
        "kind": "presidio",
        "starts_at": begun,
        "ends_at": "2026-11-21T01:00" if begun > "2026-11-20" else "2026-11-19T23:00",
        "crew": [page.split('name="crew" value="')[1].split('"')[0]],
        "outcome": "tranquillo",
    }

    answer = client.post(path, typed)

    assert answer.status_code == (302 if is_taken else 422), answer.content.decode()
    assert Intervention.objects.filter(hotspot=place).exists() == is_taken
    if not is_taken:
        assert "archiviato dal 20/11/2026" in answer.content.decode()
        assert begun in answer.content.decode()


def test_a_new_point_there_is_elsewhere_and_an_old_report_stays(archived):
    report = ReportFactory(
        hotspot=archived, latitude=archived.latitude, longitude=archived.longitude
    )

    assert assign_point(archived.latitude, archived.longitude) is None
    assert find_place("piazza Roma") is None
    assert preview_reassignment().moved == 0
    report.refresh_from_db()
    assert report.hotspot == archived


def test_the_calendar_keeps_its_row_where_somebody_went(archived, officer):
    outing = InterventionFactory(hotspot=archived, crew=[officer])
    form = CalendarForm(user=officer)

    assert SLUG in dict(form.rows([outing]))
    assert SLUG not in dict(form.rows([]))


def test_nobody_is_asked_to_plan_there_and_a_kept_address_chooses_nothing_else(
    archived, client_as
):
    client = client_as("coordinator")
    InterventionFactory(hotspot=archived, starts_at=timezone.now() + timedelta(days=1))
    day = timezone.localdate() + timedelta(days=1)

    week = client.get(reverse("intervention_calendar"), {"dal": day}).content.decode()
    assert "Piazza Roma (archiviato)" in week
    assert f"?luogo={SLUG}" not in week and "?luogo=piazza-marconi" in week
    address = {"luogo": SLUG, "giorno": day}
    page = client.get(reverse("intervention_plan"), address).content.decode()
    assert escape(NOT_OFFERED) in page
    assert '<option value="">Scegli il luogo</option>' in page


def test_its_page_stays_and_the_home_and_the_map_leave_it_out(archived, client):
    page = client.get(reverse("place", args=[SLUG]))
    assert page.status_code == 200
    assert "non fa più parte del programma" in page.content.decode()
    assert "Segnala un problema qui" not in page.content.decode()
    assert "Che cosa puoi segnalare qui" not in page.content.decode()
    assert "data-map" not in page.content.decode()
    address = reverse("place", args=[SLUG])
    assert address not in client.get(reverse("home")).content.decode()
    assert address not in client.get(reverse("places_geojson")).content.decode()


def test_the_coordinator_archives_it_and_puts_it_back(place, client_as):
    client = client_as("coordinator")

    page = client.post(reverse("hotspot_archive", args=[SLUG]), follow=True)
    place.refresh_from_db()
    assert place.archived_on and "Ripristina il luogo" in page.content.decode()
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


def test_the_last_place_does_not_leave_the_programme_either(programme, coordinator):
    *others, last = Hotspot.objects.programme()
    for place in others:
        archive_hotspot(place, by=coordinator)
    kind = Hotspot.Kind.COMPARISON

    with pytest.raises(Refused, match="l’ultimo luogo"):
        update_hotspot(
            last, aliases=[], seen=last.updated_at, by=coordinator, kind=kind
        )


def test_loading_the_programme_again_leaves_it_archived(archived):
    load_programme(PROGRAMME, overwrite=True)

    archived.refresh_from_db()
    assert archived.archived_on is not None


def test_an_outing_there_moves_to_another_day(archived):
    outing = InterventionFactory(hotspot=archived)
    form = MoveForm({"place": SLUG, "day": outing.day, "seen": 1}, intervention=outing)

    assert form.is_valid(), form.errors


def test_the_phone_names_it_and_offers_it_to_nobody(archived, officer):
    InterventionFactory(
        hotspot=archived, crew=[officer], status="in-corso", ends_at=None
    )

    state = state_for(officer)

    assert SLUG not in {place["slug"] for place in state["places"]}
    assert state["former_places"] == [{"slug": SLUG, "name": archived.name}]


def test_a_referral_of_an_outing_there_keeps_its_place(archived, officer):
    outing = InterventionFactory(hotspot=archived, crew=[officer])

    form = NewReferralForm(user=officer, intervention=outing)

    assert SLUG in slugs(form.fields["hotspot"])


def test_a_new_place_on_the_same_ground_has_nothing_in_common_with_it(
    archived, coordinator
):
    new = create_hotspot(
        name="Giardini",
        kind=Hotspot.Kind.PROGRAMME,
        ring=archived.ring,
        boundary_source="rilievo",
        accuracy_m=5,
        aliases=archived.alias_texts(),
        by=coordinator,
    )

    assert boundary_warnings(new) == boundary_warnings(archived) == []
    assert Words.read().place(archived.name) == archived.pk


def test_a_chip_dropped_there_hears_why_it_may_not(archived, officer):
    outing = InterventionFactory(crew=[officer])
    day = outing.day.isoformat()

    form = MoveForm({"place": SLUG, "day": day, "seen": "1"}, intervention=outing)

    assert not form.is_valid()
    assert "archiviato" in form.sentence
    wrong = MoveForm({"place": "\0", "day": day, "seen": "1"}, intervention=outing)
    assert not wrong.is_valid() and "non è arrivato intero" in wrong.sentence


def test_a_report_of_it_is_asked_for_its_place_again(place, coordinator):
    asked = {
        "category": CategoryFactory(),
        "draft_key": uuid4(),
        "subject": "Lampione spento",
        "latitude": place.latitude,
        "longitude": place.longitude,
        "location_source": "luogo",
        "occurred_on": timezone.localdate(),
    }
    archive_hotspot(place, by=coordinator)

    with pytest.raises(Refused, match="non è più in elenco"):
        submit_report(**asked)

    restore_hotspot(place, by=coordinator)
    assert submit_report(**asked).report.hotspot == place
