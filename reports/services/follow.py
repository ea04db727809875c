"""What who reported does afterwards: writes to the office, asks that a closed report be reopened."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services import record
from reports.models import Message, Status
from reports.moves import lock, move, write
from reports.notifications import notify_reopened, notify_written
from reports.services.refusals import ReportRefused
from reports.services.steps import SAME_MESSAGE, audit_change, snapshot


@transaction.atomic
def add_message(report, *, text, now=None):
    """Add a citizen's message to a report; the same text again within minutes is one message.

    On a closed report, or one joined to a closed one, the office is asked to reopen it or to
    answer why not: the report stays in the queue until one of the two is done.
    """
    report = lock(report)
    _refuse_without_texts(report)
    text, now = text.strip(), now or timezone.now()
    last = report.messages.filter(side=Message.Side.CITIZEN).last()
    if last and last.text == text and now - last.at < SAME_MESSAGE:
        return last
    message = _citizen_message(report, text, now)
    if (report.merged_into or report).status == Status.CLOSED:
        write(report, answer_asked_at=report.answer_asked_at or now)
    else:
        write(report)
    after = {"message": message.pk}
    record("report.citizen_message", report, by=None, after=after, now=now)
    notify_written(message)
    return message


@transaction.atomic
def reopen_own_report(report, *, text, now=None):
    """Put a closed report back in the queue because its citizen says that it is not solved.

    ``text``, a message of theirs, says what. Once for each closing, and within ``Category.days_to_reopen``;
    later, and for a report that is not closed, raise ``ReportRefused``.
    """
    report, now = lock(report), now or timezone.now()
    _refuse_without_texts(report)
    if report.status != Status.CLOSED:
        raise ReportRefused(_("Questa segnalazione non è chiusa: puoi scrivere sotto."))
    history = list(report.history.all())
    last_day = last_day_to_reopen(report, history)
    if last_day is None or timezone.localdate(now) > last_day:
        raise ReportRefused(
            _("Il tempo per riaprirla è finito: scrivi un messaggio, lo leggiamo.")
        )
    before = snapshot(report)
    days = timedelta(days=report.category.days_to_answer)
    closing = _last_closing(history)
    due_on = timezone.localdate(now) + days
    move(report, Status.TRIAGED, by=None, now=now, due_on=due_on)
    message = _citizen_message(report, text.strip(), now)
    audit_change("report.citizen_reopen", report, before, None, now)
    notify_reopened(message, closing=closing)
    return report


def last_day_to_reopen(report, history):
    """Return the last day in which who reported may reopen a closed report, or None.

    ``history`` are its steps in order.
    """
    closing, days = _last_closing(history), report.category.days_to_reopen
    if report.status != Status.CLOSED or report.text_erased_at or not closing:
        return None
    return timezone.localdate(closing.at) + timedelta(days=days) if days else None


def _last_closing(history):
    return next(
        (step for step in reversed(history) if step.status == Status.CLOSED), None
    )


def _refuse_without_texts(report):
    if report.text_erased_at:
        raise ReportRefused(_("I testi di questa segnalazione sono stati cancellati."))


def _citizen_message(report, text, now):
    return Message.objects.create(
        report=report, side=Message.Side.CITIZEN, text=text, at=now
    )
