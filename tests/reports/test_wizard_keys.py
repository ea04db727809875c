"""Whose a draft is: of the browser with its cookie, or of the page that has its key."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.browsers import COOKIE, form_key
from reports.codes import key_of
from reports.drafts import TYPED
from reports.models import Draft, Photo, Report
from reports.views.steps import CONTACT, STEPS, WHAT, WHERE
from tests.moments import clock_at
from tests.reports.conftest import Citizen
from tests.reports.pictures import phone_photo, upload


def browser_without_cookies():
    return Client(enforce_csrf_checks=True)


def test_the_draft_outlives_the_session(citizen):
    citizen.ready()
    cookie = citizen.client.cookies[COOKIE].value
    citizen.client = Client()
    citizen.client.cookies[COOKIE] = cookie

    assert "Vetri rotti" in citizen.page("report_summary")


def test_a_form_whose_cookie_is_gone_is_accepted_and_adopts_its_draft(citizen):
    citizen.ready()
    citizen.client = browser_without_cookies()

    response = citizen.step(WHAT, subject="Dopo i cookie", key=form_key(citizen.draft))

    assert response.url == citizen.path("report_contact")
    assert Draft.objects.count() == 1 and COOKIE in response.cookies
    assert "Dopo i cookie" in citizen.page("report_summary")


def test_the_summary_too_is_sent_without_cookie(citizen):
    citizen.ready()
    citizen.client = browser_without_cookies()

    response = citizen.send(key=form_key(citizen.draft))

    assert response.url == citizen.path("report_sent")
    assert Report.objects.get().code in citizen.page("report_sent")


def test_what_is_adopted_joins_the_drafts_of_the_browser(citizen):
    citizen.ready(subject="La prima")
    first = citizen.draft
    citizen.client = Client()
    citizen.ready(subject="La seconda")

    citizen.post("report_contact", {"key": form_key(first)}, draft=first)

    page = citizen.page("report_start")
    assert "«La prima»" in page and "«La seconda»" in page


def test_a_page_of_others_cannot_plant_a_draft(citizen):
    citizen.ready()
    draft = citizen.draft

    response = browser_without_cookies().post(
        citizen.path("report_what", draft),
        {**citizen.typed(subject="Da fuori"), "key": form_key(draft)},
        headers={"origin": "https://altrove.example"},
    )

    assert response.status_code == 403 and COOKIE not in response.cookies
    assert "Da fuori" not in str(citizen.draft.data)


@pytest.mark.parametrize("key", ["", "falsa", "\x00", "dell’altra"])
def test_a_wrong_key_opens_nothing(citizen, key):
    citizen.ready()
    draft = citizen.draft
    if key.startswith("dell"):
        key = form_key(citizen.ready().draft)

    response = browser_without_cookies().post(
        citizen.path("report_what", draft), {"subject": "Falso", "key": key}
    )

    assert response.status_code == 403
    assert "Falso" not in str(Draft.objects.values_list("data"))


def test_a_key_is_good_for_a_day(citizen):
    citizen.ready()
    key = form_key(citizen.draft)

    with clock_at(timezone.now() + timedelta(hours=25)):
        response = browser_without_cookies().post(
            citizen.path("report_what"), {"subject": "Tardi", "key": key}
        )

    assert response.status_code == 403
    assert "Tardi" in response.content.decode()


def test_a_key_of_a_draft_that_is_gone_keeps_the_words_in_a_new_one(citizen):
    citizen.ready()
    path, key = citizen.path("report_what"), form_key(citizen.draft)
    citizen.post("report_draft_delete")

    citizen.client.post(path, {**citizen.typed(subject="Ancora io"), "key": key})

    assert citizen.draft.data[TYPED]["subject"] == "Ancora io"
    assert citizen.get("report_where").status_code == 200


def test_a_form_without_cookie_and_without_key_passes_the_gate_again(citizen):
    citizen.enter()
    citizen.client = Client()  # no check: as after "Invia di nuovo"

    response = citizen.step(WHAT, details="Testo lungo e faticoso")

    assert response.url == reverse("report_start")
    citizen.post("report_start", {"danger": "no"})
    citizen.post("report_consent", {"accepted": "on"})
    citizen.step(WHERE)
    assert "lungo e faticoso" in citizen.page("report_what")


def test_the_page_of_a_lost_cookie_gives_back_words_by_the_names_of_their_fields(
    citizen,
):
    citizen.ready()

    page = browser_without_cookies().post(
        citizen.path("report_where"),
        {
            "place": "piazza-roma",
            "place_name": "via Dante 12",
            "latitude": "45.1352",
            "longitude": "10.0231",
            "location_note": "Sotto i portici",
        },
    )

    text = page.content.decode()
    shown = text.split("Hai scritto")[1].split("</dl>")[0]
    assert page.status_code == 403
    assert "via Dante 12" in shown and "Via, piazza o giardino" in shown
    assert "Sotto i portici" in shown and "Indicazioni sul punto" in shown
    assert "45.1352" not in shown and "piazza-roma" not in shown
    assert 'name="latitude" value="45.1352"' in text


def test_the_cookie_is_private_and_the_database_holds_only_a_hash(citizen):
    citizen.enter()
    cookie = citizen.client.cookies[COOKIE]

    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert citizen.draft.token_hash not in cookie.value
    assert cookie.value.split(":")[0] not in str(vars(citizen.draft))


@pytest.mark.parametrize("value", ["", "falso", "falso:1abcde:firma"])
def test_a_forged_cookie_opens_nothing(citizen, value):
    citizen.ready()
    citizen.client.cookies[COOKIE] = value

    assert citizen.get("report_summary").url == reverse("report_start")


@pytest.mark.parametrize("step", STEPS, ids=[step.key for step in STEPS])
def test_the_address_alone_opens_nothing(citizen, step):
    citizen.ready()

    assert Client().get(citizen.path(step.url_name)).url == reverse("report_start")


def test_a_draft_of_yesterday_is_no_longer_opened(citizen):
    citizen.ready()

    with clock_at(timezone.now() + timedelta(hours=25)):
        assert citizen.get("report_summary").url == reverse("report_start")


def test_every_form_gives_the_cookie_another_day(citizen):
    citizen.ready()

    with clock_at(timezone.now() + timedelta(hours=20)):
        citizen.step(CONTACT)
    with clock_at(timezone.now() + timedelta(hours=30)):
        assert "Vetri rotti" in citizen.page("report_summary")


def test_the_browser_may_keep_the_pages_of_a_draft_until_it_goes(citizen):
    citizen.ready()

    kept = citizen.get("report_what")["Cache-Control"]
    gone = citizen.post("report_draft_delete")

    assert set(kept.split(", ")) == {"private", "no-cache"}
    assert gone["Clear-Site-Data"] == '"cache"'


def test_the_key_of_a_sent_draft_opens_its_report_to_nobody_else(citizen):
    citizen.ready().send()
    sent = citizen.draft
    stranger = Citizen()
    stranger.client = browser_without_cookies()

    for words in ({}, {"place_name": "altrove"}):
        stranger.post("report_where", {"key": form_key(sent), **words}, draft=sent)

    assert stranger.get("report_sent", draft=sent).status_code == 302
    assert Report.objects.get().code in citizen.page("report_sent", draft=sent)


@pytest.mark.parametrize("erase", ["the person", "the 112"])
def test_a_photo_still_on_its_way_brings_an_erased_draft_back_to_nobody(citizen, erase):
    draft = citizen.ready().draft
    key = form_key(draft)
    if erase == "the person":
        citizen.post("report_draft_delete", draft=draft)
    else:
        citizen.step(WHAT, category="violenza")

    late = {"key": key, "action": "photos", "email": "io@example.org"}
    late["photos"] = upload(phone_photo())
    answer = citizen.post("report_contact", late, draft=draft)

    assert answer.url == reverse("report_start")
    assert not Draft.objects.exists() and not Photo.objects.exists()


@pytest.mark.parametrize("step", STEPS)
def test_a_character_that_no_database_keeps_loses_nothing(citizen, step):
    citizen.ready()

    answer = citizen.step(step, page="\0" * 3, revision="\0", email="a@b.it")

    assert answer.status_code == 302


def test_leaving_the_device_forgets_its_reports_of_who_is_signed_in_too(
    citizen, officer
):
    citizen.client.force_login(officer)
    citizen.ready().send()
    report, draft = Report.objects.get(), citizen.draft
    citizen.client.get(reverse("report_open", args=[report.code, key_of(report)]))

    citizen.post("report_draft_delete", draft=draft)

    page = citizen.client.get(reverse("report_status", args=[report.code]))
    assert page.status_code == 404
    assert citizen.client.session["_auth_user_id"] == str(officer.pk)
