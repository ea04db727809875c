"""At the desk and from a phone: two outings in doubt become one, or stay two; what is no answer."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from interventions.models import KeptApart, Status, Step
from interventions.record.doubts import doubts_of, doubts_on
from interventions.services.merging import keep_apart, merge_outings
from tests.accounts.factories import UserFactory
from tests.interventions.factories import InterventionFactory, TallyFactory
from tests.interventions.phone import ID, kept, outing, put, state
from tests.referrals.factories import ReferralFactory

ANSWER = "Ha cambiato pattuglia"


@pytest.fixture
def two(programme, officer, educator):
    """Return two outings of an officer that began a little while ago."""
    start = timezone.now() - timedelta(hours=2)
    one = InterventionFactory(
        ended=True, crew=[officer, educator], starts_at=start, created_by=educator
    )
    other = InterventionFactory(
        ended=True,
        crew=[officer],
        starts_at=start + timedelta(minutes=1),
        ends_at=one.ends_at,
        hotspot=one.hotspot,
        created_by=officer,
    )
    TallyFactory(intervention=other, count=4)
    return one, other


def page_of(client, row):
    return client.get(reverse("intervention_detail", args=[row.code])).content.decode()


def press(client, name, row, **typed):
    path = reverse(f"intervention_{name}", args=[row.code])
    return client.post(path, {"version": row.version, **typed})


def merge(client, row, other):
    """Merge two at the desk: once asked, and once more after reading what they become."""
    asked = press(client, "merge", row, other=other.code)
    page = asked.content.decode()
    assert asked.status_code == 422 and "Diventano una sola uscita" in page
    sure = re.search(r'name="sure" value="(\w+)"', page)[1]
    return press(client, "merge", row, other=other.code, sure=sure), page


def answer(client, **said):
    body = said.get("raw", said)
    body = body if isinstance(body, bytes) else json.dumps(body)
    return client.put(reverse("field_doubt"), body, content_type="application/json")


# --- at the desk


def test_merged_at_the_desk_and_taken_apart(two, client_as):
    one, other = two
    client = client_as("officer")
    Step.objects.create(intervention=other, what=Step.What.PHOTO)

    done, asked = merge(client, other, one)
    assert done.status_code == 302 and "4 contatti" in asked
    for row in two:
        row.refresh_from_db()
    merged, stays = page_of(client, other), page_of(client, one)
    assert other.status == Status.MERGED and one.code in merged
    assert 'id="merge"' not in merged and 'id="separate"' in merged
    assert "Comprende anche" in stays and other.code in stays
    assert "Ha aggiunto una foto" in stays and f"({other.code})" in stays
    assert "ancora in corso" not in merged

    assert press(client, "separate", other).status_code == 302
    other.refresh_from_db()
    assert other.status == Status.ENDED and "È la stessa uscita?" in page_of(
        client, one
    )


def test_all_the_doubles_are_merged_at_once(two, client_as, officer):
    one, other = two
    third = InterventionFactory(
        ended=True,
        crew=[officer],
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        hotspot=one.hotspot,
    )
    TallyFactory(intervention=third, count=3)
    client = client_as("officer")
    assert "Tutte queste: sono una sola uscita" in page_of(client, one)

    asked = press(client, "merge", one, other="tutte")
    sure = re.search(r'name="sure" value="(\w+)"', asked.text)[1]
    done = press(client, "merge", one, other="tutte", sure=sure)

    assert "7 contatti" in asked.text and done.status_code == 302
    one.refresh_from_db()
    assert sum(tally.count for tally in one.tallies.all()) == 7
    assert doubts_of(one) == [] and one.absorbed.count() == 2
    third.refresh_from_db()
    assert press(client, "separate", third).status_code == 302
    assert sum(tally.count for tally in one.tallies.all()) == 4


def test_of_two_there_is_nothing_to_merge_at_once(two, client_as):
    one, other = two
    client = client_as("officer")

    assert "Tutte queste" not in page_of(client, one)
    assert press(client, "merge", one, other="tutte").status_code == 422


def test_kept_apart_at_the_desk(two, client_as):
    one, other = two
    client = client_as("officer")

    empty = press(client, "keep_apart", one, other=other.code, reason=" ")
    named = press(
        client, "keep_apart", one, other=other.code, reason="Tel. 333 1234567"
    )
    asked = press(
        client, "keep_apart", one, other=other.code, reason="Visto Mario Rossi"
    )
    done = press(client, "keep_apart", one, other=other.code, reason=ANSWER)

    assert (
        asked.status_code == 422 and "conferma che non lo è" in asked.content.decode()
    )
    assert (empty.status_code, named.status_code, done.status_code) == (422, 422, 302)
    assert "Scrivi perché" in empty.content.decode()
    assert "333 1234567" in named.content.decode()  # what was typed is still there
    assert KeptApart.objects.get().reason == ANSWER
    assert ANSWER in page_of(client, other)


def test_who_recorded_each_and_what_is_counted_tells_two_apart(
    two, client_as, officer, educator
):
    one, other = two
    last = InterventionFactory(
        running=True, crew=[officer], starts_at=one.starts_at, created_by=None
    )
    client = client_as("officer")

    page = page_of(client, one)

    assert f"Da approvare, registrata da {officer}, contatti: 4" in page
    assert "In corso, nessun conteggio" in page
    assert page.count(f"registrata da {officer}") == 2  # a choice of each answer
    words = [words for doubt in state(client)["doubts"] for words in doubt["words"]]
    assert sum(f"), registrata da {officer}, contatti: 4" in said for said in words)
    assert sum(f"), registrata da {educator}, nessun conteggio" in w for w in words)
    assert last.code in page


@pytest.mark.parametrize("code", ["", "IN-2026-ZZZZZZ", "x" * 500])
def test_another_outing_that_is_none_of_those_shown_gets_a_sentence(
    two, client_as, code
):
    answer = press(client_as("officer"), "merge", two[0], other=code)

    assert answer.status_code == 422
    assert "Scegli l’altra uscita." in answer.content.decode()


def test_two_with_nobody_in_common_may_be_merged_too(officer, educator, client_as):
    one = InterventionFactory(ended=True, crew=[officer])
    other = InterventionFactory(ended=True, crew=[educator], hotspot=one.hotspot)
    coordinator = client_as("coordinator")

    assert "È la stessa uscita di un’altra?" in page_of(coordinator, one)
    assert merge(coordinator, one, other)[0].status_code == 302

    one.refresh_from_db()
    assert one.is_joint


@pytest.mark.parametrize("what", ["no minute", "neither place nor people"])
def test_outings_with_nothing_in_common_are_not_offered(
    officer, educator, client_as, what
):
    one = InterventionFactory(ended=True, crew=[officer])
    apart = {"crew": [officer], "hotspot": one.hotspot, "starts_at": one.ends_at}
    apart |= {"ends_at": one.ends_at + timedelta(hours=1)}
    other = InterventionFactory(
        ended=True, **(apart if what == "no minute" else {"crew": [educator]})
    )
    coordinator = client_as("coordinator")

    assert other.code not in page_of(coordinator, one)
    assert press(coordinator, "merge", one, other=other.code).status_code == 422


def test_who_was_in_neither_of_two_is_not_offered_to_merge_them(
    two, officer, client_as
):
    another = UserFactory(role=officer.role)
    for row in two:
        row.crew.filter(person=officer).update(person=another)
    client = client_as("officer")

    page = page_of(client, two[1])

    assert "È la stessa uscita?" in page and 'id="merge"' not in page
    assert press(client, "merge", two[1], other=two[0].code).status_code == 422


def test_who_says_that_they_are_one_reads_first_why_somebody_said_two(
    two, officer, client_as
):
    one, other = two
    keep_apart(one, other=other, reason=ANSWER, by=officer)
    client, codes = client_as("officer"), [row.code for row in two]

    asked = answer(client, codes=codes, same=True)
    stale = answer(client, codes=codes, same=True, confirmed="Un altro motivo")
    done = answer(client, codes=codes, same=True, confirmed=ANSWER)

    assert [r.status_code for r in (asked, stale, done)] == [422, 422, 200]
    assert ANSWER in asked.json()["error"] and asked.json()["reason"] == ANSWER
    other.refresh_from_db()
    assert other.status == Status.MERGED
    assert ANSWER in page_of(client, one)  # the words of who said no stay


def test_at_the_desk_too_who_merges_reads_why_somebody_said_two(
    two, officer, client_as
):
    one, other = two
    keep_apart(one, other=other, reason=ANSWER, by=officer)
    for row in two:
        row.refresh_from_db()

    done, asked = merge(client_as("officer"), one, other)

    assert f"ha detto che sono due uscite: «{ANSWER}»" in asked
    assert done.status_code == 302


def test_the_list_leaves_out_what_was_merged_and_finds_it_by_its_code(
    two, officer, client_as
):
    merge_outings(two[0], other=two[1], by=officer)
    client, path = client_as("officer"), reverse("intervention_list")

    assert two[1].code not in client.get(path).content.decode()
    for asked in ({"q": two[1].code}, {"status": "unito"}):
        assert two[1].code in client.get(path, asked).content.decode()


def test_the_sheet_says_who_counted(client_as, officer, educator, programme):
    crew = {"crew": [officer.pk, educator.pk]}
    put(client_as("officer"), outing(officer, ended=False, **crew), ID)
    [base] = state(client_as("educator"))["outings"]
    seen = {"base": base | {"tallies": []}, "base_version": base["version"]}
    sent = outing(
        educator, device="0b7a2f0e-91c4-4a1e-8d0c-5f6a7b8c9d00", **crew, **seen
    )
    put(client_as("educator"), sent, ID)

    page = page_of(client_as("officer"), kept())

    assert f"{officer}: contatti 4" in page and f"{educator}: contatti 4" in page


# --- from a phone


def test_the_phone_is_asked_and_answers(two, client_as, educator):
    client = client_as("officer")
    [doubt] = state(client)["doubts"]
    assert doubt["codes"] == [row.code for row in two]
    assert doubt["who"] == [str(educator), ""]

    done = answer(client, codes=doubt["codes"], same=True)

    assert done.status_code == 200 and state(client)["doubts"] == []
    two[1].refresh_from_db()
    assert two[1].merged_into == two[0]
    assert answer(client, codes=doubt["codes"], same=True).status_code == 200


def test_from_a_phone_they_are_kept_apart_for_a_reason(two, client_as):
    client, codes = client_as("officer"), [row.code for row in two]

    named = answer(client, codes=codes, same=False, reason="targa AB123CD")
    done = answer(client, codes=codes, same=False, reason=ANSWER)

    assert (named.status_code, done.status_code) == (422, 200)
    assert state(client)["doubts"] == []


@pytest.mark.parametrize(
    "said",
    [
        {"raw": b"{"},
        {"raw": b"[]"},
        {"raw": b"[" * 100_000},
        {"codes": [], "same": True},
        {"codes": ["IN-2026-AAAAAA"] * 2, "same": True},
        {"codes": ["IN-2026-AAAAAA", 5], "same": True},
        {"codes": ["IN-2026-AAAAAA", "IN-2026-BBBBBB"], "same": "sì"},
        {"codes": ["IN-2026-AAAAAA", "IN-2026-BBBBBB"], "same": False},
        {"codes": ["a", "b"], "same": False, "reason": "x" * 201},
        {"codes": ["a", "b"], "same": False, "reason": "\x00"},
    ],
)
def test_what_is_no_answer_gets_a_sentence(programme, client_as, said):
    refused = answer(client_as("officer"), **said)

    assert refused.status_code == 400 and refused.json()["error"].endswith(".")


def test_an_answer_about_others_changes_nothing(two, client_as, officer, educator):
    client, codes = client_as("officer"), [row.code for row in two]

    unknown = answer(client, codes=[codes[0], "IN-2026-ZZZZZZ"], same=True)
    another = answer(client, codes=codes, same=True, user=educator.pk)
    of_police = answer(client_as("educator"), codes=codes, same=True)

    assert [r.status_code for r in (unknown, another, of_police)] == [404, 401, 422]
    two[1].refresh_from_db()
    assert two[1].status == Status.ENDED


@pytest.mark.parametrize(
    "base",
    [
        5,
        [],
        "x",
        {},
        {"crew": "x"},
        {"begun": "x"},
        {"tallies": [5]},
        {"note": "x" * 9999},
    ],
)
def test_a_phone_that_tells_badly_what_it_had_seen_is_read_as_if_it_had_not(
    programme, officer, client_as, base
):
    client, sent = client_as("officer"), outing(officer, ended=False)
    put(client, sent, ID)

    again = put(client, sent | {"revision": 2, "base": base, "base_version": 1}, ID)

    assert again.status_code == 200
    assert [line.count for line in kept().tallies.all()] == [4]


# --- a mark wherever they are listed


def test_the_list_marks_a_doubt_with_a_link_to_the_other(two, client_as):
    one, other = two
    client = client_as("officer")
    marks = [f"forse la stessa di {row.code}" for row in two]

    page = client.get(reverse("intervention_list")).content.decode()
    assert all(mark in page for mark in marks)

    press(client, "keep_apart", one, other=other.code, reason=ANSWER)
    assert (
        "forse la stessa"
        not in client.get(reverse("intervention_list")).content.decode()
    )


def test_a_list_and_the_record_page_agree_on_every_doubt(two, officer, educator):
    start = two[0].starts_at
    rows = [*two]
    for minutes, crew, more in [
        (0, [educator], {"ended": True}),
        (30, [officer], {"running": True}),
        (-60, [officer], {"ended": True}),
        (121, [educator], {"approved": True}),
        (10, [officer], {"status": Status.CANCELLED, "cancelled_because": "Pioggia"}),
    ]:
        at = start + timedelta(minutes=minutes)
        rows.append(InterventionFactory(crew=crew, starts_at=at, **more))

    found = doubts_on(rows)

    for row in rows:
        others = [doubt.other for doubt in doubts_of(row)]
        assert found.get(row.pk) in (others or [None])


def test_the_marks_of_a_list_cost_three_queries(
    two, officer, django_assert_num_queries
):
    rows = [*two]
    for days in range(1, 15):
        at = two[0].starts_at - timedelta(days=days)
        rows += InterventionFactory.create_batch(
            2, ended=True, crew=[officer], starts_at=at
        )

    with django_assert_num_queries(4):
        assert len(doubts_on(rows)) == len(rows)


@pytest.mark.parametrize("role", ["officer", "educator", "coordinator"])
def test_today_asks_of_a_doubt_once(two, client_as, role):
    page = client_as(role).get(reverse("desk")).content.decode()

    assert page.count("forse la stessa di") == 1 and two[0].code in page


def test_today_asks_nobody_else_and_no_more_once_answered(two, client_as, officer):
    client = client_as("officer")
    merge(client, two[1], two[0])

    assert "forse la stessa di" not in client.get(reverse("desk")).content.decode()


# --- what hangs from the merged one


def test_the_referrals_of_both_are_on_the_one_that_stays(two, client_as, officer):
    one, other = two
    mine = ReferralFactory(intervention=other, by=officer)
    theirs = ReferralFactory(intervention=other, service="ed", need="salute")
    client = client_as("officer")

    merge(client, other, one)

    page = page_of(client, one)
    assert reverse("referral_detail", args=[mine.code]) in page
    assert reverse("referral_detail", args=[theirs.code]) not in page
    address = reverse("referral_detail", args=[mine.code])
    assert (
        reverse("intervention_detail", args=[one.code])
        in client.get(address).content.decode()
    )


# --- the reason, typed on a phone


@pytest.mark.parametrize(
    ("reason", "asks"),
    [
        ("Mario Rossi ha cambiato pattuglia", True),
        ("Abita in via Cadore 21", True),
        ("Ha cambiato pattuglia in piazza Roma", False),
    ],
)
def test_a_reason_with_a_name_is_asked_of_also_from_a_phone(
    two, client_as, reason, asks
):
    said = {"codes": [row.code for row in two], "same": False, "reason": reason}
    client = client_as("officer")

    first = answer(client, **said)

    assert first.status_code == (422 if asks else 200)
    assert not asks or (first.json()["asks"] and "conferma" in first.json()["error"])
    assert KeptApart.objects.exists() is not asks
    assert answer(client, **said, confirmed="Altro").status_code == first.status_code
    assert answer(client, **said, confirmed=reason).status_code == 200
    assert KeptApart.objects.get().reason == reason
