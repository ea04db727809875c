"""What a phone takes back goes, and what the plan and the other phones had stays."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interventions.field.street import state_for
from interventions.models import Intervention, Status
from interventions.services.merging import merge_outings
from interventions.services.planning import cancel_intervention
from tests.accounts.factories import UserFactory
from tests.interventions.factories import InterventionFactory
from tests.interventions.phone import DEVICE, ID, OTHER_DEVICE, kept, outing, put
from tests.reports.factories import ReportFactory

COST = 30  # queries of what a phone reads, at most
TWO = [{"what": "contatti", "count": 2}]
NOTE = "Guardare la fontana"
FINE = {"kind": "sanzione", "count": 1, "protocol_number": ""}


def contacts():
    return sum(line.count for line in kept().tallies.all())


@pytest.fixture
def colleague(officer):
    return UserFactory(role=officer.role)


@pytest.fixture
def other_phone(client_as, colleague):
    client = client_as("anonymous")
    client.force_login(colleague)
    return client


@pytest.fixture
def plan(officer, colleague):
    return InterventionFactory(
        client_id=ID,
        crew=[officer, colleague],
        starts_at=timezone.now() - timedelta(hours=2),
        shared_note=NOTE,
    )


def seen_by(client):
    """Return what the first phone, or one as new as it, says it goes on from."""
    base = offered(client)
    return {"base": base | {"tallies": base["own"]}, "base_version": base["version"]}


def offered(client, device=DEVICE):
    [one] = client.get(f"{reverse('field_state')}?telefono={device}").json()["outings"]
    return one


def tells(client, person, count, *, device=DEVICE, revision=1, **more):
    tallies = [{"what": "contatti", "count": count}] if count else []
    crew = more.pop("crew", [member.person_id for member in kept().crew.all()])
    sent = {"ended": False, "tallies": tallies, "crew": crew, "note": NOTE} | more
    document = outing(person, device=device, revision=revision, **sent)
    return put(client, document, ID)


def test_a_plan_begun_by_mistake_is_again_as_it_was(phone, officer, plan):
    report = ReportFactory()
    was = seen_by(phone)
    tells(phone, officer, 4, acts=[FINE], **was)
    wrote = {"note": "Guardare la fontana\nGente al chiosco", "reports": [report.code]}
    version = kept().version
    tells(
        phone, officer, 9, revision=2, kind="mediazione", base_version=version, **wrote
    )

    version = kept().version
    tells(phone, officer, 9, revision=3, base_version=version, discarded=True, **wrote)

    row = kept()
    assert row.status == Status.PLANNED and contacts() == 0
    assert (row.shared_note, row.kind) == ("Guardare la fontana", plan.kind)
    assert not row.acts.exists() and not row.reports.exists()
    assert row.crew.count() == row.officers == 2


def test_begun_again_it_starts_from_nothing(phone, officer, plan):
    tells(phone, officer, 4, **seen_by(phone))
    tells(phone, officer, 4, revision=2, base_version=kept().version, discarded=True)

    tells(phone, officer, 1, **seen_by(phone))

    assert kept().status == Status.RUNNING and contacts() == 1


def test_taken_up_again_on_the_phone_it_has_what_was_there(phone, officer, plan):
    tells(phone, officer, 4, **seen_by(phone))
    tells(phone, officer, 4, revision=2, base_version=kept().version, discarded=True)

    answer = tells(phone, officer, 4, revision=3, base_version=kept().version)

    assert answer.status_code == 200
    assert kept().status == Status.RUNNING and contacts() == 4


def test_one_that_nobody_planned_is_taken_up_again_as_it_was(phone, officer, colleague):
    crew = {"crew": [officer.pk, colleague.pk]}
    told = outing(officer, ended=False, tallies=TWO, acts=[FINE], note=NOTE, **crew)
    put(phone, told, ID)
    put(phone, told | {"revision": 2, "base_version": 1, "discarded": True}, ID)
    row = kept()
    assert contacts() == 0 and row.shared_note == "" and not row.acts.exists()
    assert (row.hotspot.slug, row.crew.count()) == ("piazza-roma", 2)
    assert row.history.last().detail["taken_back"] == 2

    put(phone, told | {"revision": 3, "base_version": row.version}, ID)

    row = kept()
    assert row.status == Status.RUNNING and contacts() == 2
    assert row.shared_note == NOTE and row.acts.get().count == 1


def test_one_annulled_when_nobody_remembered_what_it_told_counts_once(phone, officer):
    told = outing(officer, ended=False, tallies=TWO, note=NOTE)
    put(phone, told, ID)
    cancel_intervention(kept(), because="Avviata per errore", by=officer)
    kept().sends.update(said={}, revision=2, version=kept().version)
    again = told | {"revision": 3, "base_version": kept().version}
    base = told | {"acts": [], "reports": [], "outcome": ""}

    put(phone, again | {"base": base}, ID)

    assert kept().status == Status.RUNNING and contacts() == 2
    gone = again | {"revision": 4, "base_version": kept().version, "discarded": True}
    put(phone, gone, ID)
    put(phone, again | {"revision": 5, "base_version": kept().version}, ID)
    assert contacts() == 2 and kept().shared_note == NOTE


def test_taken_up_and_back_again_before_the_portal_knew_it_asks_nothing(phone, officer):
    told = outing(officer, ended=False, tallies=TWO)
    put(phone, told, ID)
    gone = told | {"base_version": 1, "discarded": True}
    put(phone, gone | {"revision": 2}, ID)

    answer = put(phone, gone | {"revision": 4, "base_version": kept().version}, ID)

    assert answer.status_code == 200 and kept().status == Status.CANCELLED


def test_who_goes_on_with_it_stays_where_it_was(phone, other_phone, officer, colleague):
    crew = {"crew": [officer.pk, colleague.pk], "kind": "mediazione"}
    told = outing(officer, ended=False, tallies=TWO, note="", **crew)
    put(phone, told, ID)
    base = offered(other_phone, OTHER_DEVICE)
    seen = {"base": base | {"tallies": []}, "base_version": 1, "note": "Due liti"}
    tells(other_phone, colleague, 7, device=OTHER_DEVICE, **crew, **seen)

    gone = told | {"revision": 2, "base_version": 1, "discarded": True}
    answer = put(phone, gone, ID)

    row = kept()
    assert answer.status_code == 200 and contacts() == 7
    assert (row.hotspot.slug, row.kind) == ("piazza-roma", "mediazione")
    assert row.crew.count() == 2

    put(phone, told | {"revision": 3, "base_version": 1}, ID)
    assert contacts() == 9 and kept().shared_note == "Due liti"


def test_of_an_outing_of_many_only_its_own_part_is_taken_back(
    phone, other_phone, officer, colleague, plan
):
    seen = seen_by(phone)
    tells(phone, officer, 5, acts=[FINE], note=plan.shared_note, **seen)
    tells(
        other_phone,
        colleague,
        7,
        device=OTHER_DEVICE,
        note=f"{plan.shared_note}\nDue liti",
        **seen,
    )

    # also who did not see what the other wrote
    answer = tells(phone, officer, 5, revision=2, base_version=2, discarded=True)

    row = kept()
    assert answer.status_code == 200 and row.status == Status.RUNNING
    assert contacts() == 7 and not row.acts.exists()
    assert sorted(row.shared_note.splitlines()) == ["Due liti", "Guardare la fontana"]
    assert row.crew.count() == 2  # it was planned for both
    assert row.history.last().detail["taken_back"] == 5


def test_what_another_told_in_the_same_words_stays(
    phone, other_phone, officer, colleague, plan
):
    report, third = ReportFactory(), UserFactory(role=officer.role)
    crew = [officer.pk, colleague.pk, third.pk]
    same = {"note": f"{NOTE}\nGente al chiosco", "reports": [report.code], "crew": crew}
    same |= {"acts": [FINE | {"protocol_number": "2026/9"}]}
    seen = seen_by(phone)
    tells(phone, officer, 5, **seen, **same)
    tells(other_phone, colleague, 7, device=OTHER_DEVICE, **seen, **same)

    tells(phone, officer, 5, revision=2, base_version=2, discarded=True, **same)

    row = kept()
    assert contacts() == 7 and row.shared_note == same["note"]
    assert row.acts.get().count == 1 and row.reports.get() == report
    assert row.crew.count() == 3


def test_a_line_of_both_stays_where_two_rows_were_merged(
    phone, other_phone, officer, colleague
):
    told = outing(officer, ended=False, note=NOTE)
    put(phone, told, ID)
    mine = {"ended": False, "device": OTHER_DEVICE, "note": NOTE}
    elsewhere = uuid.uuid4()
    mine = outing(colleague, crew=[colleague.pk], **mine)
    put(other_phone, mine, elsewhere)
    absorbed = Intervention.objects.get(client_id=elsewhere)
    merge_outings(kept(), other=absorbed, by=officer)
    row = Intervention.objects.get(code=kept().stays.code)
    assert row.shared_note == NOTE and row == kept()

    gone = mine | {"revision": 2, "base_version": 1, "discarded": True, "crew": []}
    put(other_phone, gone, elsewhere)

    assert kept().shared_note == NOTE
    absorbed.refresh_from_db()
    assert absorbed.shared_note == ""


def test_what_others_told_and_it_read_is_not_its_own(
    phone, other_phone, officer, colleague, plan
):
    seen = seen_by(phone)
    tells(other_phone, colleague, 7, device=OTHER_DEVICE, acts=[FINE], **seen)
    tells(phone, officer, 5, **seen)
    both = {"acts": [FINE, FINE | {"kind": "sequestro"}]}
    tells(phone, officer, 5, revision=2, **both, **seen_by(phone))

    tells(phone, officer, 5, revision=3, base_version=2, discarded=True, **both)

    assert contacts() == 7
    assert [act.kind for act in kept().acts.all()] == ["sanzione"]


def test_who_was_elsewhere_leaves_the_crew_with_it(
    phone, other_phone, officer, colleague, plan
):
    seen = seen_by(phone)
    tells(other_phone, colleague, 7, device=OTHER_DEVICE, **seen)
    tells(phone, officer, 5, **seen)

    tells(phone, officer, 5, revision=2, base_version=2, discarded=True, crew=[])

    assert [member.person for member in kept().crew.all()] == [colleague]
    assert kept().officers == 1 and contacts() == 7


def test_the_hours_are_again_those_of_who_stays(
    phone, other_phone, officer, colleague, plan
):
    seen, late = seen_by(phone), (timezone.now() - timedelta(hours=1)).isoformat()
    tells(phone, officer, 5, **seen)
    tells(other_phone, colleague, 7, device=OTHER_DEVICE, started_at=late, **seen)

    tells(phone, officer, 5, revision=2, base_version=2, discarded=True)

    assert kept().starts_at.isoformat() == late.replace("Z", "+00:00")


def test_a_phone_of_a_merged_row_leaves_the_one_that_stays(
    phone, other_phone, officer, colleague, plan
):
    """Else its counts would be there and in the outing that it makes of them."""
    tells(phone, officer, 5, **seen_by(phone))
    elsewhere = uuid.uuid4()
    told = {"ended": False, "device": OTHER_DEVICE, "tallies": TWO}
    mine = outing(colleague, crew=[colleague.pk], **told)
    put(other_phone, mine, elsewhere)
    absorbed = Intervention.objects.get(client_id=elsewhere)
    merge_outings(kept(), other=absorbed, by=officer)
    assert contacts() == 7

    gone = mine | {"revision": 2, "base_version": 1, "discarded": True, "crew": []}
    answer = put(other_phone, gone, elsewhere)

    assert answer.status_code == 200 and contacts() == 5
    assert [member.person for member in kept().crew.all()] == [officer]
    assert not Intervention.objects.get(client_id=elsewhere).tallies.exists()


def test_each_phone_reads_whose_the_other_one_is(
    phone, other_phone, officer, colleague, plan
):
    seen = seen_by(phone)
    tells(phone, officer, 5, **seen)
    alone = offered(phone)
    tells(other_phone, colleague, 0, device=OTHER_DEVICE, acts=[FINE], **seen)

    mine, theirs = offered(phone), offered(other_phone, OTHER_DEVICE)

    assert (alone["phones"], alone["apart"]) == ([], None)
    assert mine["phones"] == [str(colleague)] and theirs["phones"] == [str(officer)]
    assert [act["kind"] for act in mine["apart"]["acts"]] == ["sanzione"]
    assert theirs["apart"] == {"acts": [], "note": plan.shared_note, "reports": []}


def test_the_page_of_a_plan_begun_by_two_says_so(
    phone, other_phone, officer, colleague, plan
):
    seen = seen_by(phone)
    tells(phone, officer, 5, **seen)
    address = reverse("intervention_detail", args=[plan.code])
    assert "dal proprio telefono" not in phone.get(address).content.decode()

    tells(other_phone, colleague, 7, device=OTHER_DEVICE, **seen)

    page = phone.get(address).content.decode()
    assert "dal proprio telefono" in page
    assert page.index(str(officer)) and str(colleague) in page


def test_what_a_phone_reads_costs_the_same_with_much_to_do(
    phone, other_phone, officer, colleague, plan, django_assert_max_num_queries
):
    """One goes on with two phones; the others are planned, or ended in doubt with each other."""
    seen = seen_by(phone)
    tells(phone, officer, 5, **seen)
    tells(other_phone, colleague, 7, device=OTHER_DEVICE, **seen)
    start = timezone.now()

    def lay(count):
        crew = {"crew": [officer, colleague], "hotspot": plan.hotspot}
        InterventionFactory.create_batch(count, starts_at=start, **crew)
        ago = start - timedelta(days=1)
        InterventionFactory.create_batch(count, ended=True, starts_at=ago, **crew)

    def cost():
        with django_assert_max_num_queries(COST) as queries:
            read = state_for(officer, DEVICE)
        assert read["outings"] and read["doubts"]
        return len(queries)

    lay(2)
    few = cost()
    lay(12)
    assert cost() == few
