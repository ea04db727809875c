"""The address of who reported: asked to confirm, confirmed, corrected, taken away.

Before it is confirmed it receives one kind of mail, which says nothing; the secret link and the
steps come after.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import throttle
from accounts.services import record
from reports.addresses import report_of
from reports.models import Report
from reports.moves import lock
from reports.notifications import notify_receipt, notify_to_confirm
from reports.services.refusals import ReportRefused

ASKED = "address-asked"
ASKED_A_DAY = 5  # mails to one address, whoever types it: it may be a stranger's
DAY = 24 * 3600


def ask_to_confirm(report, *, now=None):
    """Send the mail that asks to confirm the address of ``report``; tell whether it goes.

    It does not when many were sent to that address in a day: the report stays as it is.
    """
    if not report.email or report.email_confirmed_at:
        return False
    goes = throttle.hit(
        ASKED, counted(report.email), limit=ASKED_A_DAY, window_seconds=DAY
    )
    if goes:
        notify_to_confirm(report, now or timezone.now())
    return goes


def counted(email):
    """Return an address as it is counted: what stands after a plus is the same mailbox."""
    mailbox, _at, domain = email.lower().rpartition("@")
    return f"{mailbox.partition('+')[0]}@{domain}"


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
        _write(report, report.email, now or timezone.now())
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
        _write(report, email, None)
        action = "report.address_changed" if email else "report.address_removed"
        record(action, report, by=None, now=now)
    return report


def _write(report, email, confirmed_at):
    """Write the address without a sign of change: it is not one for who works on the report."""
    report.email, report.email_confirmed_at = email, confirmed_at
    Report.objects.filter(pk=report.pk).update(
        email=email, email_confirmed_at=confirmed_at
    )
