"""The administrator's page of people."""

import pytest
from allauth.mfa.models import Authenticator

from accounts.models import AuditEntry, User
from jobs.models import Outbox
from tests.accounts.factories import RoleFactory, UserFactory

LIST = "/operatori/persone/"
ADD = "/operatori/persone/nuova/"


@pytest.fixture
def admin(client_as):
    return client_as("admin")


def test_the_list_shows_everybody_with_role_and_state(admin):
    UserFactory(full_name="Chi è andato via", is_active=False)

    page = admin.get(LIST).content.decode()

    assert "Chi è andato via" in page
    assert "disattivato" in page
    assert "2 persone" in page


@pytest.mark.parametrize("words", ["lucia", "LUCIA", "ros lu", "lucia@"])
@pytest.mark.engine
def test_search_finds_by_any_word_of_name_or_email(admin, words):
    UserFactory(full_name="Lucia Rossi", email="lucia@example.org")
    UserFactory(full_name="Marco Verdi", email="marco@example.org")

    page = admin.get(LIST, {"cerca": words}).content.decode()

    assert "Lucia Rossi" in page
    assert "Marco Verdi" not in page


def test_a_search_that_finds_nothing_says_what_to_do(admin):
    page = admin.get(LIST, {"cerca": "<b>%_'"}).content.decode()

    assert "Nessuna persona trovata" in page
    assert "<b>%" not in page


def test_the_list_costs_the_same_with_two_and_with_forty_people(
    admin, django_assert_num_queries
):
    UserFactory.create_batch(2)
    admin.get(LIST)
    with django_assert_num_queries(7):
        admin.get(LIST)
    UserFactory.create_batch(40)
    with django_assert_num_queries(7):
        admin.get(LIST)


def test_a_long_list_is_paged_and_a_wrong_page_is_the_last(admin):
    UserFactory.create_batch(60, full_name="Persona")

    assert "Pagina 1 di 2" in admin.get(LIST).content.decode()
    page = admin.get(LIST, {"page": "99", "cerca": "persona"}).content.decode()
    assert "Pagina 2 di 2" in page
    assert "cerca=persona&amp;page=1" in page


def test_a_person_is_added_and_invited(admin):
    RoleFactory(code="educator")

    response = admin.post(
        ADD,
        {"full_name": "Lucia Rossi", "email": "Lucia@Example.org", "role": "educator"},
        follow=True,
    )

    person = User.objects.get(email="lucia@example.org")
    assert (person.full_name, person.role_id) == ("Lucia Rossi", "educator")
    assert "Abbiamo inviato l’invito a lucia@example.org" in response.content.decode()
    assert Outbox.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"email": ""}, "Scrivi l’email."),
        ({"email": "lucia"}, "Questa email non è completa"),
        ({"email": "ADMIN@example.org"}, "C’è già una persona con questa email."),
        ({"full_name": "  "}, "Scrivi nome e cognome."),
        ({"full_name": "x" * 121}, "scrivine al massimo 120 caratteri"),
        ({"full_name": "Lu\x00cia"}, "null"),
        ({"role": ""}, "Scegli un ruolo."),
        ({"role": "re"}, "Questo ruolo non esiste"),
    ],
)
def test_a_bad_person_is_refused_with_a_sentence_and_what_was_typed_stays(
    admin, typed, sentence
):
    RoleFactory(code="educator")
    good = {"full_name": "Lucia", "email": "lucia@example.org", "role": "educator"}

    page = admin.post(ADD, good | typed).content.decode()

    assert sentence in page
    assert User.objects.count() == 1
    assert not Outbox.objects.exists()


def test_name_and_role_are_edited(admin):
    person = UserFactory()
    RoleFactory(code="educator")

    admin.post(f"{LIST}{person.pk}/", {"full_name": "Giusto", "role": "educator"})

    person.refresh_from_db()
    assert (person.full_name, person.role_id) == ("Giusto", "educator")


def test_the_form_shows_what_is_there_now(admin):
    person = UserFactory(full_name="Lucia Rossi")

    page = admin.get(f"{LIST}{person.pk}/").content.decode()

    assert 'value="Lucia Rossi"' in page
    assert '<option value="officer" selected>' in page


def test_the_last_administrator_reads_why_the_role_stays(admin, user_as):
    RoleFactory(code="educator")

    page = admin.post(
        f"{LIST}{user_as('admin').pk}/", {"full_name": "Altro", "role": "educator"}
    ).content.decode()

    person = user_as("admin")
    assert "È l’ultima persona attiva che amministra il portale" in page
    assert (person.role_id, person.full_name) == ("admin", "Admin demo")


@pytest.mark.parametrize(
    ("verb", "sentence", "action"),
    [
        ("disattiva", "non può più entrare", "accounts.person_deactivated"),
        ("invita", "Abbiamo inviato l’invito", "accounts.person_invited"),
    ],
)
def test_each_button_does_what_it_says(admin, verb, sentence, action):
    person = UserFactory()

    page = admin.post(f"{LIST}{person.pk}/{verb}/", follow=True).content.decode()

    assert sentence in page
    assert AuditEntry.objects.get().action == action


@pytest.mark.parametrize(
    ("verb", "question", "effect"),
    [
        ("disattiva", "Vuoi disattivare l’accesso di Lucia Rossi?", "Esce subito"),
        ("azzera-secondo-fattore", "Vuoi azzerare il secondo fattore di Lucia Rossi?", "assicurati di parlare proprio con Lucia Rossi"),
    ],
)  # fmt: skip
def test_what_shuts_a_person_out_is_asked_first_by_name(admin, verb, question, effect):
    person = UserFactory(full_name="Lucia Rossi", email="lucia@example.org")
    Authenticator.objects.create(user=person, type="totp", data={})

    link = f'href="{LIST}{person.pk}/{verb}/"'
    assert link in admin.get(f"{LIST}{person.pk}/").content.decode()
    page = admin.get(f"{LIST}{person.pk}/{verb}/").content.decode()

    assert question in page
    assert effect in page
    assert "lucia@example.org" in page
    person.refresh_from_db()
    assert person.is_active
    assert Authenticator.objects.filter(user=person).exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("verb", "active", "told"),
    [
        ("disattiva", True, "ha disattivato il tuo accesso"),
        ("riattiva", False, "ha riattivato il tuo accesso"),
    ],
)
def test_the_person_is_told_once_what_changed(admin, mail_text, verb, active, told):
    person = UserFactory(is_active=active)
    Authenticator.objects.create(user=person, type="totp", data={})

    for _ in range(2):  # a double click
        admin.post(f"{LIST}{person.pk}/{verb}/")

    assert Outbox.objects.count() == 1
    assert Outbox.objects.get().payload["to"] == [person.email]
    text = mail_text()
    assert f"Ciao {person.full_name}" in text
    assert told in text


def test_a_deactivated_person_is_reactivated(admin):
    person = UserFactory(is_active=False)

    admin.post(f"{LIST}{person.pk}/riattiva/")

    person.refresh_from_db()
    assert person.is_active


def test_an_administrator_cannot_close_the_own_access(admin, user_as):
    person = user_as("admin")

    page = admin.post(f"{LIST}{person.pk}/disattiva/", follow=True).content.decode()

    assert "Non puoi disattivare te stesso" in page
    assert "Disattiva l’accesso" not in page
    assert user_as("admin").is_active


@pytest.mark.parametrize("verb", ["", "disattiva/", "riattiva/", "invita/"])
def test_a_person_that_does_not_exist_is_a_404(admin, verb):
    assert admin.post(f"{LIST}999999/{verb}").status_code == 404
