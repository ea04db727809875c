"""A colleague who leaves: what of them is erased, what stays and is said."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse

from accounts import leaving
from accounts.models import AuditEntry, User
from accounts.services import PersonRefused
from tests.accounts.factories import UserFactory
from tests.reports.factories import MessageFactory


@pytest.fixture
def gone(db):
    """Somebody who left: with an address, a second factor, days given."""
    person = UserFactory(full_name="Dario Doni", email="doni@example.org")
    EmailAddress.objects.create(user=person, email=person.email, verified=True)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    person.is_active = False
    person.save()
    return person


def codes(person):
    return {entry.code for entry, _ in leaving.held_of(person)}


def test_what_is_held_of_a_person_is_said_and_then_is_not_there(gone):
    admin = UserFactory()
    before = codes(gone)

    leaving.erase_person(gone, by=admin)

    gone.refresh_from_db()
    assert {"people", "credentials", "names"} <= before
    assert gone.full_name == leaving.ERASED_NAME and not gone.has_usable_password()
    assert "doni" not in gone.email and gone.role is None
    assert not EmailAddress.objects.exists() and not Authenticator.objects.exists()
    [entry] = AuditEntry.objects.filter(action="accounts.person_erased")
    assert (entry.actor, entry.after) == (admin, {"name_stays": False})
    assert "Doni" not in str(entry.after) + str(entry.before)


def test_who_signed_something_keeps_the_name_and_loses_the_rest(gone):
    MessageFactory(side="ufficio", by=gone)

    leaving.erase_person(gone, by=UserFactory())

    gone.refresh_from_db()
    assert gone.full_name == "Dario Doni" and "doni" not in gone.email


def test_who_still_works_is_not_erased(db):
    person = UserFactory()

    with pytest.raises(PersonRefused, match="Prima disattiva"):
        leaving.erase_person(person, by=UserFactory())

    assert User.objects.get(pk=person.pk).email == person.email


def test_the_page_says_what_stays_and_the_button_erases(gone, client_as):
    MessageFactory(side="ufficio", by=gone)
    client = client_as("admin")

    page = client.get(reverse("user_held", args=[gone.pk])).content.decode()
    asked = client.get(reverse("user_erase", args=[gone.pk])).content.decode()
    client.post(reverse("user_erase", args=[gone.pk]))
    after = client.get(reverse("user_held", args=[gone.pk])).content.decode()

    assert "Cancella i suoi dati" in page and "L. 241/1990" in page
    assert "Vuoi cancellare i dati di Dario Doni?" in asked
    assert "I dati di questa persona sono cancellati" in after
    assert "doni@example.org" not in after
    assert mail.outbox == [] or mail.outbox[-1].to == ["doni@example.org"]
