"""What opens doors asks again who it is, ten minutes after it was said."""

from http import HTTPStatus

import pytest
from django.contrib.auth.hashers import make_password

from accounts.models import User
from tests.accounts.factories import RoleFactory, UserFactory
from tests.moments import clock_at

PASSWORD = "lunga-e-mia-2026"
ADD = "/operatori/persone/nuova/"
LUCIA = {"full_name": "Lucia", "email": "lucia@example.org", "role": "educator"}


@pytest.fixture
def clock():
    with clock_at("2026-11-22 10:00:00+00:00") as clock:
        yield clock


@pytest.fixture
def admin(clock, client_as, user_as):
    person = user_as("admin")
    User.objects.filter(pk=person.pk).update(password=make_password(PASSWORD))
    client = client_as("admin")
    RoleFactory(code="educator")
    return client


def confirm(client, address, password=PASSWORD):
    return client.post(address, {"password": password})


def test_for_ten_minutes_nobody_is_asked(admin, clock):
    clock.shift(599)

    assert admin.get(ADD).status_code == HTTPStatus.OK


def test_then_who_it_is_is_asked_before_the_form_opens(admin, clock):
    clock.shift(601)

    asked = admin.get(ADD + "?da=mail")
    wrong = confirm(admin, asked.url, "sbagliata").content.decode()
    back = confirm(admin, asked.url)

    assert asked.url == "/profilo/conferma/?next=/operatori/persone/nuova/%3Fda%3Dmail"
    assert "La password non è corretta" in wrong
    assert back.url == ADD + "?da=mail"
    assert admin.get(back.url).status_code == HTTPStatus.OK


def test_a_form_sent_too_late_does_nothing_and_leads_back_to_its_page(admin, clock):
    clock.shift(601)
    page = f"http://testserver{ADD}"

    asked = admin.post(ADD, LUCIA, headers={"Referer": page})
    back = confirm(admin, asked.url)

    assert back.url == ADD
    assert not User.objects.filter(email="lucia@example.org").exists()
    admin.post(ADD, LUCIA)
    assert User.objects.filter(email="lucia@example.org").exists()


def test_a_button_pressed_too_late_leads_back_to_the_page_it_stands_on(admin, clock):
    person = UserFactory(is_active=False)
    clock.shift(601)
    page = f"/operatori/persone/{person.pk}/"

    referer = {"Referer": f"http://testserver{page}"}
    asked = admin.post(page + "riattiva/", headers=referer)

    assert confirm(admin, asked.url).url == page
    person.refresh_from_db()
    assert not person.is_active


def test_it_leads_to_no_other_site(admin, clock):
    clock.shift(601)

    asked = admin.post(ADD, LUCIA, headers={"Referer": "https://altrove.example/"})
    elsewhere = "/profilo/conferma/?next=https://altrove.example/"

    assert asked.url == f"/profilo/conferma/?next={ADD}"
    assert confirm(admin, elsewhere).url == "/inizio/"


def test_what_a_clock_ahead_was_told_is_not_believed(clock, admin):
    clock.shift(-3600)

    assert admin.get(ADD).status_code == HTTPStatus.FOUND


def test_who_may_not_is_refused_and_not_asked(clock, client_as):
    officer = client_as("officer")
    clock.shift(601)

    assert officer.get(ADD).status_code == HTTPStatus.FORBIDDEN


def test_a_page_that_opens_nothing_never_asks(admin, clock):
    clock.shift(3 * 3600)

    assert admin.get("/operatori/persone/").status_code == HTTPStatus.OK
