"""The rights of who reported: to have what the portal holds, to ask that it be erased."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services import record
from reports.models import ErasureRequest
from reports.moves import lock
from reports.notifications import notify_erased
from reports.retention import FINISHED, erase_now
from reports.services.desk import answer_report
from reports.services.follow import add_message
from reports.services.refusals import ReportRefused
from texts.days import months_after

NO_REQUEST = (
    "Su questa segnalazione non c’è una richiesta di cancellazione da decidere."
)
STILL_OPEN = (
    "Prima chiudi la segnalazione: finché è aperta, il testo serve a chi se ne occupa."
)
MONTHS_TO_DECIDE = 1  # GDPR, article 12, paragraph 3


@transaction.atomic
def ask_erasure(report, *, now=None):
    """Ask the office to erase what a report holds of who sent it; return the request.

    Asked again while it waits, it is the same. The office finds a message to read, as of any other
    wish. Raise ``ReportRefused`` when there is nothing left to erase.
    """
    report, now = lock(report), now or timezone.now()
    if report.text_erased_at:
        raise ReportRefused(_("I testi di questa segnalazione sono stati cancellati."))
    if waiting := report.erasure_requests.open().first():
        return waiting
    add_message(report, text=_("Chiedo di cancellare i miei dati."), now=now)
    record("report.erasure_asked", report, by=None, now=now)
    due_on = months_after(timezone.localdate(now), MONTHS_TO_DECIDE)
    return ErasureRequest.objects.create(report=report, asked_at=now, due_on=due_on)


@transaction.atomic
def decide_erasure(report, *, granted, reason, by, seen=None, now=None):
    """Erase what was asked, or answer why not; ``reason`` is read by who asked.

    Granted, texts, contact and photos go at once, and who asked is told before the address goes:
    only a finished report can be. Refused, the reason is an answer of the office. Raise
    ``ReportRefused`` when nothing waits to be decided, or the report is still open.
    """
    report, now = lock(report, seen=seen), now or timezone.now()
    request = report.erasure_requests.open().select_for_update().first()
    if request is None:
        raise ReportRefused(NO_REQUEST)
    if granted and report.status not in FINISHED:
        raise ReportRefused(STILL_OPEN)
    request.decided_at, request.decided_by = now, by
    request.is_granted, request.reason = granted, reason.strip()
    request.save()
    if granted:
        record("report.erasure_granted", report, by=by, now=now)
        notify_erased(request)
        erase_now([report.pk])
    else:
        record("report.erasure_refused", report, by=by, now=now)
        answer_report(report, text=request.reason, by=by)
    report.refresh_from_db()
    return report


def record_taking(report):
    """Write in the trail that who reported took away what the portal holds."""
    return record("report.data_taken", report, by=None)
