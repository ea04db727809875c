"""The whole way of a report, its summary and its sending."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports import drafts
from reports.browsers import form_key
from reports.codes import derive_key
from reports.drafts import TYPED
from reports.models import AlreadySent, Draft, Report
from reports.views import wizard
from reports.views.sending import seen_of
from reports.views.steps import STEPS, WHAT
from tests.moments import clock_at
from tests.reports.factories import PhotoFactory


def test_a_citizen_sends_a_report_without_script(citizen):
    citizen.ready(email="anna@example.org")

    response = citizen.send()

    report = Report.objects.get()
    assert response.url == citizen.path("report_sent")
    assert report.hotspot.slug == "piazza-roma" and report.email == "anna@example.org"
    page = citizen.get("report_sent").content.decode()
    key = derive_key(report.draft_key)
    assert report.code in page and f"/segnalazioni/{report.code}/{key}/" in page
    assert f'<dd class="secret">{key}</dd>' in page


def test_every_page_names_the_112_and_says_it_is_not_a_complaint(citizen):
    pages = [citizen.page("report_start"), citizen.page("report_emergency")]
    citizen.ready()
    for name in ("consent", "where", "what", "contact", "summary", "draft_delete"):
        pages.append(citizen.page(f"report_{name}"))
    citizen.send()
    pages.append(citizen.page("report_sent"))

    for page in pages:
        assert 'href="tel:112"' in page and "non una denuncia" in page


@pytest.mark.parametrize(("email", "mail_statements"), [("", 0), ("a@example.org", 9)])
def test_sending_costs_fourteen_statements_and_nine_for_a_mail(
    citizen, email, mail_statements, django_assert_num_queries
):
    citizen.ready(email=email)
    transaction = 2  # its start and its end
    # on PostgreSQL who begins a group waits for its twins, and looks again
    twins = 2 if connection.vendor == "postgresql" else 0

    # read: draft, category, photos, town, places; count: address, its network, the town;
    # write: draft, group, report, first step, photos, trail
    path, seen = citizen.path("report_summary"), seen_of(citizen.draft)
    with django_assert_num_queries(14 + transaction + twins + mail_statements):
        citizen.client.post(path, {"seen": seen})


def test_a_double_click_makes_one_report(citizen):
    citizen.ready()

    first, second = citizen.send(), citizen.send()

    assert Report.objects.count() == 1
    assert first.url == second.url == citizen.path("report_sent")


@pytest.mark.parametrize("step", STEPS, ids=[step.key for step in STEPS])
def test_going_back_after_sending_leads_to_the_report_already_sent(citizen, step):
    citizen.ready(email="a@b.it").send()
    citizen.draft.refresh_from_db()

    assert citizen.get(step.url_name).url == citizen.path("report_sent")
    assert citizen.get("report_summary").url == citizen.path("report_sent")
    again = citizen.step(step, email="a@b.it")
    assert again.url == citizen.path("report_sent")
    assert Report.objects.count() == Draft.objects.count() == 1


def test_words_added_after_sending_are_a_draft_of_their_own(citizen):
    citizen.ready().send()
    sent = citizen.draft
    key = form_key(sent)

    citizen.step(WHAT, details="Una cosa che avevo dimenticato", key=key)

    assert citizen.draft != sent
    assert "dimenticato" in citizen.draft.data[TYPED]["details"]
    assert citizen.get("report_sent", draft=sent).status_code == 200


def test_a_late_post_does_not_fill_a_sent_draft_again(citizen):
    citizen.ready()
    late = citizen.draft  # as a request reads it that was already here
    citizen.send()

    with pytest.raises(AlreadySent):
        drafts.keep_typed(late, {"subject": "Arrivato tardi"})
    assert citizen.draft.data == {}


def test_what_another_tab_changed_is_shown_before_it_is_sent(citizen):
    citizen.ready()
    seen = citizen.get("report_summary").context["seen"]
    citizen.fill(subject="Scritto in un’altra scheda")

    assert citizen.send(seen=seen).url == citizen.path("report_summary")

    page = citizen.page("report_summary")
    assert "La bozza è cambiata" in page and "Scritto in un’altra scheda" in page
    assert f'name="seen" value="{seen_of(citizen.draft)}"' in page
    assert not Report.objects.exists()


def test_a_photo_added_in_another_tab_is_shown_before_it_is_sent(citizen):
    citizen.ready()
    seen = seen_of(citizen.draft)
    PhotoFactory(draft=citizen.draft, report=None)

    citizen.send(seen=seen)

    assert "La bozza è cambiata" in citizen.page("report_summary")
    assert citizen.send().url == citizen.path("report_sent")


def test_another_report_leaves_the_link_of_the_first_for_a_day(citizen):
    citizen.ready().send()
    first = citizen.draft

    citizen.ready(subject="Un’altra cosa").send()

    assert Report.objects.count() == 2
    link = citizen.get("report_sent", draft=first).context["link"]
    assert Report.objects.get(draft_key=first.pk).code in link
    with clock_at(timezone.now() + timedelta(hours=25)):
        assert citizen.get("report_sent", draft=first).url == reverse("report_start")


def test_the_link_leaves_the_browser_on_request_and_the_report_stays(citizen):
    citizen.ready(subject="Rimasta a metà")
    citizen.ready().send()
    link = citizen.get("report_sent").context["link"]
    followed = citizen.client.get(link).url
    assert "Si cancellano anche le altre bozze" in citizen.page("report_sent")

    response = citizen.post("report_draft_delete")

    assert response["Clear-Site-Data"] == '"cache"'
    assert not Draft.objects.exists() and Report.objects.count() == 1
    assert citizen.client.get(followed).status_code == 404
    assert "Le tue bozze" not in citizen.page("report_start")


def test_a_trap_filled_by_a_program_is_refused(citizen):
    citizen.ready()

    citizen.send(website="http://spam.example")

    assert "Non siamo riusciti a inviare" in citizen.page("report_summary")
    assert not Report.objects.exists()


def test_who_is_too_quick_is_told_and_loses_nothing(citizen, settings):
    settings.REPORT_LIMITS = {**settings.REPORT_LIMITS, "minimum_seconds": 60}
    citizen.ready()

    citizen.send()

    page = citizen.page("report_summary")
    assert "troppo rapido" in page and "Vetri rotti" in page
    with clock_at(timezone.now() + timedelta(seconds=61)):
        assert citizen.send().url == citizen.path("report_sent")


def test_a_draft_begun_while_the_clock_was_a_day_ahead_is_sent(citizen, settings):
    settings.REPORT_LIMITS = {**settings.REPORT_LIMITS, "minimum_seconds": 60}
    with clock_at(timezone.now() + timedelta(days=1)):
        citizen.ready()

    assert citizen.send().url == citizen.path("report_sent")


def test_a_form_without_its_token_is_refused_and_gives_the_text_back(citizen):
    citizen.enter()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = citizen.client.cookies

    response = strict.post(citizen.path("report_what"), citizen.typed())

    assert response.status_code == 403
    assert "Vetri rotti sul vialetto" in response.content.decode()
    assert TYPED not in citizen.draft.data


def test_the_language_of_the_page_is_that_of_the_mails(citizen):
    citizen.client.cookies["lingua"] = "en"
    citizen.ready().send()

    assert Report.objects.get().language == "en"


def test_a_refusal_of_the_service_becomes_a_sentence(citizen, monkeypatch):
    citizen.ready()

    def refuse(**kwargs):
        raise wizard.ReportRefused("Una frase chiara.")

    monkeypatch.setattr(wizard, "submit_report", refuse)

    citizen.send()

    assert "Una frase chiara." in citizen.page("report_summary")
