"""What a citizen writes afterwards is read by somebody, and may reopen what is closed."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from jobs.models import Outbox
from reports.models import Category, Message, Outcome, Report, Status
from reports.services.desk import (
    answer_report,
    close_report,
    record_reading,
    reopen_report,
    take_charge,
)
from reports.services.follow import add_message, reopen_own_report
from reports.services.merging import merge_report
from reports.services.refusals import ReportRefused
from tests.moments import clock_at
from tests.reports.factories import MessageFactory, ReportFactory, StatusChangeFactory
from tests.reports.following import follower_of, page_of

QUEUE = "/operatori/segnalazioni/"
TODAY = "/operatori/"
EVENING = timezone.make_aware(timezone.datetime(2026, 11, 30, 19, 30))


@pytest.fixture
def officer(user_as):
    return user_as("officer")


@pytest.fixture
def report(programme, officer):
    return ReportFactory()


@pytest.fixture
def closed(report, officer):
    report = take_charge(report, by=officer)
    return close_report(report, outcome=Outcome.SOLVED, note="Raccolti.", by=officer)


def rows(client, **query):
    return [row.code for row in client.get(QUEUE, query).context["page"].rows]


def told():
    """Who was written to, and about what."""
    mails = [row.payload for row in Outbox.objects.order_by("pk")]
    return [(mail["to"][0], mail["subject"]) for mail in mails]


def test_a_message_marks_the_report_until_somebody_opens_it(client_as, report):
    quiet = ReportFactory()
    add_message(report, text="I vetri sono ancora qui.")

    desk = client_as("officer")
    page = desk.get(QUEUE).content.decode()
    assert "1 messaggio da leggere" in page and "1 con messaggi da leggere" in page
    assert rows(desk, unread="on") == [report.code]
    assert "Non ancora letto" in page_of(report)

    opened = desk.get(f"{QUEUE}{report.code}/").content.decode()

    text = opened.index("I vetri sono ancora qui.")  # at the top, for who opens it
    assert opened.index("1 messaggio da leggere") < text < opened.index("desk-report")
    assert '<a href="#answer">' in opened and '<a href="#storia">' in opened
    assert "da leggere</strong>" not in desk.get(QUEUE).content.decode()
    assert rows(desk, unread="on") == []
    assert set(rows(desk)) == {report.code, quiet.code}


@pytest.mark.usefixtures("programme")
def test_the_citizen_reads_when_it_was_read(officer):
    report = ReportFactory(received_at=EVENING - timedelta(hours=2))
    add_message(report, text="Ancora.", now=EVENING - timedelta(hours=1))
    record_reading(report, by=officer, now=EVENING)
    record_reading(report, by=officer, now=EVENING + timedelta(hours=1))

    assert "Letto il 30/11/2026 alle 19:30" in page_of(report)
    assert report.messages.get().read_by == officer


def test_once_read_it_stands_in_the_story_alone(client_as, report):
    add_message(report, text="I vetri sono ancora qui.")
    desk, path = client_as("officer"), f"{QUEUE}{report.code}/"
    desk.get(path)

    again = desk.get(path).content.decode()

    assert "messaggio da leggere" not in again
    assert again.count("I vetri sono ancora qui.") == 1


def test_who_may_not_handle_it_does_not_read_it_for_the_office(user_as, report):
    add_message(report, text="Ancora.")

    record_reading(report, by=user_as("assessore"))

    assert report.messages.to_read().exists()


def test_a_message_waits_on_the_day_of_who_has_the_report(
    client_as, user_as, report, officer
):
    colleague = user_as("coordinator")
    take_charge(report, by=officer)
    add_message(report, text="Ancora.")

    assert report in client_as("officer").get(TODAY).context["citizens_messages"]
    assert client_as("coordinator").get(TODAY).context["citizens_messages"] == []
    assert colleague.email not in [to for to, _ in told()]


def test_a_message_that_nobody_has_is_of_the_whole_service(client_as, user_as, report):
    user_as("assessore")
    add_message(report, text="Ancora.")

    for role in ("officer", "coordinator"):
        page = client_as(role).get(TODAY)
        assert page.context["citizens_messages"] == [report]
        assert "nessuno l’ha in carico" in page.content.decode()
    assert user_as("officer").email in [to for to, _ in told()]
    assert user_as("assessore").email not in [to for to, _ in told()]


def test_a_message_of_who_has_left_the_office_goes_to_the_service(
    client_as, user_as, report, officer
):
    take_charge(report, by=officer)
    officer.is_active = False
    officer.save()
    boss = user_as("coordinator")

    add_message(report, text="Ancora.")

    assert [to for to, _ in told()] == [boss.email]
    assert client_as("coordinator").get(TODAY).context["citizens_messages"] == [report]


@pytest.mark.parametrize("is_taken", [True, False])
def test_ten_messages_are_one_mail_without_text_nor_name(report, officer, is_taken):
    report.email = "anna@example.org"
    report.save()
    if is_taken:
        take_charge(report, by=officer)
    for number in range(10):
        add_message(report, text=f"SEGRETO {number}", now=EVENING)

    mails = [
        r.payload for r in Outbox.objects.all() if r.payload["to"] == [officer.email]
    ]
    assert len(mails) == 1
    assert "SEGRETO" not in str(mails) and "anna" not in str(mails)
    assert QUEUE in mails[0]["body"]


def test_after_it_is_read_a_new_message_is_told_again(report, officer):
    take_charge(report, by=officer)
    add_message(report, text="Uno.")
    record_reading(report, by=officer)
    add_message(report, text="Due.")

    assert len(told()) == 2


def test_a_message_after_the_closing_keeps_the_report_in_the_queue(
    client_as, closed, officer
):
    add_message(closed, text="I vetri sono ancora qui.")

    desk = client_as("officer")
    record_reading(closed, by=officer)
    assert rows(desk) == [closed.code]
    assert "ha scritto dopo la chiusura" in desk.get(QUEUE).content.decode()
    assert "ha scritto dopo la chiusura" in desk.get(TODAY).content.decode()
    assert "perché resta chiusa" in desk.get(f"{QUEUE}{closed.code}/").content.decode()


def test_it_leaves_the_queue_when_the_office_answers(client_as, closed, officer):
    add_message(closed, text="Ancora qui.")
    record_reading(closed, by=officer)

    answer_report(closed, text="Li raccoglie domani la nettezza urbana.", by=officer)

    assert rows(client_as("officer")) == []


def test_a_message_that_comes_while_one_answers_stays_in_the_queue(
    client_as, closed, officer
):
    add_message(closed, text="Ancora qui.")
    record_reading(closed, by=officer)
    add_message(closed, text="E sono aumentati.")

    answer_report(closed, text="Arriviamo.", by=officer)

    assert rows(client_as("officer"), unread="on") == [closed.code]


@pytest.mark.parametrize("is_joined", [False, True])
def test_a_message_that_comes_while_one_closes_stays_in_the_queue(
    client_as, report, officer, is_joined
):
    head = take_charge(report, by=officer)
    wrote = head
    if is_joined:
        wrote = merge_report(ReportFactory(), into=head, by=officer)
    add_message(wrote, text="Ancora qui.")

    close_report(head, outcome=Outcome.SOLVED, note="Fatto.", by=officer)

    desk = client_as("officer")
    assert rows(desk) == rows(desk, unread="on") == [head.code]
    assert desk.get(TODAY).context["citizens_messages"] == [head]
    record_reading(head, by=officer)
    assert rows(desk) == [head.code]
    answer_report(head, text="Torniamo.", by=officer)
    assert rows(desk) == []


def test_it_leaves_the_queue_when_the_office_reopens(client_as, closed, officer):
    add_message(closed, text="Ancora qui.")
    record_reading(closed, by=officer)
    report = reopen_report(closed, by=officer)
    assert report.answer_asked_at is None

    close_report(report, outcome=Outcome.SOLVED, note="Fatto.", by=officer)
    assert rows(client_as("officer")) == []


def test_a_message_of_a_joined_report_reaches_who_has_the_head(
    client_as, report, officer
):
    head = take_charge(ReportFactory(), by=officer)
    joined = merge_report(report, into=head, by=officer)

    add_message(joined, text="SONO ANCORA QUI")

    desk = client_as("officer")
    assert [to for to, _ in told()] == [officer.email]
    assert rows(desk, unread="on") == [head.code]
    assert desk.get(TODAY).context["citizens_messages"] == [head]
    page = desk.get(f"{QUEUE}{head.code}/").content.decode()
    assert "SONO ANCORA QUI" in page and f"da {joined.code}" in page
    assert not Message.objects.to_read().exists()


def test_a_message_of_one_joined_to_a_closed_report_waits_for_its_own_answer(
    client_as, report, officer
):
    head = take_charge(ReportFactory(), by=officer)
    joined = merge_report(report, into=head, by=officer)
    close_report(head, outcome=Outcome.SOLVED, note="Fatto.", by=officer)

    add_message(joined, text="Ancora qui.")

    desk = client_as("officer")
    assert rows(desk) == rows(desk, unread="on") == [joined.code]
    record_reading(joined, by=officer)
    answer_report(joined, text="Passiamo domani.", by=officer)
    assert rows(desk) == []


# --- Reopening


def reopen(report, **typed):
    path = reverse("report_citizen_reopen", args=[report.code])
    return follower_of(report).post(path, typed)


def test_who_reported_reopens_a_closed_report(client_as, closed, officer):
    assert "Riapri la segnalazione" in page_of(closed)

    response = reopen(closed, text="I vetri sono ancora qui.")

    assert response.status_code == 302
    report = Report.objects.get(pk=closed.pk)
    assert (report.status, report.in_charge_of, report.outcome) == (
        Status.TRIAGED,
        None,
        "",
    )
    assert report.history.last().by is None
    assert AuditEntry.objects.filter(action="report.citizen_reopen").exists()
    assert told() == [
        (officer.email, f"Riaperta da chi l’ha inviata: segnalazione {report.code}")
    ]
    desk = client_as("officer")
    assert rows(desk, unread="on") == [report.code]
    page = desk.get(f"{QUEUE}{report.code}/").content.decode()
    assert "Riaperta da chi ha segnalato" in page and "ancora qui" in page
    mine = page_of(report)
    assert "Riaperta da te" in mine and "Ti rispondiamo entro" in mine
    assert "Riapri la segnalazione" not in mine


def test_a_report_that_was_reopened_waits_to_be_read_and_says_so(closed):
    path = reverse("report_citizen_reopen", args=[closed.code])
    page = follower_of(closed).post(path, {"text": "Ancora qui."}, follow=True)

    assert "Hai riaperto la segnalazione" in page.content.decode()
    assert page.context["state"] == "Riaperta da te"
    assert ("Riaperta da te", "now") in page.context["bar"]
    text = page.content.decode()
    assert "Non ancora letto" in text and "L’abbiamo letta" not in text


def test_the_office_that_reads_what_was_reopened_changes_its_word(closed, officer):
    reopen(closed, text="Ancora qui.")
    report = take_charge(Report.objects.get(pk=closed.pk), by=officer)

    page = page_of(report)

    assert "Un operatore se ne sta occupando." in page


def test_no_step_is_done_that_never_was(closed):
    page = follower_of(closed).get(reverse("report_status", args=[closed.code]))

    words = ["Ricevuta", "Presa in carico", "Chiusa"]  # nobody triaged it
    assert page.context["bar"] == [(word, "done") for word in words]


def test_who_writes_about_a_closed_report_has_one_box_and_both_buttons(closed):
    page = page_of(closed)

    assert page.count("<textarea") == 1
    assert "Invia il messaggio" in page and "Riapri la segnalazione" in page


def test_after_a_message_the_page_says_so_and_takes_the_focus_there(report):
    path = reverse("report_status", args=[report.code])
    page = follower_of(report).post(path, {"text": "Ancora qui."}, follow=True)

    assert page.redirect_chain == [(path, 302)]  # a fragment would take the focus
    text = page.content.decode()
    assert "Messaggio inviato" in text and 'tabindex="-1" autofocus' in text
    assert "Messaggio inviato" not in page_of(report)


def test_a_report_is_reopened_once_for_each_closing(closed, officer):
    reopen(closed, text="Ancora qui.")
    again = reopen(closed, text="Ancora qui.").content.decode()

    assert "non è chiusa" in again and "Ancora qui." in again
    report = Report.objects.get(pk=closed.pk)
    assert report.messages.count() == 1
    report = close_report(report, outcome=Outcome.SOLVED, note="Ora sì.", by=officer)
    assert "Riapri la segnalazione" in page_of(report)


def test_reopening_asks_for_a_word(closed):
    page = reopen(closed, text=" ").content.decode()

    assert "Scrivi qualcosa prima di inviare." in page and "<title>Errore:" in page
    assert Report.objects.get(pk=closed.pk).status == Status.CLOSED


@pytest.mark.parametrize(
    ("days", "is_open"), [(0, False), (1, True), (2, True), (3, False)]
)
def test_reopening_has_a_time_of_its_category(closed, days, is_open):
    Category.objects.filter(pk=closed.category_id).update(
        days_to_reopen=2 if days else 0
    )
    closed.history.update(at=EVENING)

    with clock_at(EVENING + timedelta(days=days)):
        assert ("Riapri la segnalazione" in page_of(closed)) == is_open
        page = page_of(closed)
        assert "ti rispondiamo perché resta chiusa" in page  # the message box stays
        assert reopen(closed, text="Ancora.").status_code == (302 if is_open else 200)


def test_reopening_is_only_of_who_reported_and_never_by_a_get(client, closed):
    path = reverse("report_citizen_reopen", args=[closed.code])

    assert client.post(path, {"text": "Io no."}).status_code == 404
    assert follower_of(closed).get(path).status_code == 302
    assert Report.objects.get(pk=closed.pk).status == Status.CLOSED


def test_an_erased_report_is_not_reopened(closed):
    closed.text_erased_at = timezone.now()
    closed.save()

    assert "Riapri la segnalazione" not in page_of(closed)
    with pytest.raises(ReportRefused, match="cancellati"):
        reopen_own_report(closed, text="Ancora.")


def test_the_cost_of_the_queue_does_not_grow_with_the_messages(
    client_as, report, django_assert_max_num_queries
):
    desk = client_as("officer")

    def queries():
        with django_assert_max_num_queries(30) as asked:
            desk.get(QUEUE)
        return len(asked)

    MessageFactory(report=report)
    one = queries()
    for _ in range(5):
        MessageFactory(report=ReportFactory())
    assert queries() == one


def test_messages_and_addresses_of_before_are_read_and_confirmed(report, officer):
    answered = MessageFactory(report=report, at=EVENING)
    step = StatusChangeFactory(
        report=report, at=EVENING + timedelta(hours=1), by=officer
    )
    waiting = MessageFactory(report=report, at=EVENING + timedelta(hours=2))
    Report.objects.update(email="anna@example.org")
    before = import_module("reports.migrations.0005b_what_was_before")

    before.read_and_confirm(apps, None)

    answered.refresh_from_db()
    assert Report.objects.get().answer_asked_at is None  # it is open
    assert (answered.read_at, answered.read_by) == (step.at, officer)
    assert list(Message.objects.to_read()) == [waiting]
    assert Report.objects.get().email_confirmed_at == report.received_at


def test_what_was_never_answered_after_a_closing_comes_back_to_the_queue(
    closed, client_as
):
    wrote = MessageFactory(report=closed)
    before = import_module("reports.migrations.0005b_what_was_before")

    before.read_and_confirm(apps, None)

    assert Report.objects.get(pk=closed.pk).answer_asked_at == wrote.at
    assert rows(client_as("officer")) == [closed.code]
