"""Two rows made one, and that one cancelled: it comes back, it is corrected, no phone undoes it unasked."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interventions.models import Intervention, Status
from interventions.record.lifecycle import StepRefused
from interventions.services import merging
from interventions.services.outing import end_intervention
from interventions.services.planning import (
    cancel_intervention,
    may_be_restored,
    restore_intervention,
)
from tests.interventions.factories import (
    FRIDAY_EVENING,
    InterventionFactory,
    TallyFactory,
)
from tests.interventions.phone import counts, outing, put
from tests.reports.factories import ReportFactory

REASON = "Annullata per errore"


def again(row):
    return Intervention.objects.get(pk=row.pk)


def now_merged(officer, *, one, other):
    """Return two rows of one patrol of this afternoon, merged: the one that stays, the other."""
    start = timezone.now() - timedelta(hours=3)
    rows = [
        InterventionFactory(
            crew=[officer], starts_at=start + timedelta(minutes=minutes), **how
        )
        for minutes, how in ((0, one), (5, other))
    ]
    TallyFactory(intervention=rows[0], count=5)
    TallyFactory(intervention=rows[1], count=7)
    merging.merge_outings(rows[0], other=rows[1], by=officer)
    return [again(row) for row in rows]


GOING, OVER = {"running": True}, {"ended": True}


@pytest.mark.parametrize(
    ("one", "other", "was"),
    [
        (GOING, OVER, Status.ENDED),
        (OVER, GOING, Status.ENDED),
        (OVER, OVER, Status.ENDED),
        (GOING, GOING, Status.RUNNING),
    ],
)
def test_it_comes_back_as_it_was_and_may_be_taken_apart(officer, one, other, was):
    stays, gone = now_merged(officer, one=one, other=other)
    hours = stays.starts_at, stays.ends_at
    assert stays.status == was
    cancel_intervention(stays, because=REASON, by=officer)
    stays = again(stays)
    assert may_be_restored(stays)

    restore_intervention(stays, by=officer)

    stays = again(stays)
    assert (stays.status, (stays.starts_at, stays.ends_at)) == (was, hours)
    assert stays.tallies.get().count == 12
    merging.separate_outing(again(gone), by=officer)
    assert [row.tallies.get().count for row in (again(stays), again(gone))] == [5, 7]


def test_until_then_the_other_offers_no_separation_and_says_why(officer, client_as):
    stays, gone = now_merged(officer, one=GOING, other=OVER)
    client, page = (
        client_as("officer"),
        reverse("intervention_detail", args=[gone.code]),
    )
    assert 'id="separate"' in client.get(page).content.decode()

    cancel_intervention(stays, because=REASON, by=officer)

    assert 'id="separate"' not in client.get(page).content.decode()
    with pytest.raises(StepRefused, match=f"{stays.code} è “Annullato”"):
        merging.separate_outing(again(gone), by=officer)


def test_the_history_says_what_it_was(officer):
    stays, _ = now_merged(officer, one=GOING, other=OVER)

    cancel_intervention(stays, because=REASON, by=officer)

    assert ("Prima era:", "da approvare") in stays.history.last().lines


def test_one_cancelled_when_the_history_did_not_say_it_comes_back_too(officer):
    stays, _ = now_merged(officer, one=GOING, other=OVER)
    cancel_intervention(stays, because=REASON, by=officer)
    stays.history.filter(what="annullato").update(detail={})

    assert restore_intervention(stays, by=officer).status == Status.ENDED


# --- who reported


PASSED = "Una pattuglia è passata sul posto."
TWICE = (
    "Correzione: il passaggio sul posto del 20/11/2026, segnato due volte, è uno solo."
)
NOT_PASSED = "Correzione: il passaggio sul posto del 20/11/2026 non c’è stato."


@pytest.fixture
def evening(stop_clock):
    stop_clock(FRIDAY_EVENING + timedelta(hours=3))


def over(officer, minutes, *reports):
    """Return an outing of Friday evening that told who reported."""
    start = FRIDAY_EVENING + timedelta(minutes=minutes)
    row = InterventionFactory(running=True, crew=[officer], starts_at=start)
    row.reports.set(reports)
    return end_intervention(row, outcome="tranquillo", by=officer)


def read(report):
    """Return what its citizen reads of the outings."""
    return [step.note for step in report.history.all() if "pass" in step.note]


@pytest.mark.usefixtures("evening")
def test_who_was_told_by_the_merged_one_reads_that_nobody_passed(officer, programme):
    report = ReportFactory()
    stays, gone = over(officer, 0), over(officer, 5, report)
    merging.merge_outings(stays, other=gone, by=officer)
    assert read(report) == [PASSED]

    cancel_intervention(again(stays), because=REASON, by=officer)
    assert read(report) == [PASSED, NOT_PASSED]

    restore_intervention(again(stays), by=officer)
    assert read(report) == [PASSED, NOT_PASSED, PASSED]


@pytest.mark.usefixtures("evening")
def test_told_by_both_it_is_one_passage_and_one_correction(officer, programme):
    report = ReportFactory()
    stays, gone = over(officer, 0, report), over(officer, 5, report)

    merging.merge_outings(stays, other=gone, by=officer)
    assert read(report) == [PASSED, PASSED, TWICE]

    cancel_intervention(again(stays), because=REASON, by=officer)
    assert read(report) == [PASSED, PASSED, TWICE, NOT_PASSED]


@pytest.mark.engine
@pytest.mark.usefixtures("evening")
def test_taken_apart_each_has_passed_again(officer, programme):
    report = ReportFactory()
    stays, gone = over(officer, 0, report), over(officer, 5, report)
    merging.merge_outings(stays, other=gone, by=officer)

    merging.separate_outing(again(gone), by=officer)
    assert read(report) == [PASSED, PASSED, TWICE, PASSED]

    cancel_intervention(again(gone), because=REASON, by=officer)
    assert read(report)[-1] == NOT_PASSED
    restore_intervention(again(gone), by=officer)
    assert read(report)[-1] == PASSED


@pytest.mark.usefixtures("evening")
def test_a_report_of_one_that_a_merge_ended_is_told(officer, programme):
    report = ReportFactory()
    going = InterventionFactory(running=True, crew=[officer], starts_at=FRIDAY_EVENING)
    going.reports.add(report)

    ended = over(officer, 5)
    merging.merge_outings(going, other=ended, by=officer)

    assert read(report) == [PASSED]
    said = {"merged_with": ended.code, "reports_told": report.code}
    assert going.history.last().detail == said


# --- the phones


@pytest.mark.parametrize("which", [0, 1], ids=["of the one that stays", "of the other"])
def test_a_phone_asks_before_it_takes_up_what_the_desk_cancelled(
    programme, officer, educator, client_as, which
):
    start = timezone.now() - timedelta(minutes=40)
    people, ids = (officer, educator), [uuid.UUID(int=n) for n in (1, 2)]
    phones = [client_as("officer"), client_as("educator")]

    def send(n, **more):
        told = {
            "device": str(ids[n]),
            "crew": [person.pk for person in people],
            "ended": False,
            "started_at": (start + timedelta(minutes=n)).isoformat(),
        }
        return put(phones[n], outing(people[n], **told | more), ids[n])

    assert [send(n).status_code for n in (0, 1)] == [201, 201]
    rows = [Intervention.objects.get(client_id=one) for one in ids]
    stays = merging.merge_outings(rows[0], other=rows[1], by=officer)
    cancel_intervention(again(stays), because=REASON, by=officer)

    more = {"revision": 2, "tallies": [{"what": "contatti", "count": 6}]}
    asked = send(which, **more)

    stays = again(stays)
    assert asked.status_code == 409
    assert asked.json()["server"]["status"] == "Annullato"
    assert (stays.status, stays.cancelled_because) == (Status.CANCELLED, REASON)

    settles = asked.json()["server"]["version"]
    kept = send(which, **more | {"revision": 3, "settles": settles})

    stays = again(stays)
    assert (kept.status_code, stays.status) == (200, Status.RUNNING)
    assert counts(stays) == {("contatti", "", "", ""): 4 + 6}
