"""A name in the note of a phone: asked before both services read it, as at the desk."""

from dataclasses import fields

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from interventions.field.answer import Answer
from interventions.field.document import Document
from interventions.models import Intervention, Status
from tests.interventions.factories import InterventionFactory
from tests.interventions.phone import ID, kept, outing, put
from tests.interventions.street import begin, ready, rows, save, sent, the_only_one
from tests.walks.steps import look

NAME = "Mario Rossi gira con la bici rubata"
ASKED = "Nella nota sembra esserci il nome di una persona: «Mario Rossi»."
NO_PERSON = "Non è il nome di una persona"


# --- what the portal takes


@pytest.mark.django_db
def test_a_phone_that_did_not_ask_reads_the_question_and_nothing_is_written(
    phone, officer
):
    answer = put(phone, outing(officer, note=NAME), ID)

    told = answer.json()
    assert answer.status_code == 422 and told["asks"] is True
    assert told["errors"]["note"].startswith(ASKED)
    assert not Intervention.objects.exists()


@pytest.mark.django_db
def test_who_was_asked_is_believed_of_those_lines_and_no_other(phone, officer):
    said = {"names_ok": f"  {NAME}  "}
    put(phone, outing(officer, note=NAME, **said), ID)
    assert kept().shared_note == NAME

    more = outing(officer, revision=2, base_version=1, note=f"{NAME}\nCon Kevin")
    answer = put(phone, more, ID)

    [sentence] = answer.json()["errors"].values()
    assert "«Kevin»" in sentence and "Mario Rossi" not in sentence
    assert kept().shared_note == NAME
    more["names_ok"] = more["note"]
    assert put(phone, more, ID).status_code == 200


@pytest.mark.django_db
def test_what_was_on_the_portal_is_let_stand(phone, officer):
    start = timezone.now()
    plan = {"client_id": ID, "crew": [officer], "starts_at": start}
    InterventionFactory(shared_note=NAME, **plan)

    note = f"{NAME}\nDue liti"
    answer = put(phone, outing(officer, base_version=1, note=note, ended=False), ID)

    assert answer.status_code == 200 and kept().shared_note == note


@pytest.mark.django_db
def test_a_plate_is_refused_whatever_was_said(phone, officer):
    note = f"{NAME}, auto AB123CD"
    answer = put(phone, outing(officer, note=note, names_ok=note), ID)

    told = answer.json()
    assert answer.status_code == 422 and "asks" not in told
    assert "targa" in told["errors"]["note"]


def test_every_text_of_a_phone_is_looked_at():
    """Whoever adds one says here who looks at it: ``refuse_names``, ``asked_of``, a rule of its own."""
    texts = {one.name for kind in (Document, Answer) for one in fields(kind)}
    words = {f.name for k in (Document, Answer) for f in fields(k) if f.type is str}
    asked, confirmed = {"note", "reason"}, {"names_ok", "confirmed"}
    choices = {"kind", "place", "outcome"}

    assert words == asked | confirmed | choices
    assert words <= texts


# --- on the phone

# it does not know the rules of the guard
OLD_BROWSER = """
const Known = RegExp;
window.RegExp = function (pattern, flags = "") {
    if (flags.includes("d")) throw new SyntaxError("d");
    return new Known(pattern, flags);
};
"""


def write(page, text):
    page.get_by_role("link", name="Nota").click()
    page.get_by_label("Che cosa va ricordato").fill(text)
    page.get_by_role("link", name="Fatto").click()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_without_network_it_is_asked_before_it_goes(street, cast):
    page = street(cast[0])
    begin(page)
    sent(page)
    page.context.set_offline(True)

    write(page, NAME)
    expect(page.locator("main")).to_contain_text(ASKED)
    look(page)
    page.get_by_role("link", name="Toglilo").click()
    expect(page.get_by_label("Che cosa va ricordato")).to_have_value(NAME)
    page.get_by_role("link", name="Fatto").click()
    page.get_by_role("button", name=NO_PERSON).click()
    save(page)
    page.context.set_offline(False)
    sent(page)

    row = the_only_one()
    assert (row.status, row.shared_note) == (Status.ENDED, NAME)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_who_goes_by_is_asked_on_the_way_to_the_outcomes(street, cast):
    page = street(cast[0])
    begin(page)
    sent(page)
    write(page, NAME)
    page.get_by_role("link", name="Indietro").click()

    expect(page.locator("[data-notices]")).to_contain_text(ASKED)
    page.get_by_role("link", name="Termina").click()
    expect(page.get_by_role("button", name="Tutto tranquillo")).to_have_count(0)
    assert the_only_one().shared_note == ""
    page.get_by_role("button", name=NO_PERSON).click()
    page.get_by_role("button", name="Tutto tranquillo").click()
    sent(page)

    assert the_only_one().shared_note == NAME


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_what_the_portal_alone_finds_is_the_same_question(street, cast):
    page = street(cast[0])
    page.context.add_init_script(OLD_BROWSER)
    page.reload()
    ready(page)
    begin(page)
    write(page, NAME)
    save(page)

    expect(page.locator("[data-notices]")).to_contain_text(ASKED)
    page.locator("[data-notices]").get_by_role("link", name="Rispondi").click()
    look(page)
    page.get_by_role("button", name=NO_PERSON).click()
    sent(page)

    assert the_only_one().shared_note == NAME
    assert not rows(page)[0]["problem"]
