"""The police notes: the same pages as the diary, for the Polizia Locale alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from interventions.models import Service
from notebooks.models import SealedNote
from notebooks.sealing import unseal
from tests.accounts.factories import UserFactory
from tests.interventions.factories import InterventionFactory
from tests.notebooks.factories import SealedNoteFactory

LIST, NEW = "/interventi/note-di-servizio/", "/interventi/note-di-servizio/nuova/"
DIARY = "/interventi/diario/"


@pytest.fixture
def officer(client_as):
    return client_as("officer")


@pytest.fixture
def outing(user_as):
    return InterventionFactory(
        ended=True,
        starts_at=timezone.now() - timedelta(hours=3),
        crew=[user_as("officer"), user_as("educator")],
    )


def page(response):
    return response.content.decode()


def typed(outing, **changes):
    return {
        "intervention": outing.code,
        "text": "Cambiare l’orario del giro.",
        "protocol_number": "2026/41",
    } | changes


def test_an_officer_writes_a_note_on_an_intervention(officer, outing, user_as):
    answer = officer.post(NEW, typed(outing), follow=True)

    note = SealedNote.objects.get()
    assert (note.service, note.by) == (Service.POLICE, user_as("officer"))
    assert (note.intervention, note.on, note.hotspot) == (
        outing,
        outing.day,
        outing.hotspot,
    )
    assert unseal(note.sealed, Service.POLICE, note.pk) == {
        "text": "Cambiare l’orario del giro.",
        "protocol_number": "2026/41",
    }
    assert "Cambiare l’orario del giro." in page(answer)
    assert "2026/41" in page(answer)
    assert "Clima" not in page(officer.get(NEW))


def test_a_note_opened_by_another_person_is_refused_and_its_text_stays(
    officer, outing, user_as
):
    other = UserFactory(role=user_as("officer").role)

    refused = officer.post(NEW, typed(outing, writer=other.pk))

    assert refused.status_code == 422
    assert "l’ha aperta un’altra persona" in page(refused)
    assert "Cambiare l’orario del giro." in page(refused)
    assert f'name="writer" value="{other.pk}"' in page(refused)  # again, not ours
    assert not SealedNote.objects.exists()
    officer.post(NEW, typed(outing, writer=user_as("officer").pk))
    assert SealedNote.objects.get().by == user_as("officer")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"intervention": ""}, "Scegli l’intervento della nota."),
        ({"intervention": "IN-2026-ZZZZZZ"}, "Questa uscita non c’è"),
        ({"text": ""}, "Scrivi la nota."),
        ({"text": "Furgone AB123CD"}, "una targa"),
        ({"protocol_number": "a@b.it"}, "Usa solo lettere, cifre"),
        ({"protocol_number": "1" * 41}, "field-errors"),
        ({"protocol_number": "1\x00"}, "field-errors"),
    ],
)
def test_a_wrong_field_is_said_and_what_was_typed_stays(
    officer, outing, changes, sentence
):
    refused = officer.post(NEW, typed(outing, **changes))

    assert refused.status_code == 422
    assert sentence in page(refused)
    kept = "2026/41" if "protocol_number" not in changes else "Cambiare l’orario"
    assert kept in page(refused)
    assert not SealedNote.objects.exists()


def test_an_officer_reads_lists_searches_and_corrects(officer, outing):
    officer.post(NEW, typed(outing))
    note = SealedNote.objects.get()

    assert "Cambiare l’orario del giro." in page(officer.get(LIST))
    assert f"{LIST}{note.pk}/" in page(officer.post(LIST, {"words": "orario"}))
    officer.post(
        f"{LIST}{note.pk}/correggi/", typed(outing, text="Va bene così.", seen="1")
    )
    note.refresh_from_db()
    assert unseal(note.sealed, Service.POLICE, note.pk)["text"] == "Va bene così."
    assert set(
        AuditEntry.objects.filter(target_id=str(note.pk)).values_list(
            "action", flat=True
        )
    ) == {
        "notebook.write_police_note",
        "notebook.read_police_note",
        "notebook.correct_police_note",
    }


def test_the_list_costs_the_same_whatever_its_length(
    officer, django_assert_num_queries
):
    SealedNoteFactory.create_batch(2, service=Service.POLICE)
    officer.get(LIST)
    with django_assert_num_queries(9):
        officer.get(LIST)
    SealedNoteFactory.create_batch(18, service=Service.POLICE)
    officer.get(LIST)  # which leaves in the trail that they were read
    with django_assert_num_queries(9):
        officer.get(LIST)


def test_neither_service_opens_the_other_s_by_its_number(client_as, officer):
    diary = SealedNoteFactory()
    note = SealedNoteFactory(service=Service.POLICE)
    educator = client_as("educator")

    # not yours to open at all
    assert officer.get(f"{DIARY}{diary.pk}/").status_code == 403
    assert educator.get(f"{LIST}{note.pk}/").status_code == 403
    # the number of the other's row is as good as a number that is not there
    for client, folder, pk in ((officer, LIST, diary.pk), (educator, DIARY, note.pk)):
        other, none = client.get(f"{folder}{pk}/"), client.get(f"{folder}999999/")
        assert other.status_code == none.status_code == 404
        assert client.post(f"{folder}{pk}/correggi/").status_code == 404


def test_a_ciphertext_of_the_diary_in_a_police_row_does_not_open(officer):
    diary = SealedNoteFactory(data={"text": "Riservato agli educatori"})
    note = SealedNoteFactory(service=Service.POLICE)
    SealedNote.objects.filter(pk=note.pk).update(sealed=diary.sealed)
    SealedNote.objects.filter(pk=diary.pk).update(service=Service.POLICE)

    for pk in (note.pk, diary.pk):
        answer = officer.get(f"{LIST}{pk}/")
        assert "Riservato agli educatori" not in page(answer)
        assert "Nessuna delle chiavi in uso" in page(answer)


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("officer", "Note di servizio"),
        ("educator", "Diario di uscita"),
        ("coordinator", None),
    ],
)
def test_the_page_of_an_intervention_shows_one_s_own_notebook_alone(
    client_as, outing, role, sees
):
    url = f"/interventi/{outing.code}/"
    client = client_as(role)
    before = _without_tokens(client.get(url))
    diary = SealedNoteFactory(intervention=outing)
    note = SealedNoteFactory(intervention=outing, service=Service.POLICE)

    after = _without_tokens(client.get(url))

    links = {"officer": f"{LIST}{note.pk}/", "educator": f"{DIARY}{diary.pk}/"}
    for heading in ("Note di servizio", "Diario di uscita"):
        assert (heading in after) == (heading == sees)
    for whose, link in links.items():
        assert (link in after) == (whose == role)
    if sees is None:
        assert after == before


def _without_tokens(response):
    lines = page(response).splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)
