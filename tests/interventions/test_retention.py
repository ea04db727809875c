"""What is erased of the interventions when its time is over, and what stays."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from interventions import retention
from interventions.models import (
    Approval,
    Availability,
    CrewMember,
    Intervention,
    KeptApart,
    PlacePhoto,
    Service,
    Status,
    Step,
)
from interventions.record.crew import set_crew
from interventions.record.lifecycle import StepRefused
from interventions.services import merging
from interventions.services.approval import approve_intervention
from interventions.tasks import erase_expired
from jobs.models import JobRun
from tests.accounts.factories import UserFactory
from tests.interventions.factories import (
    FollowUpFactory,
    InterventionFactory,
    PlacePhotoFactory,
)
from tests.reports.factories import ReportFactory


def ago(days):
    return timezone.now() - timedelta(days=days)


@pytest.fixture
def crew(user_as):
    return [user_as("officer"), user_as("educator")]


def approved(days, crew, **kwargs):
    """An intervention whose last approval is of ``days`` ago."""
    row = InterventionFactory(
        approved=True, starts_at=ago(days + 40), crew=crew, **kwargs
    )
    for service, at in ((Service.POLICE, days + 9), (Service.EDUCATION, days)):
        Approval.objects.create(
            intervention=row, service=service, by=crew[0], at=ago(at)
        )
    return row


def cancelled(days, crew):
    row = InterventionFactory(
        status=Status.CANCELLED, cancelled_because="Pioggia", crew=crew
    )
    Step.objects.create(
        intervention=row, what=Step.What.CANCELLED, by=crew[0], at=ago(days)
    )
    return row


def photo(days, intervention):
    return PlacePhotoFactory(intervention=intervention, at=ago(days))


def test_the_names_of_a_record_nobody_approved_go_after_a_year_and_it_can_still_count(
    crew,
):
    recent, old = (
        InterventionFactory(ended=True, starts_at=ago(days), crew=crew)
        for days in (300, 400)
    )

    erase_expired()

    assert recent.crew.count() == 2
    old.refresh_from_db()
    assert old.crew.count() == 0 and (old.officers, old.educators) == (1, 1)
    assert old.status == Status.ENDED
    approve_intervention(old, by=crew[0])
    approve_intervention(old, by=crew[1])
    assert Intervention.objects.counted().get() == old


def test_the_names_of_a_crew_become_counts_after_the_approval(crew):
    row = approved(31, crew)
    row.sends.create(device=uuid4(), revision=1, version=1)
    before = Intervention.objects.get()

    erase_expired()

    after = Intervention.objects.get()
    assert not CrewMember.objects.exists() and not row.sends.exists()
    assert after.crew_frozen_at and after.status == Status.APPROVED
    assert after.is_joint and after.officer_minutes == after.educator_minutes == 120
    for name in ("officers", "educators", "officer_minutes", "educator_minutes", "day"):
        assert getattr(after, name) == getattr(before, name), name
    step = row.history.get(what=Step.What.FROZEN)
    assert (step.by, step.detail) == (None, {})
    assert row.approvals.count() == 2


@pytest.fixture
def told(crew, user_as):
    """A record that names its crew wherever a record can; only the educator approves."""
    officer, educator = crew
    passer_by = UserFactory(full_name="Dario Doni")
    row = InterventionFactory(
        approved=True, starts_at=ago(71), crew=crew, created_by=officer
    )
    Approval.objects.create(
        intervention=row, service=Service.EDUCATION, by=educator, at=ago(31)
    )
    by = dict.fromkeys(Step.What, officer) | {
        Step.What.PLANNED: user_as("coordinator"),
        Step.What.APPROVED: educator,
        Step.What.WITHDRAWN: educator,
        Step.What.STARTED: passer_by,
    }
    for what, person in by.items():
        Step.objects.create(intervention=row, what=what, by=person)
    for person, at in ((passer_by, ago(70)), (user_as("coordinator"), None)):
        Step.objects.create(
            intervention=row, what=Step.What.CHANGED, by=person, device_at=at
        )
    PlacePhotoFactory(intervention=row, by=officer)
    FollowUpFactory(intervention=row, done_at=ago(60), done_by=officer)
    KeptApart.objects.create(
        first=row, second=approved(20, crew), reason="Due pattuglie", by=officer
    )
    return row


def test_the_page_then_names_nobody_of_the_crew_but_who_approved(told, client_as):
    client = client_as("coordinator")
    url = reverse("intervention_detail", args=[told.code])
    before = client.get(url).content.decode()

    erase_expired()

    page = client.get(url).content.decode()
    assert "Officer demo" in before and "Dario Doni" in before
    assert "Officer demo" not in page and "Dario Doni" not in page
    assert page.count("Educator demo") == 3  # the approval, and its two lines
    assert "Una persona in servizio</strong>: Ha iniziato l’intervento" in page
    assert "Portale</strong>: I nomi dell’equipaggio" in page
    assert "Coordinator demo</strong>: Ha pianificato" in page
    assert "Coordinator demo</strong>: Ha modificato" in page


def test_photos_and_things_done_forget_who_was_there_too(told):
    erase_expired()

    assert told.photos.get().by is None
    assert told.follow_ups.get().done_by is None and told.follow_ups.get().done_at


@pytest.mark.parametrize("frozen_first", [True, False])
def test_who_said_why_two_outings_are_two_goes_with_the_names(
    crew, user_as, client_as, frozen_first
):
    """Whichever of the two goes first; who was in neither crew stays named, as in the history."""
    one, other = sorted(
        [approved(31, crew[:1]), approved(20, crew[1:])], key=lambda row: row.pk
    )
    if not frozen_first:
        one.approvals.update(at=ago(20))
        other.approvals.update(at=ago(31))
    third = approved(31, crew)
    for by, rows in [(crew[0], (one, other)), (user_as("coordinator"), (one, third))]:
        first, second = rows
        KeptApart.objects.create(first=first, second=second, reason="Due", by=by)

    erase_expired()

    assert [row.by for row in KeptApart.objects.order_by("second")] == [
        None,
        user_as("coordinator"),
    ]
    page = client_as("coordinator").get(reverse("intervention_detail", args=[one.code]))
    assert "Due (Una persona in servizio, " in page.content.decode()


@pytest.mark.parametrize("planned", [True, False])
def test_who_made_the_record_stays_only_if_they_planned_it(crew, planned):
    row = approved(31, crew, created_by=crew[0])
    if planned:
        Step.objects.create(intervention=row, what=Step.What.PLANNED, by=crew[0])

    erase_expired()

    row.refresh_from_db()
    assert (row.created_by == crew[0]) is planned


OF_TWO = (
    Step.What.MERGED,
    Step.What.SEPARATED,
    Step.What.KEPT_APART,
    Step.What.REPORTS,
)
SAID = {
    "two": lambda one, other, by: merging.keep_apart(
        one, other=other, reason="Due pattuglie", by=by
    ),
    "one": lambda one, other, by: merging.merge_outings(one, other=other, by=by),
    "two again": lambda one, other, by: merging.separate_outing(
        merging.merge_outings(one, other=other, by=by).absorbed.get(), by=by
    ),
}


@pytest.mark.engine
@pytest.mark.parametrize("frozen_first", [0, 1])
@pytest.mark.parametrize("said", SAID)
def test_who_answered_for_two_outings_goes_from_both_though_of_one_crew(
    crew, programme, said, frozen_first
):
    """Of the two crews one alone has who answered, and the names of either may go first."""
    officer, educator = crew
    colleague = UserFactory(role=officer.role)
    start = ago(60)
    one = InterventionFactory(ended=True, crew=[officer, educator], starts_at=start)
    other = InterventionFactory(
        ended=True,
        crew=[colleague],
        starts_at=start + timedelta(minutes=5),
        hotspot=one.hotspot,
    )
    for row in (one, other):
        row.reports.add(ReportFactory())
    SAID[said](one, other, officer)
    answers = Step.objects.filter(what__in=OF_TWO)
    assert set(answers.values_list("by", flat=True)) == {officer.pk}

    for row in [[one, other], [other, one]][frozen_first]:
        retention._freeze([row.pk], Q())
        still = answers.filter(by=officer).values_list("intervention", flat=True)
        assert not still, (said, row)


def test_who_answered_for_two_outings_and_was_in_neither_stays_named(crew, coordinator):
    rows = [InterventionFactory(ended=True, crew=crew, starts_at=ago(60)) for _ in "12"]
    SAID["two"](*rows, coordinator)

    for row in rows:
        retention._freeze([row.pk], Q())

    answers = Step.objects.filter(what__in=OF_TWO)
    assert [line.by for line in answers] == [coordinator] * 2


def test_a_record_of_the_same_people_that_is_not_frozen_keeps_its_history(crew):
    approved(31, crew)
    recent = approved(20, crew)
    Step.objects.create(intervention=recent, what=Step.What.STARTED, by=crew[0])

    erase_expired()

    assert recent.history.get().by == crew[0]


def test_the_days_run_from_the_last_approval(crew):
    approved(29, crew)

    erase_expired()

    assert CrewMember.objects.count() == 2
    assert Intervention.objects.get().crew_frozen_at is None


def test_the_days_are_a_setting(crew, settings):
    settings.CREW_NAME_DAYS = 60
    approved(31, crew)

    erase_expired()

    assert CrewMember.objects.count() == 2


def test_what_was_cancelled_long_ago_forgets_its_crew_too(crew):
    old, new = cancelled(31, crew), cancelled(3, crew)

    erase_expired()

    assert not old.crew.exists() and new.crew.count() == 2


@pytest.mark.parametrize(
    "state",
    [{}, {"running": True}, {"ended": True}],
    ids=["planned", "running", "ended"],
)
def test_an_open_record_keeps_its_names_for_a_year(crew, state):
    InterventionFactory(starts_at=ago(360), crew=crew, **state)

    erase_expired()

    assert CrewMember.objects.count() == 2


@pytest.mark.engine
def test_a_record_reopened_between_the_reading_and_the_lock_is_left_alone(crew):
    row = approved(31, crew)
    Intervention.objects.update(status=Status.ENDED)

    assert retention._freeze([row.pk], Q(status__in=retention.FINISHED)) == 0
    assert CrewMember.objects.count() == 2


def test_after_that_nobody_joins_the_crew_and_the_counts_stay(crew):
    approved(31, crew)
    erase_expired()
    row = Intervention.objects.get()

    with pytest.raises(StepRefused, match="nomi dell’equipaggio"):
        set_crew(row, [crew[0]], by=crew[0])
    assert set_crew(row, [], by=crew[0]) is False
    row.refresh_from_db()
    assert (row.officers, row.educators) == (1, 1)


def test_photos_of_a_place_go_with_their_files(
    db, settings, django_capture_on_commit_callbacks
):
    outing = InterventionFactory()
    old, new = photo(380, outing), photo(300, outing)

    with django_capture_on_commit_callbacks(execute=True):
        erase_expired()

    assert list(PlacePhoto.objects.all()) == [new]
    assert not old.image.storage.exists(old.image.name)
    assert new.image.storage.exists(new.image.name)


def test_how_long_what_helped_on_the_day_is_kept_is_a_setting(crew, settings):
    settings.FORGOTTEN_MONTHS = 2
    settings.AVAILABILITY_MONTHS = 2
    for days in (70, 50):
        outing = InterventionFactory(ended=True, starts_at=ago(days), crew=crew)
        Availability.objects.create(
            person=crew[0], starts_at=ago(days + 1), ends_at=ago(days)
        )

    erase_expired()

    assert Intervention.objects.get(crew_frozen_at=None) == outing
    assert Availability.objects.count() == 1


def test_old_availability_goes(db):
    person = UserFactory()
    for days in (100, 80, -5):
        Availability.objects.create(
            person=person, starts_at=ago(days + 1), ends_at=ago(days)
        )

    erase_expired()

    assert Availability.objects.count() == 2


def test_run_and_trail_say_how_many_and_the_second_run_finds_nothing(crew):
    row = approved(31, crew)
    Availability.objects.create(person=crew[0], starts_at=ago(101), ends_at=ago(100))

    erase_expired()
    row.refresh_from_db()
    frozen_at = row.crew_frozen_at
    erase_expired()

    runs = JobRun.objects.order_by("pk").values_list("detail", "done")
    assert list(runs) == [("1 equipaggi, 1 disponibilità", 2), ("niente", 0)]
    [entry] = AuditEntry.objects.filter(action="intervention.erase")
    assert (entry.actor, entry.after) == (None, {"crews": 1, "availability": 1})
    row.refresh_from_db()
    assert row.crew_frozen_at == frozen_at
    assert Step.objects.filter(what=Step.What.FROZEN).count() == 1
