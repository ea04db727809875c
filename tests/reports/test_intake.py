"""submit_report and add_message: what the services promise."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import AuditEntry
from hotspots.models import Hotspot
from jobs.models import Outbox
from reports import codes
from reports.addresses import token_for
from reports.models import Category, Message, Report, Status
from reports.notifications import notify_message, notify_step
from reports.services import intake
from reports.services.addresses import confirm_address
from reports.services.follow import add_message
from reports.services.intake import submit_report
from reports.services.refusals import ReportRefused
from tests.reports.factories import (
    MILAN,
    PALAZZO_COMUNALE,
    PIAZZA_ROMA,
    DraftFactory,
    MessageFactory,
    PhotoFactory,
    ReportFactory,
    StatusChangeFactory,
)


def submit(point=PIAZZA_ROMA, category="rifiuti", **changes):
    return submit_report(
        **{
            "category": Category.objects.get(pk=category),
            "subject": "Vetri rotti",
            "details": "",
            "latitude": point[0],
            "longitude": point[1],
            "location_source": Report.LocationSource.MAP,
            "occurred_on": timezone.localdate(),
            "draft_key": uuid.uuid4(),
            **changes,
        }
    )


def test_a_report_has_its_place_first_step_and_expected_date(programme):
    report = submit().report

    assert report.hotspot == Hotspot.objects.get(slug="piazza-roma")
    assert [step.status for step in report.history.all()] == [Status.RECEIVED]
    days = report.category.days_to_answer
    assert report.due_on == timezone.localdate() + timedelta(days=days)
    assert AuditEntry.objects.filter(
        action="report.submit", target_id=str(report.pk)
    ).exists()


def test_a_point_in_none_of_the_places_is_elsewhere_in_town(programme):
    assert submit(PALAZZO_COMUNALE).report.hotspot is None


def test_the_code_has_the_province_the_year_and_no_lookalikes(programme):
    code = submit().report.code

    assert re.fullmatch(
        rf"CR-{timezone.localdate().year}-[2-9A-HJKMNP-TV-Z]{{6}}", code
    )


def test_the_key_is_kept_only_as_a_hash(programme):
    submitted = submit()

    assert len(submitted.key) == 26
    assert codes.opens(submitted.key, submitted.report.key_hash)
    row = Report.objects.filter(pk=submitted.report.pk).values().get()
    assert submitted.key not in str(row)


def test_the_key_survives_a_change_of_secret_while_the_old_one_is_listed(
    programme, settings
):
    submitted = submit()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "un altro segreto"

    assert codes.key_of(submitted.report) == submitted.key
    settings.SECRET_KEY_FALLBACKS = []
    assert codes.key_of(submitted.report) is None


def test_the_same_draft_key_gives_the_same_report(programme):
    key = uuid.uuid4()

    first, second = submit(draft_key=key), submit(draft_key=key)

    assert first.report == second.report and first.key == second.key
    assert Report.objects.count() == 1


@pytest.mark.engine
def test_a_draft_sent_by_another_request_at_the_same_instant_is_one_report(
    programme, monkeypatch
):
    draft = DraftFactory()
    write = intake._claim

    def late(claimed):
        monkeypatch.setattr(intake, "_claim", write)
        submit(draft=draft, draft_key=draft.pk)
        return write(claimed)

    monkeypatch.setattr(intake, "_claim", late)

    submit(draft=draft, draft_key=draft.pk)

    assert Report.objects.count() == 1


def test_a_code_already_taken_is_drawn_again(programme, monkeypatch):
    taken = ReportFactory(code="CR-2026-AAAAAA").code
    drawn = iter([taken, taken, "CR-2026-BBBBBB"])
    monkeypatch.setattr("texts.codes.draw_code", lambda *args: next(drawn))

    assert submit().report.code == "CR-2026-BBBBBB"


def test_photos_pass_from_the_draft_to_the_report(programme):
    draft = DraftFactory(data={"typed": {"email": "a@example.org"}})
    photo = PhotoFactory(report=None, draft=draft)

    report = submit(draft=draft, draft_key=draft.pk).report

    assert list(report.photos.all()) == [photo]
    draft.refresh_from_db()
    assert draft.data == {} and draft.sent_at


def test_a_draft_deleted_meanwhile_is_refused_with_a_sentence(programme):
    draft = DraftFactory()
    type(draft).objects.all().delete()

    with pytest.raises(ReportRefused, match="non c’è più"):
        submit(draft=draft, draft_key=draft.pk)


def test_an_emergency_never_becomes_a_report(programme):
    with pytest.raises(ReportRefused, match="112"):
        submit(category="rissa")


@pytest.mark.parametrize("point", [MILAN, (float("nan"), 10.0), (0.0, 0.0)])
def test_a_point_outside_the_town_is_refused(programme, point):
    with pytest.raises(ReportRefused, match="fuori"):
        submit(point)


def test_a_text_too_long_for_its_field_is_refused(programme):
    with pytest.raises(ValidationError):
        submit(details="a" * 4001)


def test_a_formula_stays_a_text(programme):
    assert submit(subject="=cmd|'/c calc'!A1").report.subject == "=cmd|'/c calc'!A1"


def test_the_receipt_has_code_and_link_and_nothing_the_citizen_wrote(programme):
    submitted = submit(email="anna@example.org", subject="SOGGETTO", details="TESTO")
    confirm_address(token_for(submitted.report))

    mail = Outbox.objects.latest("pk").payload

    assert mail["to"] == ["anna@example.org"]
    assert submitted.report.code in mail["subject"]
    assert f"/{submitted.report.code}/{submitted.key}/" in mail["body"]
    assert "SOGGETTO" not in str(mail) and "TESTO" not in str(mail)


def test_without_an_email_nothing_is_sent(programme):
    submit()

    assert not Outbox.objects.exists()


def test_mails_speak_the_language_of_who_reported(programme):
    for language in ("en", "it"):
        report = submit(email=f"{language}@example.org", language=language).report
        confirm_address(token_for(report))

    texts = [row.payload["body"] for row in Outbox.objects.order_by("pk")]
    assert "We will answer you by" in texts[1]
    assert "Ti rispondiamo entro" in texts[3]


def test_a_step_is_told_once_with_its_word_and_without_the_note(db):
    change = StatusChangeFactory(
        report=ReportFactory(email="a@example.org"),
        status=Status.IN_CHARGE,
        note="NOTA",
    )

    notify_step(change)
    notify_step(change)

    mail = Outbox.objects.get().payload
    assert "Presa in carico" in mail["subject"]
    assert "NOTA" not in mail["body"] and "risposta" in mail["body"]


def test_a_message_of_the_office_is_told_without_its_text(db):
    message = MessageFactory(
        report=ReportFactory(email="a@example.org"),
        side=Message.Side.OFFICE,
        text="SEGRETO",
    )

    notify_message(message)

    assert "SEGRETO" not in str(Outbox.objects.get().payload)


def test_a_step_whose_link_is_lost_says_to_use_the_one_received(db):
    report = ReportFactory(email="a@example.org", key_hash="0" * 64)

    notify_step(report.history.get())

    assert "che hai ricevuto" in Outbox.objects.get().payload["body"]


def test_the_same_message_sent_twice_is_one(db):
    report = ReportFactory()

    add_message(report, text="Ancora ieri sera.")
    add_message(report, text=" Ancora ieri sera. ")

    assert report.messages.count() == 1


def test_a_message_moves_the_report_up_for_the_office(db):
    report = ReportFactory()
    before = report.updated_at

    add_message(report, text="Ancora ieri sera.")

    report.refresh_from_db()
    assert report.updated_at > before


def test_a_report_whose_texts_are_erased_takes_no_message(db):
    with pytest.raises(ReportRefused, match="cancellati"):
        add_message(ReportFactory(text_erased_at=timezone.now()), text="Ciao")


def test_the_mail_of_a_closing_gives_the_outcome(db):
    report = ReportFactory(email="a@example.org", closed=True)

    notify_step(StatusChangeFactory(report=report, status=Status.CLOSED, note="Fatto."))

    body = Outbox.objects.get().payload["body"]
    assert "Nuovo stato: chiusa." in body
    told = body.index("La segnalazione è chiusa. Ecco l’esito.")
    assert told < body.index("Esito: Problema risolto.")
    assert "Qui sotto" not in body and "Fatto." not in body
