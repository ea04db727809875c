"""Who reported has what the portal holds, and has it erased: the office decides within a month."""

import json
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from reports.models import ErasureRequest, Message, Photo, Report, Status
from reports.moves import version
from reports.services.erasing import STILL_OPEN, ask_erasure, decide_erasure
from reports.services.refusals import ReportRefused
from reports.tasks import erase_expired
from reports.views.own_data import ASKED, TAKEN
from tests.reports.factories import (
    MessageFactory,
    PhotoFactory,
    ReportFactory,
    StatusChangeFactory,
)
from tests.reports.following import follower_of

SECRET = "Un uomo con il cappotto dorme qui"


@pytest.fixture
def closed(programme):
    report = ReportFactory(closed=True, email="anna@example.org", details=SECRET)
    StatusChangeFactory(report=report, status=Status.CLOSED, note="Sentita Anna.")
    MessageFactory(report=report, text="Sono Anna del bar")
    MessageFactory(report=report, side=Message.Side.INTERNAL, text="Chiamare Luca")
    PhotoFactory(report=report)
    return report


def path(name, report):
    return reverse(name, args=[report.code])


def trail(action):
    return AuditEntry.objects.filter(action=action)


def test_the_page_and_the_file_say_all_that_is_held_and_no_note_of_the_office(closed):
    client = follower_of(closed)

    page = client.get(path("report_data", closed)).content.decode()
    file = client.get(path("report_data_file", closed))

    told = json.dumps(json.loads(file.content), ensure_ascii=False)
    for text in (page, told):
        for held in (SECRET, "anna@example.org", "Sono Anna del bar", "Sentita Anna."):
            assert held in text
        assert str(Photo.objects.get().pk) in text
        assert "Luca" not in text and "1. Possono parlare di altre persone" in text
    assert file["Content-Disposition"].endswith(f'"{closed.code}.json"')
    [entry] = trail("report.data_taken")
    assert entry.actor is None and SECRET not in str(entry.after)


@pytest.mark.parametrize("name", ["report_data", "report_data_file"])
def test_who_has_not_the_key_finds_nothing(closed, name):
    there = Client().get(path(name, closed))
    nowhere = Client().get(reverse(name, args=["CR-2026-ZZZZZZ"]))

    assert there.status_code == nowhere.status_code == 404


def test_asking_is_a_message_to_read_with_a_month_to_decide(closed, client_as):
    follower_of(closed).post(path("report_ask_erasure", closed))

    asked = ErasureRequest.objects.get()
    queue = client_as("coordinator").get(reverse("report_queue")).content.decode()
    desk = client_as("coordinator").get(path("report_detail", closed)).content.decode()
    own = follower_of(closed).get(path("report_data", closed)).content.decode()
    due = f"{asked.due_on:%d/%m/%Y}"
    assert f"da decidere entro il {due}" in queue and closed.code in queue
    assert f"decidi entro il {due}" in desk and "Invia la decisione" in desk
    assert f"Ti rispondiamo entro il {due}" in own and "Chiedi la c" not in own
    assert Report.objects.to_work().filter(pk=closed.pk).exists()


@pytest.mark.parametrize(
    ("asked", "due"),
    [("2026-03-10", date(2026, 4, 10)), ("2027-01-31", date(2027, 2, 28))],
)
def test_a_month_ends_on_its_day_or_on_the_last_one(closed, stop_clock, asked, due):
    stop_clock(f"{asked}T10:00")

    assert ask_erasure(closed).due_on == due


def test_asked_twice_it_is_one(closed):
    assert ask_erasure(closed) == ask_erasure(closed)
    assert trail("report.erasure_asked").count() == 1


def test_granted_it_goes_at_once_and_who_asked_is_told_before(
    closed, client_as, django_capture_on_commit_callbacks
):
    image = closed.photos.get().image
    ask_erasure(closed)
    client = client_as("coordinator")
    data = {
        "granted": "1",
        "reason": "Non serve più.",
        "version": version(_now(closed)),
    }

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(path("report_decide_erasure", closed), data)

    assert answer.status_code == 302
    report = _now(closed)
    assert (report.details, report.email, report.subject) == ("", "", "")
    assert report.text_erased_at and not report.messages.exists()
    assert not image.storage.exists(image.name)
    asked = ErasureRequest.objects.get()
    assert asked.is_granted and asked.decided_by and asked.reason == "Non serve più."
    [told] = [m for m in mail.outbox if m.to == ["anna@example.org"]]
    assert "abbiamo cancellato i dati" in told.body and SECRET not in told.body
    written = str(list(AuditEntry.objects.values_list("before", "after")))
    assert "anna" not in written.lower() and SECRET not in written
    own = follower_of(report).get(path("report_data", report)).content.decode()
    assert "Li abbiamo cancellati il" in own and "Non serve più." in own
    assert not Report.objects.to_work().filter(pk=closed.pk).exists()


def test_refused_the_reason_is_an_answer_and_everything_stays(closed, client_as):
    ask_erasure(closed)
    client = client_as("coordinator")
    client.get(path("report_detail", closed))  # read
    data = {
        "granted": "0",
        "reason": "Serve fino a maggio.",
        "version": version(_now(closed)),
    }

    client.post(path("report_decide_erasure", closed), data)

    report = _now(closed)
    assert report.details == SECRET and report.answer_asked_at is None
    assert report.messages.filter(side=Message.Side.OFFICE).get().text == data["reason"]
    own = follower_of(report).get(path("report_data", report)).content.decode()
    assert "ti abbiamo risposto di no" in own and "Garante" in own
    assert "Chiedi la cancellazione" in own  # times change: it may be asked again


def test_the_text_of_an_open_report_serves_who_works_on_it(programme, user_as):
    report = ReportFactory(details=SECRET)
    ask_erasure(report)

    with pytest.raises(ReportRefused, match=STILL_OPEN):
        decide_erasure(report, granted=True, reason="Sì", by=user_as("coordinator"))

    assert _now(report).details == SECRET
    assert ErasureRequest.objects.open().exists()


def test_nothing_to_decide_is_said(closed, user_as):
    with pytest.raises(ReportRefused, match="non c’è una richiesta"):
        decide_erasure(closed, granted=True, reason="Sì", by=user_as("coordinator"))


def test_what_the_clock_erased_meanwhile_is_granted(closed, stop_clock):
    ask_erasure(closed)
    closed.history.update(at=timezone.now() - timedelta(days=800))

    erase_expired()

    asked = ErasureRequest.objects.get()
    assert asked.is_granted and asked.decided_by is None


def test_a_decision_left_out_decides_nothing(closed, client_as):
    ask_erasure(closed)
    client = client_as("coordinator")
    data = {"reason": "Serve.", "version": version(_now(closed))}

    answer = client.post(path("report_decide_erasure", closed), data)

    assert answer.status_code == 422
    assert ErasureRequest.objects.open().exists()


@pytest.mark.parametrize(
    ("limit", "verb", "name"),
    [(TAKEN, "get", "report_data_file"), (ASKED, "post", "report_ask_erasure")],
)
def test_asking_has_a_limit(closed, limit, verb, name):
    client = follower_of(closed)
    for _ in range(limit.most):
        limit.hit("127.0.0.1")

    answer = getattr(client, verb)(path(name, closed), follow=True)

    assert "riprova dopo le" in answer.content.decode().lower() or (
        answer.status_code == 429
    )
    assert not ErasureRequest.objects.exists()
    assert not trail("report.data_taken").exists()


def _now(report):
    return Report.objects.get(pk=report.pk)
