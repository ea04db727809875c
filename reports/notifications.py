"""The mails to who reported, and to the office about them: no word that a person wrote.

Only the place, as its author wrote it, goes back to the address that the author has confirmed.
The link carries the key, rebuilt by ``codes.key_of``; when it cannot be rebuilt the mail says to
use the link of the first message.
"""

from hashlib import sha256

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.models import User
from hotspots.models import Municipality
from jobs.messages import KEY_HEADER
from reports.addresses import VALID_FOR, token_for
from reports.codes import key_of
from reports.permissions import ReportPermission
from reports.wording import NEXT, OUTCOME, STATE

WRITTEN = "C’è un messaggio sulla segnalazione {code}"
ALL_WRITTEN = "Ci sono messaggi da leggere sulle segnalazioni"
REOPENED = "Riaperta da chi l’ha inviata: segnalazione {code}"


def notify_to_confirm(report, now):
    """Ask who typed an address to confirm it: no code, no secret, nothing of the report."""
    path = reverse("report_confirm", args=[token_for(report)])
    asked = sha256(f"{report.email} {now:%Y%m%d%H%M}".encode()).hexdigest()[:16]
    with translation.override(report.language):
        body = render_to_string(
            "reports/mail/confirm.txt",
            {
                "municipality": Municipality.objects.first(),
                "url": settings.PUBLIC_URL + path,
                "until": now + VALID_FOR,
            },
        )
        subject = gettext("Conferma il tuo indirizzo email")
    key = f"report-confirm-{report.pk}-{asked}"  # a double click asks once
    headers = {KEY_HEADER: key}
    EmailMessage(subject, body, to=[report.email], headers=headers).send()


def notify_receipt(report):
    """Tell who reported that we have it, with code and secret link; once for each address."""
    address = sha256(report.email.encode()).hexdigest()[:16]
    _send(
        report,
        key=f"report-receipt-{report.pk}-{address}",
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


def notify_links(reports, now):
    """Send the secret links of some reports to the address they all confirmed."""
    first = reports[0]
    links = [(report.code, _follow_url(report, key_of(report))) for report in reports]
    with translation.override(first.language):
        body = render_to_string("reports/mail/links.txt", {"links": links})
        subject = gettext("I collegamenti delle tue segnalazioni")
    asked = sha256(f"{first.email} {now:%Y%m%d%H%M}".encode()).hexdigest()[:16]
    headers = {KEY_HEADER: f"report-links-{asked}"}  # a double click asks once
    EmailMessage(subject, body, to=[first.email], headers=headers).send()


def notify_erased(request):
    """Tell who asked it that the data of the report are erased: call it while the address is there."""
    _send(
        request.report,
        key=f"report-erased-{request.pk}",
        subject=lambda: gettext("Dati cancellati: segnalazione %(code)s"),
        template="reports/mail/erased.txt",
    )


def _follow_url(report, key):
    if key is None:
        return settings.PUBLIC_URL + reverse("report_follow")
    return settings.PUBLIC_URL + reverse("report_open", args=[report.code, key])


def _send(report, *, key, subject, template, **context):
    if not report.email_confirmed_at:
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
    EmailMessage(title, body, to=[report.email], headers={KEY_HEADER: key}).send()


def notify_written(message):
    """Tell the office that who reported wrote, to who has the report or to all who may have it.

    However many messages wait to be read, the mail to who has the report is one; that to all
    is one an hour, for all the reports that nobody has.
    """
    report = message.report
    if owner := _owner(report):
        first = report.messages.to_read().order_by("pk").first()
        url = _desk_url(report)
        _tell(owner, f"report-written-{first.pk}", WRITTEN, "written", report, url)
        return
    hour = f"{timezone.localtime(message.at):%Y%m%d%H}"
    url = settings.PUBLIC_URL + reverse("report_queue") + "?unread=on"
    for person in _all_who_may():
        _tell(
            person, f"reports-written-{hour}", ALL_WRITTEN, "written_all", report, url
        )


def notify_reopened(message, *, closing):
    """Tell who closed the report, or all who may have it, that its citizen reopened it."""
    report, person = message.report, closing.by
    people = [person] if _may_have(person) else _all_who_may()
    for person in people:
        key = f"report-reopened-{message.pk}"
        _tell(person, key, REOPENED, "reopened", report, _desk_url(report))


def _owner(report):
    """Return who has the report, or the one it is joined to, if they may still handle it."""
    person = (report.merged_into or report).in_charge_of
    return person if _may_have(person) else None


def _may_have(person):
    return person and person.is_active and person.may(ReportPermission.HANDLE)


def _all_who_may():
    return User.objects.who_may(ReportPermission.HANDLE)


def _desk_url(report):
    return settings.PUBLIC_URL + reverse("report_detail", args=[report.code])


def _tell(person, key, subject, template, report, url):
    """Send to a person of the office where to read; never what was written, nor by whom."""
    body = render_to_string(
        f"reports/mail/{template}.txt", {"report": report, "url": url}
    )
    EmailMessage(
        subject.format(code=report.code),
        body,
        to=[person.email],
        headers={KEY_HEADER: f"{key}-{person.pk}"},
    ).send()
