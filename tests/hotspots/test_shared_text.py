"""A text that others read: what is refused, what is asked, and that every one is looked at."""

import pytest
from django import forms
from django.urls import get_resolver

from board.models import BoardNote
from hotspots import shared_text
from hotspots.shared_text import Shared, SharedText, SharedWords, digest_of
from tests.hotspots.factories import HotspotFactory
from texts.fields import TypedField

NAME = "Mario Rossi gira con la bici rubata."


class NoteForm(forms.Form):
    note = SharedText(label="Nota", where="Nella nota", longest=200, multiline=True)
    line = SharedWords(label="Riga", where="Nella riga", required=False)


@pytest.fixture(autouse=True)
def database(db):
    """The names of the town are read when something is found."""


def sent(note, tick=None, **more):
    ticks = {} if tick is None else {"note-non-e-una-persona": tick}
    return NoteForm({"note": note, **ticks, **more})


def test_a_name_is_asked_of_and_what_was_typed_stays():
    form = sent(NAME)

    [why] = form.errors["note"]
    page = str(form["note"])
    assert why == (
        "Nella nota sembra esserci il nome di una persona: «Mario Rossi». "
        "Toglilo, oppure conferma che non lo è."
    )
    assert NAME in page
    assert 'type="checkbox"' in page and digest_of(NAME) in page


def test_the_tick_lets_that_text_pass_and_no_other():
    tick = digest_of(NAME)

    assert sent(NAME, tick).is_valid()
    assert sent(NAME + "\n", tick).is_valid()
    assert not sent(NAME + " Con Kevin.", tick).is_valid()
    assert not sent(NAME, "on").is_valid()
    assert not sent(NAME, "\0").is_valid()


def test_a_plate_is_refused_whatever_is_ticked():
    text = f"{NAME} Auto AB123CD."
    form = sent(text, digest_of(text))

    assert form.errors["note"][0].startswith("Nella nota sembra esserci una targa")
    assert 'type="checkbox"' not in str(form["note"])


def test_nothing_is_asked_of_a_text_without_persons():
    form = sent("In via Mario Rossi lampione spento.")

    assert form.is_valid()
    assert 'type="checkbox"' not in str(form["note"])


def test_what_was_there_and_nobody_changed_is_let_stand():
    form = NoteForm({"note": NAME}, initial={"note": NAME})

    assert form.is_valid()
    assert not NoteForm({"note": f"{NAME}!"}, initial={"note": NAME}).is_valid()


def test_a_tick_of_one_field_says_nothing_of_another():
    form = sent(NAME, digest_of(NAME), line=NAME)

    assert set(form.errors) == {"line"}


def test_one_form_asks_nothing_of_the_next():
    assert not sent(NAME).is_valid()

    assert 'type="checkbox"' not in str(NoteForm()["note"])


def test_a_place_of_the_town_is_no_person():
    HotspotFactory(name="Anna Rossi")

    assert sent("Vetri rotti da Anna Rossi.").is_valid()
    assert not sent("Vetri rotti da Anna Bianchi.").is_valid()


def test_many_names_are_a_sentence_and_not_a_list():
    form = sent(" e ".join(["Kevin Brambilla", "Samir Haddad", "Ionut Popescu"] * 2))

    [why] = form.errors["note"]
    assert "«Kevin Brambilla», «Samir Haddad», «Ionut Popescu»" in why


def test_the_board_asks_and_then_writes(client_as):
    client = client_as("officer")
    typed = {"text": NAME, "lasts": "settimana"}

    asked = client.post("/bacheca/", typed)
    assert asked.status_code == 422
    assert "«Mario Rossi»" in asked.content.decode()
    assert not BoardNote.objects.exists()

    tick = {"text-non-e-una-persona": digest_of(NAME)}
    assert client.post("/bacheca/", typed | tick).status_code == 302
    assert BoardNote.objects.get().text == NAME


def test_the_words_of_a_long_list_are_cut():
    found = shared_text.found_in(", ".join(["Kevin"] + [f"Kevin B{n}" for n in "abc"]))

    assert len(shared_text.asking("x" * 999, found, "Qui")) < 200


# --- every text that people type

SHARED = {
    "board.NoteForm.text",
    "board.CorrectionForm.text",
    "hotspots.EventForm.description",
    "hotspots.EventForm.description_en",
    "hotspots.EventForm.source",
    "hotspots.EventForm.title",
    "hotspots.EventForm.title_en",
    "hotspots.HotspotForm.boundary_source",
    "hotspots.HotspotForm.boundary_source_en",
    "hotspots.HotspotForm.description",
    "hotspots.HotspotForm.description_en",
    "interventions.CancelForm.because",
    "interventions.KeepApartForm.reason",
    "interventions.InterventionLogForm.shared_note",
    "interventions.PlanForm.aim",
    "interventions.SheetForm.aim",
    "interventions.SheetForm.shared_note",
    "interventions.ShiftForm.aim",
    "notebooks.DiaryForm.text",
    "notebooks.PoliceNoteForm.text",
    "reports.AnswerForm.text",
    "reports.CloseForm.note",
    "reports.ErasureForm.reason",
    "reports.ForwardForm.forwarded_to",
    "reports.ForwardForm.note",
    "reports.MergeForm.note",
    "reports.MergeGroupForm.note",
    "reports.PublishForm.line",
    "reports.ReopenForm.note",
}
# texts that only their reader sees, searches, codes, and the names that a form is there to ask for
NOT_SHARED = {
    "accounts.ActivateSecondFactorForm.code",
    "accounts.AddPasskeyForm.name",  # whose passkey it is reads it
    "accounts.NamePasskeyForm.name",
    "accounts.AuditFilterForm.code",
    "accounts.ConfirmCodeForm.code",
    "accounts.NewPersonForm.full_name",
    "accounts.PersonForm.full_name",
    "accounts.SignInCodeForm.code",
    "hotspots.HotspotForm.aliases",
    "hotspots.HotspotForm.name",
    "hotspots.HotspotForm.ring",
    "interventions.ActForm.protocol_number",
    "interventions.PlanForm.report_codes",
    "interventions.SheetForm.reports",
    "notebooks.NotesSearchForm.words",
    "notebooks.PoliceNoteForm.protocol_number",
    # inside the office
    "reports.AssignForm.note",
    "reports.NoteForm.text",
    "reports.ReleaseForm.note",
    "reports.TriageForm.note",
    # of a citizen, to the office: the summary warns, and nothing is published of it
    "reports.FollowForm.code",
    "reports.FollowForm.key",
    "reports.LocateForm.place_name",
    "reports.MergeForm.into",
    "reports.MessageForm.text",
    "reports.WhatForm.details",
    "reports.WhatForm.subject",
    "reports.WhereForm.location_note",
    "reports.WhereForm.meant",
    "reports.WhereForm.place_name",
    "reports.SendForm.seen",
}
ELSEWHERE = {
    "django",
    "allauth",
    "tests",
    "cremona_safety",
}  # of the file of the programme


def texts_of_the_portal():
    """Return {app.form.field: field} of what people type freely, in every form of ours."""
    assert get_resolver().url_patterns  # the addresses import every form
    found, families = {}, [forms.BaseForm]
    while families:
        family = families.pop()
        families += family.__subclasses__()
        app = family.__module__.split(".")[0]
        if app in ELSEWHERE:
            continue
        for name, field in getattr(family, "base_fields", {}).items():
            if isinstance(field, Shared) or _is_free(field):
                found[f"{app}.{family.__name__}.{name}"] = field
    return found


def _is_free(field):
    is_hidden = isinstance(field.widget, forms.HiddenInput | forms.PasswordInput)
    return type(field) in {forms.CharField, TypedField} and not is_hidden


def test_every_text_that_is_shared_is_looked_at():
    texts = texts_of_the_portal()
    shared = {name for name, field in texts.items() if isinstance(field, Shared)}

    assert shared == SHARED
    assert texts.keys() - shared == NOT_SHARED
