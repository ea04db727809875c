"""Reports that come in together are all accepted, and are one row of the queue."""

import csv
import io
from datetime import date, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import IntegrityError, connections, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from hotspots.models import Hotspot
from jobs.models import Outbox
from jobs.services import ask_run
from reports.models import Category, Draft, Outcome, Report, Status
from reports.moves import MoveRefused
from reports.placing import apply_reassignment, boundary_version
from reports.services import groups
from reports.services.desk import (
    close_report,
    release_report,
    take_charge,
    triage_report,
)
from reports.services.follow import add_message
from reports.services.intake import submit_report
from reports.services.merging import merge_report
from reports.tasks import reassign_places
from tests.reports.factories import (
    PALAZZO_COMUNALE,
    PIAZZA_MARCONI,
    PIAZZA_ROMA,
    ReportFactory,
)

QUEUE = "/operatori/segnalazioni/"
EVENING = timezone.make_aware(timezone.datetime(2026, 11, 30, 19, 0))


def send(point=PIAZZA_ROMA, category="rifiuti", minute=0.0, **typed):
    """Send a report ``minute`` minutes after seven in the evening."""
    return submit_report(
        category=Category.objects.get(pk=category),
        latitude=point[0],
        longitude=point[1],
        location_source="mappa",
        **{"subject": f"Vetri {minute}", **typed},
        occurred_on=date(2026, 11, 30),
        draft_key=uuid4(),
        now=EVENING + timedelta(minutes=minute),
    ).report


def rows(client, **query):
    return client.get(QUEUE, query).context["page"].rows


@pytest.fixture
def officer(user_as):
    return user_as("officer")


@pytest.fixture
def burst(programme):
    """Five reports of piazza Roma in four minutes; the first stands for them."""
    return [send(minute=minute) for minute in range(5)]


def test_two_hundred_in_an_hour_from_two_hundred_addresses_are_one_row(
    citizen, client_as, settings
):
    # what a town sends before devices are made to work: tests/reports/test_flood.py
    settings.REPORT_LIMITS = {**settings.REPORT_LIMITS, "per_town_ten_minutes": 1000}
    written = citizen.ready().draft
    for number in range(200):
        # the same steps again would only be slower
        Draft.objects.create(token_hash=written.token_hash, data=written.data)
        address = f"198.51.{number // 100}.{number % 100}"
        assert citizen.send_from(address).status_code == 302

    assert Report.objects.count() == 200
    (row,) = rows(client_as("officer"))
    assert row.others == 199


def test_a_group_is_one_row_with_its_number_time_and_latest(client_as, burst):
    desk = client_as("officer")
    page = desk.get(QUEUE).content.decode()

    (row,) = rows(desk)
    assert row == burst[0]
    assert "e altre 4 in 4 minuti" in page
    assert "l’ultima 30/11/2026" in page and "19:04" in page


@pytest.mark.parametrize(
    "other",
    [
        {"category": "schiamazzi"},
        {"point": PIAZZA_MARCONI},
        {"point": PALAZZO_COMUNALE},
        {"minute": 35},
    ],
    ids=["category", "place", "cell", "later"],
)
def test_what_is_different_has_a_row_of_its_own(client_as, burst, other):
    report = send(**{"minute": 4, **other})

    assert report.folded_into is None
    assert set(rows(client_as("officer"))) == {burst[0], report}


def test_outside_the_places_the_cell_makes_the_group(programme):
    first, near = send(PALAZZO_COMUNALE), send(PALAZZO_COMUNALE, minute=1)
    far = send((45.1290, 10.0390), minute=2)

    assert near.folded_into == first and far.folded_into is None


def write_from(place, minute):
    """Send a report that says its place in words, without a point."""
    return submit_report(
        category=Category.objects.get(pk="rifiuti"),
        place_text=place,
        location_source="scritto",
        occurred_on=date(2026, 11, 30),
        draft_key=uuid4(),
        now=EVENING + timedelta(minutes=minute),
    ).report


def test_without_a_point_the_words_make_the_group(programme):
    first = write_from("via Milano 40, sotto i portici", 0)
    same = write_from("Via  Milano 40, sotto i Portici", 1)
    other = write_from("via Napoli 3", 2)

    assert (first.cell, first.hotspot) == (None, None)
    assert same.folded_into == first and other.folded_into is None


def test_a_group_goes_on_as_long_as_they_keep_coming(programme):
    first = send()
    others = [send(minute=20 * turn) for turn in range(1, 6)]

    assert {report.folded_into for report in others} == {first}
    assert {report.burst for report in others} == {first}


def test_a_row_shows_what_else_is_said_behind_it(client_as, programme):
    send(subject="Vetri")
    for minute in range(1, 6):
        send(subject="VETRI" if minute % 2 else "vetri", minute=minute)
    desk = client_as("officer")
    assert "desk-said" not in desk.get(QUEUE).content.decode()

    send(subject="Un uomo con un coltello", minute=6)
    send(subject="", details="Ogni sera urla", minute=7)
    for number in range(3):
        send(subject=f"Vetri {number}", minute=8 + number)
    send(subject="Vetri", minute=12)

    (row,) = rows(desk)
    assert row.subjects == 5
    assert row.said == ["Vetri 2", "Vetri 1", "Vetri 0"]
    assert "Altri 5 oggetti" in desk.get(QUEUE).content.decode()


def test_a_group_does_not_go_on_for_ever(client_as, programme, officer):
    sent = [send(minute=29 * turn) for turn in range(20)]

    assert [row.others for row in rows(client_as("officer"))] == [4, 4, 4, 4]
    take_charge(
        sent[15], by=officer
    )  # who stands in front changes, the beginning does not
    late = send(minute=29 * 15 + 121)
    assert late.folded_into is None and late.burst is None


def test_what_is_touched_leaves_the_group(client_as, burst, officer):
    urgent = burst[2]
    triage_report(urgent, category=urgent.category, priority=1, by=officer)

    assert set(rows(client_as("officer"))) == {burst[0], urgent}
    assert [row.others for row in rows(client_as("officer"), priority="3")] == [3]


def test_when_the_one_in_front_is_taken_the_next_stands_for_the_others(
    client_as, burst, officer
):
    take_charge(burst[0], by=officer)
    desk = client_as("officer")

    assert rows(desk, mine="on") == [burst[0]]
    (row,) = rows(desk, status="ricevuta")
    assert (row, row.others) == (burst[1], 3)
    close_report(burst[1], outcome=Outcome.NOT_FOUND, note="Niente.", by=officer)
    (row,) = rows(desk, status="ricevuta")
    assert (row, row.others) == (burst[2], 2)


def test_a_new_one_never_hides_behind_what_is_taken(burst, officer):
    groups.take_charge_of_group(burst[0], by=officer)

    assert send(minute=6).folded_into is None


def test_looking_inside_shows_each_report(client_as, burst):
    desk = client_as("officer")

    assert len(rows(desk, q="Vetri 3")) == 1
    assert len(rows(desk, since="2026-11-30", until="2026-11-30")) == 5
    add_message(burst[3], text="Ancora.")
    assert rows(desk, unread="on") == [burst[3]]
    assert rows(desk)[0].to_read == 1  # counted on the row of the group


def test_looking_inside_names_the_one_in_front(client_as, burst):
    page = client_as("officer").get(QUEUE, {"group": burst[2].code, "status": "tutte"})

    front = reverse("report_detail", args=[burst[0].code])
    assert f'sta dietro a <a href="{front}">' in page.content.decode()


def test_a_group_begins_with_the_one_that_stands_for_it(client_as, burst):
    desk = client_as("officer")

    assert rows(desk, group=burst[2].code) == burst
    assert rows(desk, group=burst[2].code, order="received") == burst[::-1]


@pytest.mark.parametrize("place", [0, 2])
def test_near_one_of_a_group_stand_the_older_facts(client_as, burst, place):
    older = send(minute=-600)
    for minute in range(5, 13):
        send(minute=minute)

    page = client_as("officer").get(reverse("report_detail", args=[burst[place].code]))

    assert [other for other, _ in page.context["nearby"]] == [older]


def test_the_export_lists_every_report(client_as, burst):
    answer = client_as("officer").get(f"{QUEUE}esporta/")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    assert len(list(csv.reader(io.StringIO(text), delimiter=";"))) == 6


def test_a_group_has_an_address_that_stays(client_as, burst, officer):
    desk = client_as("officer")
    take_charge(burst[0], by=officer)

    for code in (burst[0].code, burst[4].code.lower()):
        assert set(rows(desk, group=code)) == set(burst)
    assert rows(desk, group=burst[0].code, mine="on") == [burst[0]]
    close_report(burst[2], outcome=Outcome.NOT_FOUND, note="Niente.", by=officer)
    assert set(rows(desk, group=burst[0].code, status="tutte")) == set(burst)
    row = next(row for row in rows(desk, category="rifiuti") if row.others)
    assert row.group_query == f"status=tutte&category=rifiuti&group={row.code}"
    page = desk.get(QUEUE, {"group": burst[0].code}).content.decode()
    assert f"arrivate insieme a {burst[0].code}" in page
    assert f"/{burst[1].code}/gruppo/presa-in-carico/" in page


@pytest.mark.parametrize("code", ["CR-2026-ZZZZZZ", "x", "%00", "' OR 1=1"])
def test_a_group_that_is_not_there_gets_a_sentence(client_as, programme, code):
    page = client_as("officer").get(QUEUE, {"group": code})

    assert page.status_code == 200
    assert "Nessun gruppo con questo codice" in page.content.decode()


def press(client, report, verb, **typed):
    path = reverse(f"report_{verb}", args=[report.code])
    return client.post(path, typed, follow=True)


def test_a_group_is_taken_at_once_and_stays_one_row(client_as, burst, officer):
    desk = client_as("officer")
    page = press(desk, burst[0], "take_group").content.decode()

    assert "in carico a te" in page
    assert set(Report.objects.values_list("status", "in_charge_of")) == {
        (Status.IN_CHARGE, officer.pk)
    }
    (row,) = rows(desk, mine="on")
    assert row.others == 4


def test_a_group_is_joined_to_the_one_in_front(client_as, burst):
    desk = client_as("officer")
    press(desk, burst[0], "merge_group", note="È lo stesso fatto.", read="on")

    assert Report.objects.filter(merged_into=burst[0]).count() == 4
    (row,) = rows(desk)
    assert (row, row.others) == (burst[0], 0)


def test_what_differs_is_read_before_it_is_joined(client_as, programme):
    first = send(subject="Vetri")
    send(subject=" VETRI ", minute=1)
    desk = client_as("officer")
    page = desk.get(reverse("report_detail", args=[first.code])).content.decode()
    assert "Dicono un’altra cosa" not in page
    hidden = send(subject="Vetri", details="Un uomo con un coltello", minute=2)

    page = press(desk, first, "merge_group", note="Nota.")

    assert page.status_code == 422
    text = page.content.decode()
    assert "Leggi le segnalazioni diverse" in text and "Nota." in text
    assert "Un uomo con un coltello" in text and hidden.code in text
    assert not Report.objects.exclude(merged_into=None).exists()
    form = page.context["refused"]
    send(subject="Una rissa", minute=3)  # nobody has read it yet
    text = press(
        desk, first, "merge_group", note="", read="on", last=form["last"].value()
    ).content.decode()
    assert Report.objects.filter(merged_into=first).count() == 2
    assert "Nel gruppo ne resta un’altra" in text
    assert first.folded.get().subject == "Una rissa"


def test_what_is_left_of_a_long_group_is_said_and_leads_on(
    client_as, burst, monkeypatch
):
    monkeypatch.setattr(groups, "AT_ONCE", 2)
    desk = client_as("officer")

    text = press(desk, burst[0], "take_group").content.decode()

    assert "Nel gruppo ne restano 2" in text
    path = reverse("report_detail", args=[burst[3].code])
    assert f"<a href='{path}'>continua da {burst[3].code}</a>" in text
    text = press(desk, burst[3], "take_group").content.decode()
    assert "in carico a te" in text and "ne resta" not in text


@pytest.mark.parametrize("verb", ["take_charge_of_group", "merge_group"])
def test_a_long_group_is_done_in_more_than_one_press(burst, officer, verb, monkeypatch):
    monkeypatch.setattr(groups, "AT_ONCE", 3)
    act = getattr(groups, verb)
    act(burst[0], by=officer)

    left = Report.objects.filter(status=Status.RECEIVED)
    (head,) = left.filter(folded_into=None)
    if verb == "take_charge_of_group":
        assert left.count() == 1 and head == burst[4]
        with pytest.raises(MoveRefused):
            act(head, by=officer)
    else:
        assert head == burst[0] and head.folded.get() == burst[4]
        act(burst[0], by=officer)
        assert Report.objects.filter(merged_into=head).count() == 4


def test_nothing_is_done_when_one_of_the_group_cannot(burst, officer, monkeypatch):
    def refuse(change):
        if change.report == burst[3]:
            raise MoveRefused("no")

    monkeypatch.setattr("reports.services.steps.notify_step", refuse)
    with pytest.raises(MoveRefused):
        groups.take_charge_of_group(burst[0], by=officer)

    assert not Report.objects.exclude(status=Status.RECEIVED).exists()


@pytest.mark.engine
@pytest.mark.parametrize("verb", ["take_charge_of_group", "merge_group"])
@pytest.mark.parametrize("point", [PIAZZA_ROMA, PALAZZO_COMUNALE])
def test_a_group_costs_the_same_however_long(
    programme, officer, verb, point, django_assert_max_num_queries
):
    def queries(how_many, category):
        head, *_ = [
            send(point=point, category=category, minute=minute)
            for minute in range(how_many)
        ]
        with django_assert_max_num_queries(30) as asked:
            getattr(groups, verb)(head, by=officer)
        moved = Report.objects.filter(category=category).exclude(status=Status.RECEIVED)
        assert moved.count() == how_many - (verb == "merge_group")
        return len(asked)

    assert queries(3, "rifiuti") == queries(9, "schiamazzi")


@pytest.mark.parametrize("verb", ["take_charge_of_group", "merge_group"])
def test_each_of_a_group_has_its_history_its_trail_and_its_mail(burst, officer, verb):
    Report.objects.filter(pk=burst[2].pk).update(
        email="anna@example.org", email_confirmed_at=EVENING
    )
    before = Report.objects.get(pk=burst[4].pk).updated_at
    joined = ReportFactory(status=Status.MERGED, merged_into=burst[3])

    getattr(groups, verb)(burst[0], by=officer)

    for one in burst[1:]:
        last = one.history.last()
        one.refresh_from_db()
        assert (last.by, last.status) == (officer, one.status)
        entry = AuditEntry.objects.get(target_id=str(one.pk), actor=officer)
        assert entry.before["status"] == Status.RECEIVED
        assert entry.after["status"] == one.status
    assert Report.objects.get(pk=burst[4].pk).updated_at > before
    mails = [row.payload for row in Outbox.objects.all()]
    assert [mail["to"] for mail in mails] == [["anna@example.org"]]
    joined.refresh_from_db()
    is_merged = verb == "merge_group"
    assert joined.merged_into == (burst[0] if is_merged else burst[3])


def test_one_of_a_taken_group_is_given_back_alone(client_as, burst, officer):
    groups.take_charge_of_group(burst[0], by=officer)
    release_report(burst[2], by=officer)

    found = {row.pk: row.others for row in rows(client_as("officer"))}
    assert found == {burst[0].pk: 3, burst[2].pk: 0}


def test_what_is_joined_to_one_of_a_group_tells_the_row(client_as, burst, officer):
    other = send(category="schiamazzi", minute=4)
    merge_report(other, into=burst[2], by=officer)
    add_message(other, text="Ancora.")

    (row,) = rows(client_as("officer"))
    assert (row, row.to_read) == (burst[0], 1)


def test_a_group_whose_place_is_redrawn_goes_together(burst, user_as):
    Hotspot.objects.filter(slug="piazza-roma").update(archived_on=None, buffer_m=0)
    place = Hotspot.objects.get(slug="piazza-roma")
    place.ring = Hotspot.objects.get(slug="piazza-marconi").ring
    place.save()
    by = user_as("coordinator")
    run = ask_run(reassign_places, total=0, version=boundary_version(), by=by.pk)

    apply_reassignment(run, version=boundary_version(), by=by)

    assert set(Report.objects.values_list("hotspot", flat=True)) == {None}
    assert Report.objects.filter(folded_into=burst[0]).count() == 4


def test_only_what_is_open_may_be_folded(burst):
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=burst[1].pk).update(
            status=Status.CLOSED, outcome=Outcome.SOLVED
        )


@pytest.mark.engine
@pytest.mark.django_db(transaction=True)
def test_those_sent_in_the_same_instant_are_one_group_and_none_hides(
    programme, officer
):
    first, start = send(), Barrier(7)

    def at_once(act):
        start.wait(30)
        try:
            act()
        finally:
            connections.close_all()

    acts = [lambda turn=turn: send(minute=1 + turn / 10) for turn in range(6)]
    acts.append(lambda: take_charge(first, by=officer))
    threads = [Thread(target=at_once, args=[act]) for act in acts]
    [thread.start() for thread in threads]
    [thread.join(60) for thread in threads]

    assert Report.objects.count() == 7
    waiting = Report.objects.filter(status=Status.RECEIVED)
    (head,) = waiting.filter(is_row=True)
    assert waiting.filter(folded_into=head).count() == 5


@pytest.mark.engine
def test_the_queue_costs_the_same_with_groups(
    client_as, burst, django_assert_max_num_queries
):
    desk = client_as("officer")

    def queries():
        with django_assert_max_num_queries(30) as asked:
            desk.get(QUEUE)
        return len(asked)

    one = queries()
    for number in range(6):
        send(category="schiamazzi", minute=number)
    assert queries() == one
