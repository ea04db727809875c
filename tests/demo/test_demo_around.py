"""The board, the referrals, the shifts and the other forces' counts of a demonstration."""

from datetime import timedelta

import pytest

from accounts.models import User
from board.models import BoardNote
from board.names_of_people import seems_a_name
from cremona_safety.demo import street_texts
from cremona_safety.demo.board import make_board
from cremona_safety.demo.forces import make_force_counts
from cremona_safety.demo.interventions import make_interventions
from cremona_safety.demo.notebooks import make_notes
from cremona_safety.demo.referrals import make_referrals
from cremona_safety.demo.shifts import make_shifts
from forces.models import ForceCount, ForceImport
from interventions.models import Act, Availability, Service, ShiftTemplate, service_of
from notebooks.models import SealedNote
from notebooks.sealing import unseal
from referrals.models import Referral
from tests.demo.conftest import AFTERNOON
from texts.personal_data import find_personal_data

TODAY = AFTERNOON.date()


@pytest.fixture
def workers(street):
    return list(User.objects.filter(role_id="social_worker"))


@pytest.fixture
def crews(street):
    return [person for person in street if service_of(person)]


def test_the_board_shows_a_dozen_notes_and_keeps_the_expired(places, street):
    count = make_board(places, street, now=AFTERNOON)

    notes = BoardNote.objects.all()
    assert notes.count() == count > notes.current(AFTERNOON).count() >= 12
    assert notes.filter(is_pinned=True).exists()
    assert set(notes.values_list("mention", flat=True)) > {"officer", "educator"}
    assert not notes.filter(is_demo=False).exists()
    for note in notes.prefetch_related("reads__person"):
        note.clean_fields(exclude=["hotspot", "expires_at", "removed_at"])
        readers = [read.person for read in note.reads.all()]
        assert note.by in readers
        assert all(note.at <= read.at <= AFTERNOON for read in note.reads.all())
    unread = notes.current(AFTERNOON).exclude(reads__person=street[0])
    assert unread.exists()


def test_referrals_are_taken_and_closed_in_their_time(places, street, crews, workers):
    outings = make_interventions(places, street, now=AFTERNOON, days=300)

    count = make_referrals(outings, crews, workers, now=AFTERNOON)

    referrals = Referral.objects.all()
    assert referrals.count() == count > 40
    assert not referrals.filter(is_demo=False).exists()
    assert set(referrals.values_list("status", flat=True)) == set(Referral.Status)
    for referral in referrals:
        times = [referral.sent_at, referral.taken_at, referral.closed_at]
        past = [at for at in times if at]
        assert past == sorted(past) and past[-1] < AFTERNOON
        assert referral.service == service_of(referral.by)


def test_each_notified_removal_order_is_a_referral(places, street, crews, workers):
    outings = make_interventions(places, street, now=AFTERNOON, days=300)
    make_referrals(outings, crews, workers, now=AFTERNOON)

    told = sum(Act.objects.values_list("notified_services", flat=True))

    removals = Referral.objects.filter(need=Referral.Need.REMOVAL)
    assert removals.count() == told > 0


def test_the_other_forces_have_24_whole_months_everywhere(places, street):
    make_force_counts(places, street[-1], today=TODAY)

    counts = ForceCount.objects.all()
    months = set(counts.values_list("month", flat=True))
    assert len(months) == 24 and max(months) == TODAY.replace(month=10, day=1)
    assert set(counts.values_list("hotspot__slug", flat=True)) == {
        None,
        *[place.slug for place in places],
    }
    assert not counts.filter(is_demo=False).exists()
    batch = ForceImport.objects.get()
    assert (
        batch.rows == batch.changes.count() == counts.filter(month=max(months)).count()
    )


def test_templates_and_availability_are_there_to_plan_with(places, street):
    make_shifts(places, street, today=TODAY)

    assert ShiftTemplate.objects.filter(is_demo=True).count() == 3
    assert Availability.objects.filter(is_free=False).exists()
    first = Availability.objects.earliest("starts_at").starts_at
    assert first.date() > TODAY + timedelta(days=1)
    people = ShiftTemplate.objects.get(name="Venerdì sera insieme").people.all()
    assert {service_of(person) for person in people} == set(Service)


def test_notes_are_sealed_for_the_service_of_who_wrote_them(places, street, crews):
    outings = make_interventions(places, street, now=AFTERNOON, days=60)
    people_of = {
        service: [person for person in crews if service_of(person) == service]
        for service in Service
    }

    count = make_notes(outings, people_of, now=AFTERNOON)

    notes = SealedNote.objects.all()
    assert notes.count() == count > 10
    assert set(notes.values_list("service", flat=True)) == set(Service)
    for note in notes.select_related("by__role"):
        assert note.is_demo and note.service == service_of(note.by)
        text = unseal(note.sealed, note.service, note.pk)["text"]
        assert text in street_texts.DIARY + street_texts.POLICE_NOTES
        assert text[:12] not in note.sealed


def test_no_invented_text_points_at_a_person():
    written = [
        *street_texts.SHARED_NOTES,
        *street_texts.DIARY,
        *street_texts.POLICE_NOTES,
        *[text for text, *_ in street_texts.BOARD],
        *[aim for aims in street_texts.AIMS.values() for aim in aims],
    ]

    assert [text for text in written if find_personal_data(text)] == []
    assert [text for text in written if seems_a_name(text)] == []
