"""Drafts: kept by going back, by an error, by a second page; saved and deleted."""

import pytest

from reports.browsers import COOKIE
from reports.drafts import ASIDE, LONGEST_TEXT, keep_typed
from reports.models import Draft
from reports.views.steps import CONTACT, STEPS, WHAT, WHERE
from tests.reports.pictures import phone_photo, upload

# --- Back and forward


@pytest.mark.parametrize("step", STEPS, ids=[step.key for step in STEPS])
def test_back_keeps_what_was_typed(citizen, step):
    citizen.ready()
    typed = {"location_note": "Lato nord", "details": "Ancora", "email": "a@b.it"}

    response = citizen.step(step, action="back", **typed)

    assert response.url != citizen.path(step.url_name)
    page = citizen.page(step.url_name)
    assert any(text in page for text in typed.values())
    assert "<title>Errore" not in page


def test_back_from_a_step_half_filled_says_no_error_and_loses_nothing(citizen):
    citizen.enter().fill(category="")

    citizen.step(WHAT, action="back", subject="Lampione", category="")

    page = citizen.page("report_what")
    assert "Lampione" in page


@pytest.mark.parametrize("step", STEPS, ids=[step.key for step in STEPS])
def test_to_change_language_half_way_keeps_what_was_typed(citizen, step):
    citizen.ready()
    assert 'form="passo" name="language" value="en"' in citizen.page(step.url_name)
    typed = {"location_note": "Lato nord", "details": "Ancora", "email": "anna@"}

    response = citizen.step(step, language="en", **typed)

    assert response.url == citizen.path(step.url_name)
    page = citizen.page(step.url_name)
    assert '<html lang="en">' in page and "field-invalid" not in page
    assert any(text in page for text in typed.values())


@pytest.mark.parametrize("step", STEPS, ids=[step.key for step in STEPS])
def test_an_error_is_a_page_that_can_be_reloaded(citizen, step):
    citizen.ready()
    wrong = {"place": "nome", "subject": "", "email": "anna@"}

    response = citizen.step(step, **wrong)

    assert response.status_code == 302
    assert response.url == citizen.path(step.url_name)
    for _ in range(2):
        assert "field-invalid" in citizen.page(step.url_name)
    assert citizen.get("report_summary").url == response.url
    citizen.fill()
    assert "field-invalid" not in citizen.page(step.url_name)


def test_what_is_corrected_from_the_summary_leads_back_to_it(citizen):
    citizen.ready()
    path = citizen.path("report_what") + "?da=riepilogo"

    wrong = citizen.client.post(path, {**citizen.typed(), "subject": ""})
    right = citizen.client.post(path, citizen.typed())

    assert wrong.url == path and right.url == citizen.path("report_summary")


# --- Two pages of one draft


def form_of(citizen, name):
    """Return what the form of a page carries to say what it has shown."""
    shown = citizen.get(name).context
    return {"page": shown["page_id"], "revision": shown["revision"]}


def test_words_that_an_older_page_replaces_are_kept_aside(citizen):
    citizen.ready(subject="La prima")
    older = form_of(citizen, "report_what")
    citizen.step(WHAT, subject="La seconda", **form_of(citizen, "report_what"))

    citizen.step(WHAT, subject="La terza", **older)

    for name in ("report_what", "report_summary"):
        page = citizen.page(name)
        assert "avevi scritto anche" in page
        assert "La seconda" in page and "La terza" in page and "La prima" not in page


def test_a_page_that_writes_again_keeps_nothing_aside(citizen):
    citizen.ready()
    same = form_of(citizen, "report_what")
    for subject in ("La prima", "La seconda"):
        citizen.step(WHAT, subject=subject, **same)

    assert "avevi scritto anche" not in citizen.page("report_what")


# --- Saving and deleting


def test_the_save_button_keeps_even_wrong_data_and_says_when(citizen):
    citizen.enter()
    citizen.step(WHERE)

    response = citizen.step(WHAT, action="save", subject="")

    assert response.url == citizen.path("report_what") + "#bozza"
    page = citizen.page("report_what")
    assert "Bozza salvata alle" in page and "Vicino alla panchina." in page
    assert "field-invalid" not in page


def test_deleting_the_draft_asks_first(citizen):
    citizen.ready()
    path = citizen.path("report_draft_delete")
    assert f'href="{path}"' in citizen.page("report_summary")

    page = citizen.page("report_draft_delete")

    assert "Vuoi eliminare la bozza?" in page and Draft.objects.exists()


def test_there_is_nothing_to_ask_of_a_draft_that_is_sent(citizen):
    citizen.ready().send()

    assert citizen.get("report_draft_delete").url == citizen.path("report_sent")


def test_a_draft_can_be_deleted_with_its_photos_and_the_others_stay(
    citizen, django_capture_on_commit_callbacks
):
    citizen.ready(subject="Questa resta")
    citizen.ready()
    citizen.step(CONTACT, photos=[upload(phone_photo())], action="photos")
    image = citizen.draft.photos.get().image

    with django_capture_on_commit_callbacks(execute=True):
        citizen.post("report_draft_delete")

    assert not image.storage.exists(image.name)
    page = citizen.page("report_start")
    assert "Questa resta" in page and "Bozza eliminata." in page


def test_the_last_draft_takes_the_cookie_with_it(citizen):
    citizen.ready()

    citizen.post("report_draft_delete")

    assert not citizen.client.cookies[COOKIE].value and not Draft.objects.exists()


def test_what_older_pages_replaced_is_kept_to_the_last_word(citizen):
    """Four tabs of one draft, each written in many times: twenty texts were kept, and no more."""
    draft = citizen.enter().draft
    for number in range(60):
        keep_typed(draft, {"location_note": f"nota {number}"}, is_stale=True)

    kept = Draft.objects.get().data[ASIDE]
    assert [text for _, text in kept] == [f"nota {number}" for number in range(59)]


def test_it_has_room_for_so_many_characters_of_the_last_ones(citizen):
    draft = citizen.enter().draft
    for letter in "abcdefghijklmnopqrstuvwxyz":
        keep_typed(draft, {"details": letter * LONGEST_TEXT}, is_stale=True)

    kept = Draft.objects.get().data[ASIDE]
    assert [text[0] for _, text in kept] == list("fghijklmnopqrstuvwxy")
