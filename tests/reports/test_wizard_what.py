"""What happens and when, and where to answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reports.drafts import TYPED
from reports.models import Report
from reports.views.steps import CONTACT, WHAT
from tests.reports.steps import refused


def test_details_of_4001_characters_are_refused_and_given_back_whole(citizen):
    refused(
        citizen,
        "Hai scritto 4.001 caratteri: il massimo è 4.000",
        WHAT,
        details="è" * 4001,
    )
    assert len(citizen.draft.data[TYPED]["details"]) == 4001


def test_lines_count_one_character_each(citizen):
    citizen.ready(details="a\r\n" * 1999 + "bb").send()

    assert len(Report.objects.get().details) == 4000


def test_a_subject_too_long_is_refused(citizen):
    refused(citizen, "il massimo è 120", WHAT, "subject", subject="a" * 121)


def test_a_subject_of_spaces_is_refused(citizen):
    refused(citizen, "Scrivi in una riga", WHAT, "subject", subject=" \u200b \u202e ")


def test_control_and_direction_characters_disappear(citizen):
    citizen.ready(
        subject="Vetri\x00 \u202erotti\u2066\x1b[31m", details="uno\x07\r\ndue\u2028tre"
    ).send()

    report = Report.objects.get()
    assert report.subject == "Vetri rotti[31m"
    assert report.details == "uno\ndue\ntre"


def test_html_is_shown_as_text(citizen):
    citizen.ready(details="<script>alert(1)</script>")

    page = citizen.get("report_summary").content.decode()

    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page


def test_a_formula_is_harmless_text(citizen):
    citizen.ready(subject="=cmd|'/c calc'!A1").send()

    assert Report.objects.get().subject == "=cmd|'/c calc'!A1"


def test_a_day_in_the_future_is_refused(citizen):
    tomorrow = timezone.localdate() + timedelta(days=1)
    refused(
        citizen, "nel futuro", WHAT, "occurred_on", occurred_on=tomorrow.isoformat()
    )


def test_a_day_of_two_years_ago_is_refused(citizen):
    day = timezone.localdate() - timedelta(days=730)
    refused(citizen, "più di un anno", WHAT, "occurred_on", occurred_on=day.isoformat())


def test_a_day_that_does_not_exist_is_refused(citizen):
    refused(
        citizen, "Scrivi il giorno così", WHAT, "occurred_on", occurred_on="31/02/2026"
    )


def test_a_day_typed_the_italian_way_is_read(citizen):
    today = timezone.localdate()
    citizen.ready(occurred_on=f"{today:%d/%m/%Y}").send()

    assert Report.objects.get().occurred_on == today


@pytest.mark.parametrize("email", ["anna@", "a@b.it\nBcc: c@d.it", "a" * 250 + "@b.it"])
def test_a_wrong_email_is_refused(citizen, email):
    refused(citizen, "field-invalid", CONTACT, "email", email=email)


def test_the_summary_warns_of_what_looks_personal(citizen):
    citizen.ready(details="Chiamatemi al 333 1234567")

    assert "un numero di telefono" in citizen.get("report_summary").content.decode()


def test_the_question_to_answer_for_some_categories_has_its_asterisk(citizen):
    citizen.ready()

    page = citizen.page("report_what")

    assert 'Sta succedendo adesso?<span aria-hidden="true">*</span>' in page
