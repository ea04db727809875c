"""The mails to who reported: state, code and link; never a word that a person wrote.

The link carries the key, rebuilt by ``codes.key_of``; when it cannot be rebuilt the mail says to
use the link of the first message.
"""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from reports.codes import key_of
from reports.wording import NEXT, OUTCOME, STATE


def notify_receipt(report):
    """Tell who reported that we have it, with code and secret link."""
    _send(
        report,
        key=f"report-receipt-{report.pk}",
        subject=lambda: gettext("Abbiamo ricevuto la segnalazione %(code)s"),
        template="reports/mail/receipt.txt",
    )


def notify_step(change):
    """Tell who reported about one step of the history."""
    report = change.report
    _send(
        report,
        key=f"report-step-{change.pk}",
        subject=lambda: gettext("Segnalazione %(code)s: %(state)s").replace(
            "%(state)s", str(STATE[change.status])
        ),
        template="reports/mail/step.txt",
        state=STATE[change.status],
        next=NEXT[change.status],
        outcome=OUTCOME.get(report.outcome, ""),
        has_note=bool(change.note),
    )


def notify_message(message):
    """Tell who reported that the office wrote; the text itself stays on the portal."""
    _send(
        message.report,
        key=f"report-message-{message.pk}",
        subject=lambda: gettext("Il Comune ti ha scritto: segnalazione %(code)s"),
        template="reports/mail/message.txt",
    )


def _follow_url(report, key):
    if key is None:
        return settings.PUBLIC_URL + reverse("report_follow")
    return settings.PUBLIC_URL + reverse("report_open", args=[report.code, key])


def _send(report, *, key, subject, template, **context):
    if not report.email:
        return
    secret = key_of(report)
    with translation.override(report.language):
        body = render_to_string(
            template,
            {
                "report": report,
                "url": _follow_url(report, secret),
                "has_link": secret is not None,
                **context,
            },
        )
        title = subject() % {"code": report.code}
    EmailMessage(title, body, to=[report.email], headers={"X-Outbox-Key": key}).send()
