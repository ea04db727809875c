"""An outing the portal already knows: begun again, gone on with from another phone, ended at the desk."""

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from interventions.models import Status, Step
from interventions.record.lifecycle import lock, save_change
from interventions.services.outing import end_intervention
from tests.interventions.factories import InterventionFactory
from tests.interventions.phone import (
    ID,
    OTHER_DEVICE,
    counts,
    history,
    kept,
    outing,
    put,
    state,
)
from tests.reports.factories import ReportFactory


@pytest.mark.parametrize("told_the_portal", [True, False])
def test_one_taken_back_and_begun_again_is_written_from_its_first_revision(
    phone, officer, told_the_portal
):
    InterventionFactory(client_id=ID, crew=[officer], starts_at=timezone.now())
    first = outing(officer, ended=False, base_version=1)
    if told_the_portal:
        put(phone, first, ID)
    put(phone, outing(officer, revision=8, base_version=1, discarded=True), ID)
    [offered] = state(phone)["outings"]

    late = put(phone, first, ID)  # what was on its way arrives after all
    again = put(phone, outing(officer, base_version=offered["version"]), ID)

    assert late.status_code in (200, 409)
    assert again.status_code == 200
    assert kept().status == Status.ENDED and counts(kept())


def test_what_was_sent_before_the_taking_back_changes_nothing_afterwards(
    phone, officer
):
    InterventionFactory(client_id=ID, crew=[officer], starts_at=timezone.now())
    put(phone, outing(officer, ended=False, base_version=1), ID)
    gone = outing(officer, revision=4, base_version=kept().version, discarded=True)
    counted = outing(officer, revision=5, ended=False, base_version=kept().version)
    put(phone, gone, ID)
    begun = outing(officer, ended=False, base_version=kept().version)
    put(phone, begun, ID)

    late = [put(phone, old, ID).status_code for old in (gone, counted)]
    ended = outing(officer, revision=3, base_version=kept().version)
    answer = put(phone, ended, ID)

    assert late == [409, 409] and answer.status_code == 200
    assert kept().status == Status.ENDED


def test_one_that_goes_on_is_offered_whole_to_another_phone(phone, officer, educator):
    report = ReportFactory()
    put(
        phone,
        outing(
            officer,
            ended=False,
            crew=[officer.pk, educator.pk],
            note="Poca luce",
            reports=[report.code],
            acts=[{"kind": "sanzione", "count": 1, "protocol_number": "2026/7"}],
        ),
        ID,
    )

    [offered] = state(phone)["outings"]

    assert offered["running"] and offered["started_at"] == kept().starts_at.isoformat()
    assert offered["tallies"][0]["count"] == 4 and offered["note"] == "Poca luce"
    assert offered["reports"] == [report.code]
    assert offered["acts"][0]["protocol_number"] == "2026/7"
    assert offered["version"] == kept().version


def test_who_reads_no_report_is_offered_none(client_as, officer, educator):
    planned = InterventionFactory(crew=[officer, educator], starts_at=timezone.now())
    planned.reports.set([ReportFactory()])

    [theirs] = state(client_as("educator"))["outings"]
    [ours] = state(client_as("officer"))["outings"]

    assert theirs["reports"] == [] and len(ours["reports"]) == 1


def test_a_phone_that_counts_all_evening_is_one_line_of_the_history(phone, officer):
    put(phone, outing(officer, ended=False), ID)
    for revision in range(2, 6):
        more = [{"what": "contatti", "count": revision}]
        put(phone, outing(officer, revision=revision, ended=False, tallies=more), ID)

    assert history(kept()) == [Step.What.STARTED, Step.What.CHANGED]
    assert kept().history.last().detail["contacts"] == 5
    assert AuditEntry.objects.filter(action="intervention.change").count() == 1


def test_who_comes_in_later_is_a_line_of_its_own(phone, officer, educator):
    put(phone, outing(officer, ended=False), ID)
    both = [officer.pk, educator.pk]
    for revision, crew in [(2, [officer.pk]), (3, both), (4, both)]:
        put(phone, outing(officer, revision=revision, ended=False, crew=crew), ID)

    assert history(kept()) == [Step.What.STARTED, *[Step.What.CHANGED] * 3]
    assert "crew_changed" in kept().history.all()[2].detail


def test_a_line_of_the_desk_is_not_taken_by_the_phone(phone, officer):
    put(phone, outing(officer, ended=False), ID)
    save_change(
        lock(kept()),
        Step.What.CHANGED,
        by=officer,
        detail={"changed_fields": ["shared_note"]},
    )

    more = outing(officer, revision=2, ended=False, base_version=kept().version)
    put(phone, more, ID)

    assert history(kept()) == [Step.What.STARTED, *[Step.What.CHANGED] * 2]


@pytest.mark.parametrize("from_a_phone", [True, False])
def test_who_only_joined_does_not_take_back_what_others_began(
    phone, officer, educator, client_as, from_a_phone
):
    crew = [officer.pk, educator.pk]
    if from_a_phone:
        put(phone, outing(officer, ended=False, crew=crew), ID)
    else:
        InterventionFactory(client_id=ID, running=True, crew=[officer, educator])

    answer = put(
        client_as("educator"),
        outing(
            educator,
            device=OTHER_DEVICE,
            crew=crew,
            ended=False,
            discarded=True,
            base_version=kept().version,
        ),
        ID,
    )

    # beside another phone it has nothing to take back; at the desk it would end it for all
    assert answer.status_code == (200 if from_a_phone else 422)
    assert from_a_phone or "un’altra persona" in answer.json()["error"]
    assert kept().status == Status.RUNNING


def test_an_outing_nobody_asked_for_says_so(programme, client_as, educator):
    unknown = outing(educator, reports=["CR-2026-AAAAAA"])

    put(client_as("educator"), unknown, ID)

    assert kept().trigger == "sul-posto" and not kept().reports.exists()


def test_a_note_is_measured_as_it_is_kept(phone, officer):
    grows = "\ufb2c" * 1000  # three characters each, once composed as Unicode asks

    assert put(phone, outing(officer, note=grows), ID).status_code == 422


def test_one_ended_at_the_desk_keeps_its_outcome(phone, officer):
    put(phone, outing(officer, ended=False), ID)
    end_intervention(kept(), outcome="affrontato", by=officer)

    put(
        phone,
        outing(officer, revision=2, ended=False, base_version=kept().version),
        ID,
    )

    assert (kept().status, kept().outcome) == (Status.ENDED, "affrontato")


def test_who_took_it_back_may_go_on_with_what_a_colleague_began_meanwhile(
    phone, officer, educator, client_as
):
    crew = [officer.pk, educator.pk]
    InterventionFactory(
        client_id=ID, crew=[officer, educator], starts_at=timezone.now()
    )

    def send(client, by, **more):
        return put(client, outing(by, crew=crew, **more), ID)

    for revision in range(1, 4):
        version = kept().version
        send(phone, officer, ended=False, revision=revision, base_version=version)
    send(phone, officer, revision=6, base_version=kept().version, discarded=True)
    theirs = {"ended": False, "base_version": kept().version, "device": OTHER_DEVICE}
    send(client_as("educator"), educator, **theirs)
    [offered] = state(phone)["outings"]

    begun = send(phone, officer, ended=False, base_version=offered["version"])
    version = begun.json()["version"]
    ended = send(phone, officer, revision=5, base_version=version, note="Tutto bene")

    assert (begun.status_code, ended.status_code) == (200, 200)
    assert kept().status == Status.ENDED and kept().shared_note == "Tutto bene"
