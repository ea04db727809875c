"""The address of who reported: asked to confirm, confirmed, corrected, taken away.

Before it is confirmed it receives one kind of mail, which says nothing; the secret link and the
steps come after.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services import record
from accounts.throttle import DAY, HOUR, Limit
from reports.addresses import mailbox_of, report_of
from reports.models import Report
from reports.moves import lock
from reports.notifications import notify_links, notify_receipt, notify_to_confirm
from reports.services.refusals import ReportRefused

# Before it is confirmed the address may be a stranger's: a few mails come to it, whoever asks and
# however it is spelt. One sender has fewer than all together, so as not to take the owner's.
OF_SENDER = Limit("address-of-sender", 3, DAY)
IN_AN_HOUR = Limit("address-hour", 4, HOUR)
IN_A_DAY = Limit("address-day", 8, DAY)
# what a confirmed address is sent of its own links
LINKS, LONGEST_LIST = Limit("links-mailbox", 3, DAY), 20


def ask_to_confirm(report, *, sender="", now=None):
    """Send the mail that asks to confirm the address of ``report``; tell whether it goes.

    It does not when that mailbox had its few, from ``sender``, the address of the network it is asked
    from, or from all: the report stays as it is, and ``email_asked_at`` tells which.
    """
    if not report.email or report.email_confirmed_at:
        return False
    # in this order: what one sender asks beyond the limit takes nothing from the others
    if not all(limit.hit(whose) for limit, whose in _limits(report.email, sender)):
        return False
    now = now or timezone.now()
    notify_to_confirm(report, now)
    _write(report, email_asked_at=now)
    return True


def may_ask(report, *, sender):
    """Tell whether ``sender`` may have the address of ``report`` asked now, or has no need to."""
    if not report.email or report.email_confirmed_at:
        return True
    limits = _limits(report.email, sender)
    return not any(limit.is_over(whose) for limit, whose in limits)


def _limits(email, sender):
    mailbox = mailbox_of(email)
    return [
        (OF_SENDER, f"{mailbox} {sender}"),
        (IN_AN_HOUR, mailbox),
        (IN_A_DAY, mailbox),
    ]


def send_links(email, *, now=None):
    """Send to ``email`` the secret links of the reports that confirmed it, at most ``LINKS`` in a day.

    Nothing is said of whether there are any: it is counted and looked for in any case.
    """
    within = LINKS.hit(mailbox_of(email))
    confirmed = Report.objects.exclude(email_confirmed_at=None)
    reports = list(confirmed.filter(email__iexact=email)[:LONGEST_LIST])
    if within and reports:
        notify_links(reports, now or timezone.now())


@transaction.atomic
def confirm_address(token, *, now=None):
    """Confirm the address of a token and send the receipt; tell whether the token is good."""
    found = report_of(token)
    if found is None:
        return False
    report = lock(found)
    if report.email != found.email:
        return False
    if report.email_confirmed_at is None:
        _write(report, email_confirmed_at=now or timezone.now())
        record("report.address_confirmed", report, by=None, now=now)
        notify_receipt(report)
    return True


@transaction.atomic
def change_address(report, *, email, now=None):
    """Give the report another address, or its first, and ask to confirm it; return the report.

    An empty one takes it away. The links sent to the one before are no longer good. Raise
    ``ReportRefused`` when the texts are erased.
    """
    report = lock(report)
    if report.text_erased_at:
        raise ReportRefused(_("I testi di questa segnalazione sono stati cancellati."))
    if email != report.email:
        _write(report, email=email, email_asked_at=None, email_confirmed_at=None)
        action = "report.address_changed" if email else "report.address_removed"
        record(action, report, by=None, now=now)
    return report


def _write(report, **fields):
    """Write of the address without a sign of change: it is not one for who works on the report."""
    for name, value in fields.items():
        setattr(report, name, value)
    Report.objects.filter(pk=report.pk).update(**fields)
