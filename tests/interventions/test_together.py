"""What several hands tell of one outing comes together, whatever order it arrives in."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise, permutations

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from hotspots.models import Hotspot
from interventions.models import Outcome, Status
from interventions.record.parts import NOTHING, Parts, from_json, to_json, together
from interventions.record.sheet import read_sheet
from interventions.services.sheet import save_sheet
from tests.accounts.factories import UserFactory
from tests.interventions.factories import InterventionFactory
from tests.interventions.phone import (
    ID,
    OTHER_DEVICE,
    counts,
    kept,
    outing,
    put,
    state,
)

DEVICES = [str(uuid.UUID(int=n)) for n in range(1, 4)]
CONTACTS = ("contatti", "", "", "")


def contacts_of(row):
    return counts(row).get(CONTACTS, 0)


def told(person, device, count, **more):
    tallies = [{"what": "contatti", "count": count}]
    return outing(person, device=DEVICES[device], tallies=tallies, **more)


def seen_by(client):
    """Return what a phone that goes on with the only outing offered says it has read."""
    [base] = state(client)["outings"]
    return {"base": base | {"tallies": []}, "base_version": base["version"]}


# --- several phones, one record


def test_two_phones_on_one_outing_add_up(phone, officer):
    InterventionFactory(client_id=ID, crew=[officer], starts_at=timezone.now())
    seen = seen_by(phone)

    put(phone, told(officer, 0, 5, ended=False, **seen), ID)
    answer = put(phone, told(officer, 1, 7, ended=False, **seen), ID)

    assert answer.status_code == 200 and contacts_of(kept()) == 12
    assert kept().status == Status.RUNNING


def test_a_later_revision_replaces_only_its_own(phone, officer):
    put(phone, told(officer, 0, 5, ended=False), ID)
    put(phone, told(officer, 1, 7, ended=False, **seen_by(phone)), ID)

    put(phone, told(officer, 0, 3, revision=2, ended=False, base_version=1), ID)

    assert contacts_of(kept()) == 10


def test_a_correction_at_the_desk_is_a_difference(phone, officer):
    put(phone, told(officer, 0, 5), ID)
    sheet = read_sheet(kept())
    fewer = [sheet.tallies[0]._replace(count=3)]
    save_sheet(kept(), replace(sheet, tallies=fewer), by=officer)

    put(phone, told(officer, 0, 6, revision=2, base_version=1), ID)

    assert contacts_of(kept()) == 4


def test_the_phone_is_told_who_else_counts(phone, officer):
    put(phone, told(officer, 0, 5, ended=False), ID)

    path = f"{reverse('field_state')}?telefono={DEVICES[1]}"
    [offered] = phone.get(path).json()["outings"]

    assert offered["own"] == []
    assert offered["others"] == [{"who": "da un altro tuo telefono", "contacts": 5}]


@pytest.mark.parametrize("own", [[], [{"what": "contatti", "count": 2}]])
def test_no_phone_takes_away_what_another_counted(phone, officer, own):
    """Its ``base`` says, wrongly, that it had counted what the others did."""
    put(phone, told(officer, 0, 50, ended=False), ID)
    if own:
        put(phone, told(officer, 1, 2, ended=False, **seen_by(phone)), ID)
    seen = seen_by(phone)
    seen["base"]["tallies"] = [{"what": "contatti", "count": 500}]

    sent = told(officer, 1, 0, revision=2, ended=False, **seen)
    answer = put(phone, sent, ID)

    assert answer.status_code == 200 and contacts_of(kept()) == 50


def test_an_answer_lost_on_the_way_counts_once(phone, officer):
    put(phone, told(officer, 0, 5, ended=False), ID)
    seen = seen_by(phone)
    put(phone, told(officer, 1, 7, ended=False, **seen), ID)  # never answered

    put(phone, told(officer, 1, 8, revision=2, ended=False, **seen), ID)

    assert contacts_of(kept()) == 13


def test_a_note_of_each_is_kept_and_may_still_be_put_right(phone, officer):
    put(phone, told(officer, 0, 1, ended=False), ID)
    note = "Fontana accesa"
    put(phone, told(officer, 1, 0, ended=False, note=note, **seen_by(phone)), ID)

    for revision, note in [(2, "Panchina rotta"), (3, "Panchina nuova")]:
        sent = told(officer, 0, 1, revision=revision, ended=False, note=note)
        put(phone, sent | {"base_version": 1}, ID)

    assert kept().shared_note == "Fontana accesa\nPanchina nuova"


def test_who_joins_two_that_clash_keeps_every_act_and_count(phone, officer):
    put(phone, told(officer, 0, 0, ended=False), ID)
    seen = seen_by(phone)
    fines = [{"kind": "sanzione", "count": n} for n in range(3)]
    changed = {"acts": fines[2:], "place": "piazza-marconi", "note": "Bici"}
    put(phone, told(officer, 0, 2, revision=2, ended=False, **changed), ID)
    mine = told(officer, 1, 1, ended=False, acts=fines[1:2], note="Bus", **seen)
    mine |= {"place": "via-orti-romani", "kind": "controllo"}
    asked = put(phone, mine, ID)
    assert asked.status_code == 409

    mine |= {"revision": 2, "settles": asked.json()["server"]["version"]}
    assert put(phone, mine, ID).status_code == 200

    row = kept()
    assert (row.hotspot.slug, row.kind) == ("via-orti-romani", "controllo")
    assert row.acts.get().count == 3 and contacts_of(row) == 3
    assert row.shared_note == "Bici\nBus"


def test_who_joined_beside_an_older_version_is_asked_again(phone, officer):
    put(phone, told(officer, 0, 0, ended=False), ID)
    seen = seen_by(phone)
    mine = told(officer, 1, 1, ended=False, place="via-orti-romani", **seen)
    for revision, place in enumerate(["piazza-marconi", ""], start=2):
        sent = told(officer, 0, 2, revision=revision, ended=False, place=place)
        put(phone, sent | {"base_version": revision - 1}, ID)
        mine |= {"revision": revision, "settles": revision - 1}

        assert put(phone, mine, ID).status_code == 409


@pytest.mark.parametrize(
    "theirs, mine",
    [
        ("Il bar è chiuso, luci spente", ["Il", "Il gruppo litiga per la musica"]),
        ("Rissa in piazza, 118 chiamato", ["Rissa", "Rissa sedata"]),
        ("Luce rotta, fontana accesa", ["fontana accesa"]),
        ("Luce", ["Luce rotta"]),
    ],
)
def test_words_that_resemble_a_colleague_s_are_one_s_own(phone, officer, theirs, mine):
    put(phone, told(officer, 0, 1, ended=False), ID)
    sent = told(officer, 1, 0, ended=False, note=theirs, **seen_by(phone))
    put(phone, sent, ID)

    for revision, note in enumerate(mine, start=2):
        sent = told(officer, 0, 1, revision=revision, ended=False, note=note)
        put(phone, sent | {"base_version": 1}, ID)

    assert kept().shared_note == f"{theirs}\n{mine[-1]}"


def test_two_notes_that_do_not_fit_together_get_a_sentence(phone, officer):
    put(phone, told(officer, 0, 1, ended=False), ID)
    seen = seen_by(phone)
    put(phone, told(officer, 1, 0, ended=False, note="x" * 1500, **seen), ID)

    sent = told(officer, 0, 1, revision=2, ended=False, note="y" * 600)
    answer = put(phone, sent | {"base_version": 1}, ID)

    assert answer.status_code == 422 and "499" in answer.json()["errors"]["note"]
    assert kept().shared_note == "x" * 1500


def test_what_a_phone_does_not_know_of_an_outing_stays(phone, officer):
    InterventionFactory(
        client_id=ID, crew=[officer], aim="Giardini", starts_at=timezone.now()
    )
    put(phone, told(officer, 0, 5, ended=False, **seen_by(phone)), ID)
    put(phone, told(officer, 0, 6, revision=2, ended=False, base_version=2), ID)

    assert kept().aim == "Giardini"


def test_what_changes_nothing_takes_no_approval_away(phone, officer):
    sent = told(officer, 0, 5)
    put(phone, sent, ID)

    put(phone, sent | {"revision": 2, "base_version": 1}, ID)

    assert kept().version == 1 and kept().history.count() == 1


def test_the_counts_of_two_phones_are_a_line_each(phone, officer, client_as, educator):
    crew = {"crew": [officer.pk, educator.pk], "ended": False}
    put(phone, told(officer, 0, 1, **crew), ID)
    seen, other = seen_by(phone), client_as("educator")

    for n in range(1, 4):
        put(other, told(educator, 1, n, revision=n, **crew, **seen), ID)
        put(phone, told(officer, 0, n + 1, revision=n + 1, base_version=1, **crew), ID)

    lines = kept().history.values_list("what", "by", "detail__contacts")
    assert list(lines.order_by("by", "at")) == [
        ("iniziato", officer.pk, 1),
        ("modificato", officer.pk, 4),
        ("modificato", educator.pk, 3),
    ]


def test_who_began_it_by_mistake_does_not_end_it_for_who_is_out(phone, officer):
    put(phone, told(officer, 0, 0, ended=False), ID)
    put(phone, told(officer, 1, 2, ended=False, **seen_by(phone)), ID)
    version = kept().version

    again = told(officer, 0, 0, revision=2, ended=False, base_version=version)
    answer = put(phone, again | {"discarded": True}, ID)

    assert answer.status_code == 200
    assert kept().status == Status.RUNNING and contacts_of(kept()) == 2


def test_what_many_told_is_not_too_much_for_the_phone_that_ends_it(
    phone, officer, programme
):
    crew = [officer, *(UserFactory(role=officer.role) for _ in range(26))]
    InterventionFactory(client_id=ID, running=True, crew=crew, starts_at=timezone.now())
    kept().acts.create(kind="sanzione", count=150)
    seen = seen_by(phone)
    base = seen["base"]
    sent = told(officer, 0, 5, crew=base["crew"], acts=base["acts"], **seen)

    assert put(phone, sent, ID).status_code == 200
    again = sent | {"revision": 2, "base": None, "base_version": kept().version}
    assert put(phone, again, ID).status_code == 200
    more = again["acts"][0] | {"count": 250}
    refused = put(phone, again | {"revision": 3, "acts": [more]}, ID)

    assert refused.status_code == 422 and "da 1 a 99" in refused.json()["error"]
    assert kept().officers == 27 and kept().acts.get().count == 150


# --- every order


@pytest.mark.parametrize("order", ["0123", "3210", "1302", "2031", "0321", "1230"])
def test_three_phones_and_the_desk_make_one(
    programme, client_as, officer, educator, order
):
    """Three phones took the same plan without a network; somebody writes at the desk meanwhile."""
    colleague = UserFactory(role=officer.role)
    crew, start = [officer, colleague, educator], timezone.now() - timedelta(hours=2)
    place = Hotspot.objects.filter(slug="piazza-roma").first()
    InterventionFactory(client_id=ID, crew=crew, starts_at=start, hotspot=place)
    clients = [client_as("officer"), client_as("anonymous"), client_as("educator")]
    clients[1].force_login(colleague)
    seen = seen_by(clients[0])

    def phone_sends(n):
        sent = told(crew[n], n, n + 2, crew=[person.pk for person in crew], **seen)
        began, ended = (start + timedelta(minutes=at) for at in (n, 60 + n))
        hours = {"started_at": began.isoformat(), "ended_at": ended.isoformat()}
        outcome = ["tranquillo", "da-seguire", "affrontato"][n]
        fine = {"kind": "sanzione", "count": 1, "protocol_number": "2026/1"}
        words = {"note": f"Nota {n}", "outcome": outcome, "acts": [fine]}
        assert put(clients[n], sent | hours | words, ID).status_code == 200

    def desk_counts_ten():
        row = kept()
        count = contacts_of(row) + 10
        row.tallies.update_or_create(what="contatti", defaults={"count": count})

    for who in map(int, order):
        desk_counts_ten() if who == 3 else phone_sends(who)

    row = kept()
    assert contacts_of(row) == 10 + 2 + 3 + 4
    assert (row.starts_at, row.minutes) == (start, 62)
    assert row.outcome == "da-seguire" and row.acts.get().count == 1
    assert sorted(row.shared_note.split("\n")) == ["Nota 0", "Nota 1", "Nota 2"]
    assert (row.status, row.officers, row.educators) == (Status.ENDED, 2, 1)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)
documents = st.builds(
    Parts,
    place=st.just("piazza-roma"),
    kind=st.just("presidio"),
    started_at=moments,
    ended_at=st.none() | moments,
    crew=st.frozensets(st.integers(1, 5)),
    outcome=st.sampled_from(["", *Outcome.values]),
    follow_up_on=st.none() | st.dates(),
    reports=st.frozensets(st.sampled_from("ABC")),
    tallies=st.dictionaries(
        st.tuples(st.just("contatti"), st.sampled_from(["", "giovani"])),
        st.integers(1, 9),
    ),
    acts=st.dictionaries(
        st.tuples(st.just("sanzione"), st.sampled_from(["", "2026/1"])),
        st.tuples(st.integers(1, 9), st.just(0), st.just(0)),
    ),
)


@given(first=documents, sent=st.lists(st.tuples(documents, documents), max_size=3))
def test_the_order_of_the_phones_changes_nothing(first, sent):
    """Each phone goes on from ``first``, and sends twice."""
    first = replace(first, tallies={}, acts={}, crew=frozenset())
    ends = []
    for order in permutations(sent):
        now = first
        for once, _ in order:
            now, _ = together(first, now, once)
        for once, again in reversed(order):
            grown = _grown(once, again)
            now, _ = together(once, now, grown)
        ends.append(now)

    assert all(end == ends[0] for end in ends)


words = st.sampled_from(["Rissa", "Rissa sedata", "sedata", "in piazza", "Rissa in"])
notes = st.lists(words, unique=True, max_size=3).map("\n".join)


@given(theirs=notes, mine=st.lists(notes, min_size=1, max_size=4))
def test_who_writes_a_note_again_changes_their_own_lines_only(theirs, mine):
    """Lines that both wrote in the same words are one, and of both."""
    own = {line for note in mine for line in note.splitlines()}
    mine, now = ["", *mine], theirs
    for was, here in pairwise(mine):
        told = [replace(NOTHING, note=text) for text in (was, now, here)]
        now = together(*told)[0].note

    lines = now.splitlines()
    assert set(lines) - own == set(theirs.splitlines()) - own
    assert set(mine[-1].splitlines()) <= set(lines)
    assert len(lines) == len(set(lines))


@given(documents)
def test_what_json_keeps_is_what_was_said(parts):
    assert from_json(to_json(parts)) == parts


def _grown(once, again):
    """Return a phone's next document, of one who only goes on counting."""
    more = {key: once.tallies.get(key, 0) + n for key, n in again.tallies.items()}
    return replace(once, tallies=once.tallies | more, crew=once.crew | again.crew)


def test_the_outcome_that_another_phone_changes_is_in_the_history(
    phone, client_as, officer, educator
):
    both = [officer.pk, educator.pk]
    first = put(phone, outing(officer, crew=both), ID)
    second = outing(
        educator,
        device=OTHER_DEVICE,
        crew=both,
        base_version=first.json()["version"],
        outcome="da-seguire",
    )

    put(client_as("educator"), second, ID)

    assert kept().outcome == Outcome.TO_FOLLOW
    assert ("Esito:", "Tutto tranquillo, ora Da seguire") in kept().history.last().lines
