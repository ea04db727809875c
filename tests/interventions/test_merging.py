"""Two rows of one outing: seen, merged, taken apart, or kept as two for a reason."""

import json
import uuid
from datetime import timedelta
from itertools import permutations

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.presence import presence
from interventions.models import Intervention, KeptApart, Status, Step
from interventions.record.crew import count_crew
from interventions.record.doubts import doubts_of, in_words
from interventions.record.lifecycle import StepRefused
from interventions.record.parts import read_parts
from interventions.retention import freeze_crews
from interventions.services import merging
from interventions.services.approval import approve_intervention
from interventions.services.outing import start_intervention
from interventions.services.planning import cancel_intervention
from tests.accounts.factories import UserFactory
from tests.hotspots.factories import HotspotFactory
from tests.interventions.factories import (
    FRIDAY_EVENING,
    ActFactory,
    FollowUpFactory,
    InterventionFactory,
    PlacePhotoFactory,
    TallyFactory,
)
from tests.interventions.phone import counts, outing, put, put_photo, state
from tests.reports.pictures import phone_photo

REASON = "Ha cambiato pattuglia a metà turno"


@pytest.fixture
def colleague(officer):
    return UserFactory(role=officer.role)


@pytest.fixture
def two(officer, educator, colleague):
    """Return two rows of one patrol, each told by another phone."""
    one = InterventionFactory(ended=True, crew=[officer, educator])
    other = InterventionFactory(
        ended=True,
        crew=[educator, colleague],
        hotspot=one.hotspot,
        starts_at=FRIDAY_EVENING + timedelta(minutes=5),
        shared_note="Fontana accesa",
    )
    TallyFactory(intervention=one, count=5)
    TallyFactory(intervention=other, count=7)
    ActFactory(intervention=other)
    FollowUpFactory(intervention=other)
    PlacePhotoFactory(intervention=other)
    return one, other


def contacts(row):
    return sum(line.count for line in row.tallies.all())


def again(*rows):
    return [Intervention.objects.get(pk=row.pk) for row in rows]


# --- the doubt


def test_the_same_people_at_the_same_minutes_are_a_doubt(two, educator):
    one, other = two

    [doubt] = doubts_of(one)

    assert (doubt.other, doubt.people) == (other, [educator])
    assert [d.other for d in doubts_of(other)] == [one]


def test_one_after_the_other_or_of_other_people_is_none(officer, colleague):
    one = InterventionFactory(ended=True, crew=[officer])
    InterventionFactory(ended=True, crew=[officer], starts_at=one.ends_at)
    InterventionFactory(ended=True, crew=[colleague])
    InterventionFactory(crew=[officer])  # only planned

    assert doubts_of(one) == []


def test_the_other_outing_is_said_with_the_midnight_that_ends_its_day(db):
    late = InterventionFactory(
        starts_at=FRIDAY_EVENING,
        ends_at=FRIDAY_EVENING + timedelta(hours=5),
        ended=True,
    )

    assert ", 20/11/2026, 19:00-24:00 (" in in_words(late)


def test_one_nobody_ended_is_in_doubt_with_what_goes_on_and_not_with_the_day_after(
    officer,
):
    start = timezone.now() - timedelta(days=3)
    left = InterventionFactory(running=True, crew=[officer], starts_at=start)
    soon, later = (
        InterventionFactory(
            ended=True, crew=[officer], starts_at=start + timedelta(hours=hours)
        )
        for hours in (3, 30)
    )

    assert [doubt.other for doubt in doubts_of(left)] == [soon]
    assert doubts_of(later) == []


def test_none_is_approved_before_an_answer(two, officer):
    with pytest.raises(StepRefused, match="anche in un’altra uscita"):
        approve_intervention(two[0], by=officer)
    assert not two[0].approvals.exists()


def test_the_page_shows_the_doubt_and_offers_no_approval(two, client_as):
    page = client_as("officer").get(_page(two[0])).content.decode()

    assert two[1].code in page and "anche in un’altra uscita" in page
    assert 'id="approve"' not in page and 'id="merge"' in page


# --- merged


def test_merged_they_are_one_outing_with_all_of_both(two, officer, educator, colleague):
    one, other = two

    stays = merging.merge_outings(other, other=one, by=officer)

    one, other = again(*two)
    assert stays == one and other.merged_into == one and other.status == Status.MERGED
    assert contacts(one) == 12 and one.acts.count() == one.photos.count() == 1
    assert (one.shared_note, one.officers, one.educators) == ("Fontana accesa", 2, 1)
    assert one.ends_at == other.ends_at and one.follow_ups.open().count() == 1
    assert (one.officer_minutes, one.educator_minutes) == (2 * 125, 125)
    assert one.history.last().detail == {"merged_with": other.code}
    assert other.history.last().detail == {"merged_into": one.code}
    assert doubts_of(one) == []


def test_merged_they_are_counted_once(two, officer, educator):
    one, _ = two
    merging.merge_outings(one, other=two[1], by=officer)
    (one,) = again(one)

    approve_intervention(one, by=officer)
    approve_intervention(one, by=educator)

    counted = presence(Intervention.objects.all())
    assert (counted.outings, counted.joint, counted.turns) == (1, 1, 3)
    assert list(Intervention.objects.live()) == [one]


def test_approvals_of_both_are_taken_away(officer, colleague):
    place = HotspotFactory()
    rows = [
        InterventionFactory(ended=True, crew=[person], hotspot=place)
        for person in (officer, colleague)
    ]
    for row, by in zip(rows, (officer, colleague), strict=True):
        approve_intervention(row, by=by)

    stays = merging.merge_outings(rows[0], other=rows[1], by=officer)

    assert stays.status == Status.ENDED and not stays.approvals.exists()
    assert not again(rows[1])[0].approvals.exists()


def test_twice_is_as_once(two, officer):
    one, other = two
    merging.merge_outings(one, other=other, by=officer)

    assert merging.merge_outings(other, other=one, by=officer) == one
    assert contacts(one) == 12


def test_the_planned_one_stays(officer):
    early = InterventionFactory(ended=True, crew=[officer])
    start = early.starts_at + timedelta(minutes=10)
    planned = InterventionFactory(
        ended=True,
        crew=[officer],
        starts_at=start,
        planned_from=start,
        planned_until=start + timedelta(hours=2),
    )

    assert merging.merge_outings(early, other=planned, by=officer) == planned


@pytest.mark.parametrize("who", ["assessore", "educator"])
def test_who_writes_neither_sheet_does_not_merge(officer, user_as, who):
    rows = [InterventionFactory(ended=True, crew=[officer]) for _ in range(2)]

    with pytest.raises(StepRefused, match="Lo decide chi era"):
        merging.merge_outings(rows[0], other=rows[1], by=user_as(who))


@pytest.mark.parametrize("status", ["planned", "cancelled", "itself", "too_long"])
def test_what_cannot_be_one_outing_gets_a_sentence(officer, status):
    row = InterventionFactory(ended=True, crew=[officer])
    other = {
        "planned": lambda: InterventionFactory(crew=[officer]),
        "cancelled": lambda: InterventionFactory(
            crew=[officer], status=Status.CANCELLED, cancelled_because="Piove"
        ),
        "itself": lambda: row,
        "too_long": lambda: InterventionFactory(
            ended=True, crew=[officer], starts_at=row.starts_at - timedelta(hours=23)
        ),
    }[status]()

    with pytest.raises(StepRefused) as refused:
        merging.merge_outings(row, other=other, by=officer)

    assert str(refused.value).endswith(".") and again(row)[0].status == Status.ENDED


def answers(same):
    return [
        lambda one, other, by: merging.merge_outings(one, other=other, by=by),
        lambda one, other, by: merging.keep_apart(
            one, other=other, reason=REASON, by=by
        ),
    ][not same]


@pytest.mark.parametrize("same", [True, False])
@pytest.mark.parametrize("apart", [{"hours": 2}, {"hours": 3}, {"days": 20}, None])
def test_only_what_may_be_one_outing_is_answered_of(
    client_as, officer, colleague, same, apart
):
    """At the same minutes, with a person or the place in common: at every door."""
    one = InterventionFactory(ended=True, crew=[officer])
    later = one.starts_at + timedelta(**(apart or {}))
    crew = [officer] if apart else [colleague]
    other = InterventionFactory(ended=True, crew=crew, starts_at=later)

    with pytest.raises(StepRefused, match="Non possono essere la stessa uscita"):
        answers(same)(one, other, officer)
    said = {"codes": [one.code, other.code], "same": same, "reason": REASON}
    answer = client_as("officer").put(
        reverse("field_doubt"), json.dumps(said), content_type="application/json"
    )

    assert answer.status_code == 422 and "stessa uscita" in answer.json()["error"]
    assert not Intervention.objects.filter(status=Status.MERGED).exists()


@pytest.mark.parametrize("same", [True, False])
def test_who_was_in_neither_does_not_answer_and_who_coordinates_does(
    officer, colleague, coordinator, same
):
    place = HotspotFactory()
    rows = [
        InterventionFactory(ended=True, crew=[colleague], hotspot=place)
        for _ in range(2)
    ]

    with pytest.raises(StepRefused, match="Lo decide chi era"):
        answers(same)(*rows, officer)
    answers(same)(*rows, coordinator)

    assert KeptApart.objects.exists() != same


@pytest.mark.parametrize("first", [0, 30])
def test_one_that_goes_on_is_not_made_one_with_what_is_approved(officer, first):
    start = timezone.now() - timedelta(hours=1)
    going = InterventionFactory(running=True, crew=[officer], starts_at=start)
    approved = InterventionFactory(
        approved=True,
        crew=[officer],
        starts_at=start + timedelta(minutes=first - 15),
        ends_at=start + timedelta(minutes=20 + first),
    )

    with pytest.raises(StepRefused, match="ancora in corso"):
        merging.merge_outings(going, other=approved, by=officer)

    assert again(approved)[0].status == Status.APPROVED


# --- taken apart


def test_taken_apart_each_is_what_it_was(two, officer):
    was = [read_parts(row) for row in two]
    merging.merge_outings(two[0], other=two[1], by=officer)

    merging.separate_outing(two[1], by=officer)

    one, other = again(*two)
    assert [read_parts(row) for row in (one, other)] == was
    assert (one.status, other.status) == (Status.ENDED, Status.ENDED)
    assert other.merged_into is None and other.photos.count() == 1
    assert (one.officers, other.officers) == (1, 1)
    assert Step.What.SEPARATED in {one.history.last().what, other.history.last().what}
    assert [d.other for d in doubts_of(one)] == [other]


def test_what_a_person_wrote_since_stays(two, officer):
    one, other = two
    stays = merging.merge_outings(one, other=other, by=officer)
    stays.tallies.update(count=20)  # somebody counted 8 more
    ActFactory(intervention=stays, protocol_number="2026/99")

    merging.separate_outing(other, by=officer)

    one, other = again(one, other)
    assert (contacts(one), contacts(other)) == (13, 7)
    assert [act.protocol_number for act in one.acts.all()] == ["2026/99"]


@pytest.mark.parametrize("order", list(permutations(range(1, 4))))
def test_in_whatever_order_they_are_taken_apart_each_is_what_it_was(
    officer, educator, colleague, order
):
    begins = [0, 40, 20, 30]
    rows = [
        InterventionFactory(
            ended=True,
            crew={officer, [officer, educator, colleague][n % 3]},
            starts_at=FRIDAY_EVENING + timedelta(minutes=minutes),
            shared_note=f"Nota {n}",
            outcome=["tranquillo", "affrontato", "da-seguire", "affrontato"][n],
        )
        for n, minutes in enumerate(begins)
    ]
    for n, row in enumerate(rows):
        TallyFactory(intervention=row, count=5 + n)
    FollowUpFactory(intervention=rows[2])
    was = [read_parts(row) for row in rows]
    for row in rows[1:]:
        merging.merge_outings(rows[0], other=row, by=officer)
    stays = again(rows[0])[0]
    assert (contacts(stays), stays.minutes) == (26, 160)

    merging.separate_outing(rows[order[0]], by=officer)
    [stays] = again(rows[0])
    left = [n for n in range(4) if n != order[0]]
    lasts = 120 + max(begins[n] for n in left)
    assert (contacts(stays), stays.minutes) == (sum(5 + n for n in left), lasts)
    for n in order[1:]:
        merging.separate_outing(rows[n], by=officer)

    assert [read_parts(row) for row in again(*rows)] == was


def test_a_phone_of_an_earlier_merge_tells_more_and_it_goes_with_its_own(
    programme, officer, client_as
):
    phone, ids = client_as("officer"), [uuid.uuid4() for _ in range(3)]
    sent = [outing(officer, device=str(one), ended=False) for one in ids]
    for one, what in zip(ids, sent, strict=True):
        put(phone, what, one)
    rows = [Intervention.objects.get(client_id=one) for one in ids]
    for row in rows[1:]:
        merging.merge_outings(rows[0], other=row, by=officer)
    grown = sent[1] | {"revision": 2, "tallies": [{"what": "contatti", "count": 9}]}
    put(phone, grown, ids[1])
    assert contacts(again(rows[0])[0]) == 17

    merging.separate_outing(rows[2], by=officer)
    assert contacts(again(rows[0])[0]) == 13
    merging.separate_outing(rows[1], by=officer)

    assert [contacts(row) for row in again(*rows)] == [4, 9, 4]


def test_one_that_the_other_had_ended_goes_on_again(officer, educator):
    start = timezone.now() - timedelta(hours=1)
    going = InterventionFactory(running=True, crew=[officer], starts_at=start)
    over = InterventionFactory(
        ended=True, crew=[officer, educator], starts_at=start, ends_at=timezone.now()
    )
    assert merging.merge_outings(going, other=over, by=officer).status == Status.ENDED

    merging.separate_outing(over, by=officer)

    going, over = again(going, over)
    assert (going.status, going.ends_at, going.outcome) == (Status.RUNNING, None, "")
    assert over.status == Status.ENDED


def test_when_the_names_are_gone_it_is_no_more_undone(two, officer, educator, settings):
    one, other = two
    merging.merge_outings(one, other=other, by=officer)
    for by in (officer, educator):
        approve_intervention(again(one)[0], by=by)
    late = timezone.now() + timedelta(days=settings.CREW_NAME_DAYS + 1)

    freeze_crews(late)

    other = again(other)[0]
    assert other.crew_frozen_at and not other.crew.exists()
    assert not other.merge.before
    with pytest.raises(StepRefused, match="I nomi"):
        merging.separate_outing(other, by=officer)


def test_the_aims_of_both_are_told_and_given_back_with_their_places(two, officer):
    one, other = two
    Intervention.objects.filter(pk=one.pk).update(aim="Giardini")
    own = HotspotFactory()
    Intervention.objects.filter(pk=other.pk).update(aim="Fontana", hotspot=own)
    one, other = again(one, other)
    was = [read_parts(row) for row in (one, other)]

    merging.merge_outings(one, other=other, by=officer)

    one, other = again(one, other)
    assert one.aim == "Giardini; Fontana"
    assert one.hotspot != own == other.hotspot
    merging.separate_outing(other, by=officer)
    assert [read_parts(row) for row in again(one, other)] == was


def test_two_aims_that_do_not_fit_together_get_a_sentence(two, officer):
    for row, letter in zip(two, "ab", strict=True):
        Intervention.objects.filter(pk=row.pk).update(aim=letter * 150)
    one, other = again(*two)

    with pytest.raises(StepRefused, match="due scopi"):
        merging.merge_outings(one, other=other, by=officer)


# --- kept apart


def test_kept_apart_for_a_reason_they_are_approved(two, officer, educator, client_as):
    one, other = two

    merging.keep_apart(other, other=one, reason=REASON, by=educator)

    assert doubts_of(one) == doubts_of(other) == []
    approve_intervention(one, by=officer)
    page = client_as("officer").get(_page(one)).content.decode()
    assert REASON in page and other.code in page
    assert one.history.last().what == Step.What.APPROVED
    assert other.history.last().detail == {"kept_apart_from": one.code}


def test_a_reason_holds_no_personal_data(two, officer):
    with pytest.raises(StepRefused):
        merging.keep_apart(
            two[0], other=two[1], reason="Chiama 333 1234567", by=officer
        )
    assert not KeptApart.objects.exists()


# --- nobody twice at the same minute


def test_at_the_desk_nobody_begins_a_second_one(officer, educator):
    now = timezone.now()
    going = InterventionFactory(running=True, crew=[educator], starts_at=now)
    planned, day_after = (
        InterventionFactory(crew=[officer, educator], starts_at=now + timedelta(days))
        for days in (0, 1)
    )

    with pytest.raises(StepRefused, match=going.code):
        start_intervention(planned, by=officer, now=now)
    start_intervention(day_after, by=officer, now=now + timedelta(hours=24))


def test_who_is_in_two_counts_once(officer, educator):
    one = InterventionFactory(ended=True, crew=[officer, educator])
    late = one.starts_at + timedelta(hours=1)
    other = InterventionFactory(ended=True, crew=[officer], starts_at=late)

    assert [row.officer_minutes for row in again(one, other)] == [120, 60]
    cancel_intervention(one, because="Doppia", by=officer)
    assert again(other)[0].officer_minutes == 120


spans = st.lists(
    st.tuples(st.integers(0, 200), st.integers(1, 120), st.booleans()),
    min_size=1,
    max_size=4,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(spans)
def test_the_minutes_of_a_person_are_those_in_which_they_were_out(
    officer, colleague, spans
):
    Intervention.objects.all().delete()
    minutes = {officer: set(), colleague: set()}
    for begins, lasts, both in spans:
        crew = [officer, colleague] if both else [officer]
        start = FRIDAY_EVENING + timedelta(minutes=begins)
        row = InterventionFactory(
            approved=True, starts_at=start, ends_at=start + timedelta(minutes=lasts)
        )
        for person in crew:
            row.crew.create(person=person, service="pl")
            minutes[person] |= set(range(begins, begins + lasts))
        count_crew(row)

    found = presence(Intervention.objects.all())
    assert found.officer_minutes == sum(map(len, minutes.values()))


# --- what the phones still send


ORDERS = list(permutations(range(3)))


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: "".join(map(str, order)))
@pytest.mark.parametrize("merged_after", [2, 3])
def test_three_phones_that_began_it_each_alone(
    programme, client_as, officer, educator, colleague, order, merged_after
):
    """Merged as soon as two are there, or when all are: the same outing in the end."""
    clients = [client_as("officer"), client_as("anonymous"), client_as("educator")]
    clients[1].force_login(colleague)
    people, ids = (
        [officer, colleague, educator],
        [uuid.UUID(int=n + 1) for n in range(3)],
    )
    crew, began = [p.pk for p in people], timezone.now() - timedelta(hours=1)

    def send(n, revision, **more):
        sent = outing(
            people[n],
            device=str(ids[n]),
            crew=crew,
            revision=revision,
            started_at=(began + timedelta(minutes=n)).isoformat(),
            **{"tallies": [{"what": "contatti", "count": n + 1}], "ended": False}
            | more,
        )
        answer = put(clients[n], sent, ids[n])
        assert answer.status_code in (200, 201), answer.content
        return answer.json()

    def merge_all():
        while doubts := state(clients[0])["doubts"]:
            rows = [Intervention.objects.get(code=code) for code in doubts[0]["codes"]]
            merging.merge_outings(rows[0], other=rows[1], by=officer)

    for at, n in enumerate(order, start=1):
        send(n, 1)
        if at == merged_after:
            merge_all()
    merge_all()
    version = {
        n: send(n, 2, tallies=[{"what": "contatti", "count": 10 + n}]) for n in order
    }
    for n in reversed(order):
        end = (began + timedelta(minutes=30 + n)).isoformat()
        more = {"ended_at": end, "outcome": "tranquillo"}
        tallies = [{"what": "contatti", "count": 20 + n}]
        send(n, 3, base_version=version[n]["version"], tallies=tallies, **more)

    [stays] = Intervention.objects.live()
    assert counts(stays) == {("contatti", "", "", ""): 63}
    assert (stays.starts_at, stays.minutes) == (began, 32)
    assert (stays.officers, stays.educators, stays.status) == (2, 1, Status.ENDED)
    assert state(clients[0])["doubts"] == []


def test_a_photo_of_the_merged_one_goes_to_the_one_that_stays(
    programme, two, officer, client_as
):
    merging.merge_outings(two[0], other=two[1], by=officer)

    client = client_as("educator")
    answers = [put_photo(client, two[1].client_id, phone_photo()) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert two[0].photos.count() == 4
    merging.separate_outing(again(two[1])[0], by=officer)
    assert [row.photos.count() for row in two] == [0, 4]


def test_taken_apart_later_each_has_what_its_own_phone_wrote_since(
    programme, officer, client_as
):
    phone, ids = client_as("officer"), [uuid.uuid4(), uuid.uuid4()]
    for n, client_id in enumerate(ids):
        sent = outing(officer, device=str(client_id), ended=False)
        put(
            phone, sent | {"tallies": [{"what": "contatti", "count": n + 1}]}, client_id
        )
    rows = list(Intervention.objects.order_by("starts_at"))
    merging.merge_outings(rows[0], other=rows[1], by=officer)
    sent = outing(officer, device=str(ids[1]), ended=False, revision=2, note="Buio")
    put(phone, sent | {"tallies": [{"what": "contatti", "count": 8}]}, ids[1])
    stays, gone = again(*rows)
    assert (contacts(stays), stays.shared_note) == (9, "Buio")

    merging.separate_outing(gone, by=officer)

    stays, gone = again(*rows)
    assert (contacts(stays), stays.shared_note) == (1, "")
    assert (contacts(gone), gone.shared_note) == (8, "Buio")


def _page(row):
    return reverse("intervention_detail", args=[row.code])
