"""What calls the 112 instead of a form: what stays of it, and what does not."""

import pytest
from django.urls import reverse

from reports.browsers import COOKIE, Browser, form_key
from reports.drafts import CLEAN, TYPED
from reports.models import Category, Draft, Photo, Report
from reports.views.steps import CONTACT, WHAT, WHERE
from tests.reports.pictures import phone_photo, upload


@pytest.mark.parametrize("category", ["rissa", "arma", "malore", "furto", "violenza"])
@pytest.mark.parametrize("action", ["next", "back", "save"])
def test_a_full_stop_leaves_nothing_here(
    citizen, category, action, django_capture_on_commit_callbacks
):
    citizen.ready()
    citizen.step(CONTACT, photos=[upload(phone_photo())], action="photos")
    image = citizen.draft.photos.get().image
    stopped = citizen.path("report_stopped")

    with django_capture_on_commit_callbacks(execute=True):
        response = citizen.step(WHAT, category=category, action=action)

    assert response.url == stopped
    assert response["Clear-Site-Data"] == '"cache"'
    assert not citizen.client.cookies[COOKIE].value
    assert not Draft.objects.exists() and not Photo.objects.exists()
    assert not image.storage.exists(image.name)


def test_the_choice_alone_erases_and_may_be_said_again(citizen, monkeypatch):
    citizen.ready()
    path = citizen.path("report_what")
    data = {"category": "violenza", "key": form_key(citizen.draft)}
    begun = []
    monkeypatch.setattr(Browser, "begin", lambda self: begun.append(self))

    answers = [citizen.client.post(path, data) for _ in range(2)]

    assert {answer.url for answer in answers} == {path.replace("che-cosa", "112")}
    assert not Draft.objects.exists() and not begun
    assert not citizen.client.cookies[COOKIE].value


def test_the_page_of_a_full_stop_offers_the_way_out_and_names_nothing(citizen):
    response = citizen.enter().fill(category="violenza")

    page = citizen.client.get(response.url).content.decode()

    assert "data-quick-exit" in page and 'href="tel:112"' in page
    assert (
        page.count("btn btn-danger") == 1
    )  # the way out is beside, the call comes first
    assert "Violenza di genere" not in page and "Vetri rotti" not in page
    assert "violenza" not in response.url
    assert f'href="{reverse("report_start")}">Segnala un altro problema' in page


def test_the_place_that_went_too_is_asked_again_and_what_follows_is_kept(citizen):
    citizen.enter().step(WHERE)
    path, key = citizen.path("report_what"), form_key(citizen.draft)
    citizen.client.post(path, {"category": "violenza", "key": key})

    after = {"category": "rifiuti", "subject": "Altre parole", "action": "next"}
    response = citizen.client.post(path, after | {"key": key}, follow=True)

    assert response.redirect_chain[-1][0] == citizen.path("report_where")
    sentence = "Indica di nuovo dove: abbiamo cancellato anche il luogo."
    assert sentence in response.content.decode()
    assert citizen.draft.data[TYPED]["subject"] == "Altre parole"
    citizen.step(WHERE)
    assert sentence not in citizen.page("report_where")


def test_the_other_drafts_stay(citizen):
    citizen.ready(subject="Questa resta")

    citizen.enter().fill(category="arma")

    assert "«Questa resta»" in citizen.page("report_start")


def test_something_happening_now_leads_to_the_112_and_keeps_the_words(citizen):
    response = citizen.enter().fill(category="spaccio", in_progress="si")

    assert response.url == citizen.path("report_stopped")
    page = citizen.page("report_stopped")
    assert "Torna alla segnalazione" in page and "data-quick-exit" in page
    assert citizen.draft.data[TYPED]["subject"] == "Vetri rotti sul vialetto"
    assert "what" not in citizen.draft.data[CLEAN]


def test_only_what_was_erased_is_said_to_be_and_leaves_the_phone(citizen):
    citizen.enter().fill(category="spaccio", in_progress="si")
    paused = citizen.path("report_stopped")
    assert "data-forget=" not in citizen.client.get(paused).text

    citizen.client.cookies.clear()
    page = citizen.client.get(paused).text

    assert "Qui non c’è una bozza da riprendere" in page
    assert "Abbiamo cancellato" not in page and "data-forget=" not in page
    assert Draft.objects.get().data[TYPED]["subject"] == "Vetri rotti sul vialetto"

    erased = citizen.enter().fill(category="violenza").url
    page = citizen.client.get(erased).text
    assert "Abbiamo cancellato" in page and "data-forget=" in page


def test_the_way_back_leads_to_a_form_that_can_be_sent(citizen):
    citizen.enter().fill(category="spaccio", in_progress="si")

    page = citizen.get("report_what")
    form = page.context["form"]
    assert "field-invalid" not in page.content.decode()
    assert not form["in_progress"].value()
    citizen.fill(category="spaccio", in_progress="no")

    assert citizen.send().url == citizen.path("report_sent")


def test_something_that_may_be_happening_now_must_say_so(citizen):
    citizen.enter().fill(category="spaccio")

    assert "Dicci se sta succedendo adesso" in citizen.page("report_what")


def test_something_that_is_over_goes_on(citizen):
    citizen.ready(category="spaccio", in_progress="no").send()

    assert Report.objects.get().category_id == "spaccio"


def test_a_page_left_open_goes_on_in_a_new_draft(citizen):
    citizen.ready()
    path, key = citizen.path("report_what"), form_key(citizen.draft)
    citizen.step(WHAT, category="arma")

    citizen.client.post(path, {**citizen.typed(), "key": key})

    assert citizen.draft.data[TYPED]["subject"] == "Vetri rotti sul vialetto"


def test_a_category_closed_after_the_data_asks_for_another(citizen):
    citizen.ready()
    Category.objects.filter(pk="rifiuti").update(active=False)

    assert citizen.send().url == citizen.path("report_what")
    assert "field-invalid" in citizen.page("report_what")
    assert not Report.objects.exists()
