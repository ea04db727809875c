import re

import pytest
from django.core.management import call_command
from django.test import Client

from accounts import services
from accounts.models import AuditEntry, User
from cremona_safety.programme import load_programme
from jobs.models import Outbox
from tests.accounts.factories import RoleFactory, UserFactory
from tests.conftest import PROGRAMME
from tests.moments import clock_at


@pytest.fixture
def admin(user_as):
    return user_as("admin")


def actions():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_a_new_person_has_no_password_and_gets_the_link_by_mail(admin, mail_text):
    person = services.create_person(
        email="Nuova@Example.org", full_name="Nuova", role=RoleFactory(), by=admin
    )

    assert person.email == "nuova@example.org"
    assert not person.has_usable_password()
    assert "http://127.0.0.1:8000/password/nuova/" in mail_text()
    assert AuditEntry.objects.get().after == {"role": "officer"}


def test_the_link_of_the_invitation_sets_the_password_once(admin, client, mail_text):
    person = services.create_person(
        email="nuova@example.org", full_name="Nuova", role=RoleFactory(), by=admin
    )
    path = re.search(r"http://127\.0\.0\.1:8000(/password/nuova/\S+)", mail_text())[1]
    form_page = client.get(path, follow=True)
    password = {"password1": "lunga-e-mia-2026", "password2": "lunga-e-mia-2026"}

    client.post(form_page.request["PATH_INFO"], password)

    person.refresh_from_db()
    assert person.check_password("lunga-e-mia-2026")
    assert "non è più valido" in Client().get(path, follow=True).content.decode()


def test_five_clicks_send_one_invitation(admin, client_as):
    person, other = UserFactory(), UserFactory()
    with clock_at("2026-11-30T19:20") as clock:
        client = client_as("admin")
        answers = [
            client.post(f"/operatori/persone/{person.pk}/invita/", follow=True)
            for _ in range(5)
        ]
        services.invite_again(other, by=admin)
        assert Outbox.objects.count() == 2
        said = answers[-1].content.decode()
        assert "L’invito è già partito da poco" in said and "dopo le 19:31" in said

        clock.shift(600)
        services.invite_again(person, by=admin)
    assert Outbox.objects.count() == 3


def test_an_invitation_is_repeated_on_request(admin):
    person = UserFactory()

    services.invite_again(person, by=admin)

    assert Outbox.objects.count() == 1
    assert actions() == ["accounts.person_invited"]


def test_a_role_changes_and_the_trail_says_from_what_to_what(admin):
    person = UserFactory()

    services.change_role(person, role=RoleFactory(code="educator"), by=admin)

    person.refresh_from_db()
    entry = AuditEntry.objects.get()
    assert person.role_id == "educator"
    assert (entry.before, entry.after) == ({"role": "officer"}, {"role": "educator"})
    assert (entry.actor, entry.actor_label) == (admin, "Admin demo")


def test_the_person_and_the_other_administrators_are_told_of_a_new_role(admin):
    other, person = UserFactory(role=admin.role), UserFactory(full_name="Lucia Rossi")
    UserFactory(role=admin.role, is_active=False)

    services.change_role(
        person, role=RoleFactory(code="educator", label="Educatore"), by=admin
    )

    mails = {row.payload["to"][0]: row.payload["body"] for row in Outbox.objects.all()}
    assert set(mails) == {person.email, other.email}
    assert "ora è «Educatore»" in mails[person.email]
    assert "Chi: Admin demo" in mails[other.email]
    assert "Su: persona Lucia Rossi" in mails[other.email]
    assert "ruolo: Officer → Educatore" in mails[other.email]


def test_the_same_role_again_writes_nothing(admin):
    person = UserFactory()

    services.change_role(person, role=person.role, by=admin)

    assert not AuditEntry.objects.exists()


def test_a_person_is_renamed(admin):
    person = UserFactory()

    services.rename_person(person, full_name="Nome giusto", by=admin)
    services.rename_person(person, full_name="Nome giusto", by=admin)

    person.refresh_from_db()
    assert person.full_name == "Nome giusto"
    assert actions() == ["accounts.person_renamed"]


def test_the_last_administrator_keeps_the_role(admin):
    with pytest.raises(services.PersonRefused, match="ultima persona attiva"):
        services.change_role(admin, role=RoleFactory(), by=admin)

    admin.refresh_from_db()
    assert admin.role_id == "admin"
    assert not AuditEntry.objects.exists()


def test_a_deactivated_administrator_does_not_count_as_another(admin):
    UserFactory(role=admin.role, is_active=False)

    with pytest.raises(services.PersonRefused):
        services.change_role(admin, role=RoleFactory(), by=admin)


def test_an_administrator_leaves_the_role_to_another(admin):
    UserFactory(role=admin.role)

    services.change_role(admin, role=RoleFactory(), by=admin)

    admin.refresh_from_db()
    assert admin.role_id == "officer"


def test_nobody_deactivates_oneself(admin):
    UserFactory(role=admin.role)

    with pytest.raises(services.PersonRefused, match="te stesso"):
        services.deactivate_person(admin, by=admin)


def test_the_last_administrator_is_not_deactivated_by_others(admin):
    with pytest.raises(services.PersonRefused, match="ultima persona attiva"):
        services.deactivate_person(admin, by=UserFactory())


def test_a_person_is_deactivated_and_comes_back(admin):
    person = UserFactory()

    services.deactivate_person(person, by=admin)
    services.deactivate_person(person, by=admin)
    person.refresh_from_db()
    assert not person.is_active

    services.reactivate_person(person, by=admin)
    services.reactivate_person(person, by=admin)
    person.refresh_from_db()
    assert person.is_active
    assert actions() == ["accounts.person_deactivated", "accounts.person_reactivated"]


def test_the_first_administrator_is_made_from_the_terminal(db, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "lunga-e-mia-2026")

    call_command(
        "createsuperuser", "--no-input", email="capo@example.org", full_name="Capo"
    )

    person = User.objects.get()
    assert person.role_id == "admin"
    assert person.check_password("lunga-e-mia-2026")


def test_an_administrator_made_before_the_programme_may_manage_after_it(
    db, monkeypatch
):
    test_the_first_administrator_is_made_from_the_terminal(db, monkeypatch)
    assert not User.objects.get().may("accounts.manage_people")

    load_programme(PROGRAMME)

    assert User.objects.get().may("accounts.manage_people")
