"""What people of a crew are mailed when their outings change: one mail, two minutes later, that says
how things are by then."""

from datetime import timedelta

import pytest

from interventions.models import Intervention
from interventions.planning.plans import plan_of
from interventions.services import crew, planning, series
from interventions.services.reminders import send_reminders
from jobs.models import Outbox
from jobs.services import sweep
from tests.accounts.factories import UserFactory
from tests.interventions.factories import FRIDAY_EVENING, InterventionFactory

pytestmark = pytest.mark.django_db
TEN_DAYS_BEFORE = FRIDAY_EVENING - timedelta(days=10)
NOON = FRIDAY_EVENING.replace(hour=11)


@pytest.fixture
def planner(user_as):
    return user_as("coordinator")


@pytest.fixture
def colleague(user_as):
    return UserFactory(role=user_as("officer").role)


@pytest.fixture
def clock(stop_clock):
    """Return a function that stops the clock; ``clock.after(minutes)`` moves it on."""

    def at(moment):
        at.now = moment
        stop_clock(moment)

    at.after = lambda minutes: at(at.now + timedelta(minutes=minutes))
    at(TEN_DAYS_BEFORE)
    return at


@pytest.fixture
def delivered(clock, mailoutbox):
    """Return a function that lets two minutes pass, and gives the mails that went."""

    def mails():
        mailoutbox.clear()
        clock.after(2)
        sweep()
        return sorted(mailoutbox, key=lambda mail: mail.to)

    return mails


def move(outing, days, by):
    outing = Intervention.objects.get(pk=outing.pk)
    day = outing.day + timedelta(days=days)
    return planning.move_intervention(
        outing, hotspot=outing.hotspot, day=day, by=by, confirmed=True
    )


def with_people(outing, people):
    row = Intervention.objects.get(pk=outing.pk)
    plan = plan_of(row)
    return type(plan)(**{**vars(plan), "people": tuple(people)})


def test_a_move_is_one_mail_each_that_says_where_it_is_in_the_end(
    outing, planner, delivered, user_as
):
    move(outing, 1, planner)
    move(outing, 2, planner)

    officer, educator = sorted(delivered(), key=lambda mail: mail.to, reverse=True)
    assert officer.to == [user_as("officer").email]
    assert officer.subject == "Uscita cambiata: ora lunedì 23/11/2026, 19:00"
    assert "Giorno: lunedì 23/11/2026" in officer.body
    assert educator.subject == officer.subject


def test_a_drag_put_back_mails_nobody(outing, planner, delivered):
    move(outing, 1, planner)
    move(outing, -1, planner)

    assert delivered() == []
    assert not Outbox.objects.waiting().exists()


def test_nothing_goes_before_two_minutes_from_the_last_change(
    outing, planner, clock, mailoutbox
):
    move(outing, 1, planner)
    clock.after(1.5)
    move(outing, 1, planner)
    clock.after(1.5)
    sweep()
    assert mailoutbox == []

    clock.after(0.5)
    sweep()

    assert len(mailoutbox) == 2


def test_who_goes_on_planning_does_not_put_it_off_for_ever(
    outing, planner, clock, mailoutbox
):
    for at in range(10):
        move(outing, 1 if at % 2 == 0 else 2, planner)
        clock.after(1)
        sweep()

    assert len(mailoutbox) == 2
    move(outing, 1, planner)
    clock.after(2)
    sweep()
    assert len(mailoutbox) == 4  # what came after is told too


@pytest.fixture
def mail_is_down(monkeypatch):
    """Return a function that lets the mail server answer again."""
    monkeypatch.setattr("jobs.messages.send", refuse)
    return monkeypatch.undo


def refuse(*args, **kwargs):
    raise ConnectionRefusedError


def test_what_the_mail_server_did_not_take_gathers_what_comes_after(
    outing, planner, delivered, clock, mail_is_down
):
    move(outing, 1, planner)
    assert delivered() == []
    move(outing, 1, planner)
    mail_is_down()
    clock.after(30)

    mails = delivered()

    assert [mail.subject for mail in mails] == [
        "Uscita cambiata: ora domenica 22/11/2026, 19:00"
    ] * 2


def test_what_is_put_right_while_the_mail_server_is_down_is_no_mail(
    outing, planner, delivered, clock, mail_is_down
):
    move(outing, 1, planner)
    assert delivered() == []
    move(outing, -1, planner)
    mail_is_down()
    clock.after(30)

    assert delivered() == []
    assert not Outbox.objects.filter(done_at=None).exists()


def test_what_came_while_a_mail_was_tried_is_gathered_with_it(
    outing, planner, delivered, clock, monkeypatch
):
    def moved_meanwhile(*args, **kwargs):
        monkeypatch.undo()
        move(outing, 1, planner)
        raise ConnectionRefusedError

    move(outing, 1, planner)
    monkeypatch.setattr("jobs.messages.send", moved_meanwhile)
    first = delivered()
    clock.after(30)

    subjects = [mail.subject for mail in [*first, *delivered()]]

    assert subjects.count("Uscita cambiata: ora domenica 22/11/2026, 19:00") == 2
    assert len(subjects) == 2


def test_who_makes_the_change_gets_no_mail(outing, delivered, user_as):
    move(outing, 1, user_as("officer"))

    assert [mail.to for mail in delivered()] == [[user_as("educator").email]]


def test_who_comes_and_goes_is_told_however_far_it_is(
    outing, planner, delivered, user_as, colleague
):
    educator = user_as("educator")
    plan = with_people(outing, [colleague, educator])

    planning.replan_intervention(outing, plan, by=planner, confirmed=True)

    added = "Uscita del venerdì 20/11/2026, 19:00: ci sei anche tu"
    removed = "Uscita del venerdì 20/11/2026, 19:00: non ci sei più"
    assert {mail.to[0]: mail.subject for mail in delivered()} == {
        colleague.email: added,
        user_as("officer").email: removed,
    }


def test_put_in_by_mistake_and_taken_out_at_once_is_no_mail(
    outing, planner, delivered, user_as, colleague
):
    people = [user_as("officer"), user_as("educator")]
    for crew_now in ([*people, colleague], people):
        plan = with_people(outing, crew_now)
        planning.replan_intervention(outing, plan, by=planner, confirmed=True)

    assert delivered() == []


def test_cancelled_and_taken_up_again_is_no_mail_and_cancelled_is_one(
    outing, planner, delivered
):
    planning.cancel_intervention(outing, because="Piove", by=planner)
    planning.restore_intervention(outing, by=planner, confirmed=True)
    assert delivered() == []

    planning.cancel_intervention(outing, because="Piove", by=planner)
    (mail, _) = delivered()
    assert mail.subject == "Uscita annullata: venerdì 20/11/2026, 19:00"
    assert "non devi andarci" in mail.body

    planning.restore_intervention(outing, by=planner, confirmed=True)
    (mail, _) = delivered()
    assert mail.subject == "Uscita confermata di nuovo: venerdì 20/11/2026, 19:00"


def test_a_series_is_one_mail_each_planned_moved_and_cancelled(
    outing, planner, delivered, user_as
):
    plan = with_people(outing, [user_as("officer"), user_as("educator")])
    days = [outing.day + timedelta(days=7 * week) for week in range(1, 4)]
    first, *_ = series.plan_series(plan, days, by=planner, confirmed=True)
    mails = delivered()
    assert [mail.subject for mail in mails] == ["3 uscite nuove nel tuo calendario"] * 2
    assert "Sei nell’equipaggio di 3 uscite:" in mails[0].body
    for day in days:
        assert f"{day:%d/%m/%Y}, 19:00-21:00, piazza Roma" in mails[0].body

    row = Intervention.objects.get(pk=first.pk)
    moved = plan_of(row).on(row.day + timedelta(days=1))
    series.replan_series(row, moved, by=planner, confirmed=True)
    mails = delivered()
    assert len(mails) == 2 and "3 uscite sono cambiate" in mails[0].body

    row.refresh_from_db()
    series.cancel_series(row, because="Ferie", by=planner)
    mails = delivered()
    assert len(mails) == 2 and "3 uscite sono state annullate" in mails[0].body


def test_changes_of_different_kinds_are_one_mail_in_groups(
    outing, planner, delivered, user_as
):
    other = InterventionFactory(
        crew=[user_as("officer")],
        hotspot=outing.hotspot,
        starts_at=FRIDAY_EVENING + timedelta(days=3),
    )
    move(other, 1, planner)
    planning.cancel_intervention(outing, because="Piove", by=planner)

    mail = delivered()[1]
    assert mail.to == [user_as("officer").email]
    assert mail.subject == "2 uscite del tuo calendario sono cambiate"
    assert "è cambiata. Ora è così." in mail.body
    assert "è stata annullata: non devi andarci." in mail.body


def test_no_mail_of_a_change_holds_a_text_or_a_name(
    outing, planner, delivered, user_as
):
    plan = with_people(outing, [user_as("officer"), user_as("educator")])
    series.plan_series(
        plan, [outing.day + timedelta(days=7)] * 1, by=planner, confirmed=True
    )
    move(outing, 1, planner)

    mails = delivered()
    assert len(mails) == 2
    for mail in mails:
        written = f"{mail.subject} {mail.body}"
        for secret in ["Rossi", "coltello", user_as("educator").full_name]:
            assert secret not in written


def test_who_leaves_by_themself_is_told_nothing_of_it(
    outing, planner, delivered, user_as
):
    move(outing, 1, planner)
    crew.leave_intervention(outing, by=user_as("officer"))

    assert [mail.to for mail in delivered()] == [[user_as("educator").email]]


def test_what_is_over_or_began_meanwhile_is_not_told(outing, planner, clock, delivered):
    clock(FRIDAY_EVENING + timedelta(hours=1, minutes=58, seconds=30))
    planning.cancel_intervention(outing, because="Piove", by=planner)

    assert delivered() == []


def test_who_left_the_office_is_mailed_nothing(outing, planner, delivered, user_as):
    move(outing, 1, planner)
    officer = user_as("officer")
    officer.is_active = False
    officer.save()

    assert [mail.to for mail in delivered()] == [[user_as("educator").email]]


def test_who_is_told_of_tonight_gets_no_reminder_on_top(
    outing, planner, clock, delivered, user_as, colleague
):
    clock(NOON)
    send_reminders()
    sweep()
    plan = with_people(outing, [user_as("officer"), user_as("educator"), colleague])
    planning.replan_intervention(outing, plan, by=planner, confirmed=True)
    assert send_reminders() == 0  # the mail that waits will say it

    (mail,) = delivered()
    assert "ci sei anche tu" in mail.subject
    assert send_reminders() == 0


def test_a_mail_that_could_not_go_is_tried_again_as_the_same(
    outing, planner, clock, delivered, mailoutbox, settings
):
    outing.crew.filter(person__role__code="educator").delete()
    backend = settings.DELIVERY_EMAIL_BACKEND
    settings.DELIVERY_EMAIL_BACKEND = "nowhere.Backend"
    move(outing, 1, planner)
    assert delivered() == []
    row = Outbox.objects.waiting().get()
    settings.DELIVERY_EMAIL_BACKEND = backend

    clock.after(3)
    (mail,) = delivered()

    assert row.key in mail.extra_headers["Message-ID"]


def test_an_outing_elsewhere_in_town_says_so(clock, delivered, planner, user_as):
    outing = InterventionFactory(hotspot=None, crew=[user_as("officer")])
    move(outing, 1, planner)

    assert "Luogo: altro luogo in città" in delivered()[0].body
