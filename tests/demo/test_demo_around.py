"""The board, the referrals, the shifts and the other forces' counts of a demonstration."""

from datetime import date, timedelta

from django.db.models import Q

from accounts.models import AuditEntry, User
from board.models import BoardNote
from cremona_safety.demo import street_texts
from forces.models import ForceCount, ForceImport
from hotspots.models import Hotspot
from interventions.models import Act, Availability, Service, service_of
from jobs.models import Outbox
from notebooks.models import SealedNote
from notebooks.sealing import unseal
from referrals.models import Referral
from tests.demo.conftest import AFTERNOON
from texts.personal_data import find_personal_data


def test_the_board_shows_a_dozen_notes_and_keeps_the_expired(demo):
    notes = BoardNote.objects.all()
    assert notes.count() == len(street_texts.BOARD)
    assert notes.count() > notes.current(AFTERNOON).count() >= 12
    assert notes.filter(is_pinned=True).exists()
    assert set(notes.values_list("mention", flat=True)) > {"officer", "educator"}
    assert not notes.filter(is_demo=False).exists()
    for note in notes.prefetch_related("reads"):
        note.clean_fields(exclude=["hotspot", "expires_at", "removed_at"])
        assert all(note.at <= read.at <= AFTERNOON for read in note.reads.all())
    officer = User.objects.get(email="agente@demo.example")
    assert notes.current(AFTERNOON).unread_by(officer).exists()


def test_referrals_are_taken_and_closed_in_their_time(demo):
    referrals = Referral.objects.select_related("by__role")
    assert referrals.count() > 20
    assert not referrals.filter(is_demo=False).exists()
    assert not referrals.exclude(code__startswith="DEMO-").exists()
    assert set(referrals.values_list("status", flat=True)) == set(Referral.Status)
    for referral in referrals:
        times = [referral.sent_at, referral.taken_at, referral.closed_at]
        past = [at for at in times if at]
        assert past == sorted(past) and past[-1] <= AFTERNOON
        assert referral.service == service_of(referral.by)


def test_each_notified_removal_order_is_a_referral(demo):
    over = Act.objects.filter(intervention__ends_at__lt=AFTERNOON - timedelta(days=1))
    told = sum(over.values_list("notified_services", flat=True))

    removals = Referral.objects.filter(need=Referral.Need.REMOVAL)
    ended = removals.filter(intervention__ends_at__lt=AFTERNOON - timedelta(days=1))
    assert ended.count() == told > 0


def test_the_other_forces_have_24_whole_months_everywhere(demo):
    counts = ForceCount.objects.all()
    months = set(counts.values_list("month", flat=True))
    assert len(months) == 24 and max(months) == date(2026, 10, 1)
    assert set(counts.values_list("hotspot__slug", flat=True)) == {
        None,
        *Hotspot.objects.programme().values_list("slug", flat=True),
    }
    assert not counts.filter(is_demo=False).exists()
    batch = ForceImport.objects.latest("at")
    assert batch.at < AFTERNOON
    assert (
        batch.rows == batch.changes.count() == counts.filter(month=max(months)).count()
    )


def test_availability_is_there_to_plan_with(demo):
    assert Availability.objects.filter(is_free=False).exists()
    first = Availability.objects.earliest("starts_at").starts_at
    assert first.date() > AFTERNOON.date() + timedelta(days=1)


def test_notes_are_sealed_for_the_service_of_who_wrote_them(demo):
    notes = SealedNote.objects.all()
    assert notes.count() > 10
    assert set(notes.values_list("service", flat=True)) == set(Service)
    for note in notes.select_related("by__role"):
        assert note.is_demo and note.service == service_of(note.by)
        text = unseal(note.sealed, note.service, note.pk)["text"]
        assert text in street_texts.DIARY + street_texts.POLICE_NOTES
        assert text[:12] not in note.sealed


def test_what_was_lived_is_in_the_trail_at_its_moment_and_its_mails_went(demo):
    lived = Q(action__startswith="intervention.") | Q(action__startswith="report.")
    trail = AuditEntry.objects.filter(lived)
    assert trail.count() > 700
    assert not trail.filter(at__gt=AFTERNOON).exists()
    approvals = trail.filter(action="intervention.approve")
    assert approvals.dates("at", "week").count() >= 5
    assert not Outbox.objects.waiting().exists()


def test_no_invented_text_points_at_a_person():
    written = [
        *street_texts.SHARED_NOTES,
        *street_texts.DIARY,
        *street_texts.POLICE_NOTES,
        *[text for text, *_ in street_texts.BOARD],
        *[aim for aims in street_texts.AIMS.values() for aim in aims],
    ]

    assert [text for text in written if find_personal_data(text)] == []
