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
ASKED_A_DAY = 5  # mails to one address from one sender: it may be a stranger's
# whoever types it: more than one sender's, who would otherwise use up the share of its owner
ASKED_IN_ALL = 4 * ASKED_A_DAY
DAY = 24 * 3600


def ask_to_confirm(report, *, sender="", now=None):
    """Send the mail that asks to confirm the address of ``report``; tell whether it goes.

    It does not when ``sender``, the address of the network it is asked from, or all together had
    many sent there in a day: the report stays as it is, and ``email_asked_at`` tells which.
    """
    if not report.email or report.email_confirmed_at:
        return False
    for identity, limit in _counted(report.email, sender):
        # in this order: what one sender asks beyond the limit takes nothing from the others
        if not throttle.hit(ASKED, identity, limit=limit, window_seconds=DAY):
            return False
    now = now or timezone.now()
    notify_to_confirm(report, now)
    _write(report, email_asked_at=now)
    return True


def may_ask_at(email, *, sender):
    """Return from when the mail may be asked for ``email`` by ``sender``: now, or later."""
    return max(
        throttle.free_at(ASKED, identity, window_seconds=DAY, limit=limit)
        for identity, limit in _counted(email, sender)
    )


def _counted(email, sender):
    """Return what is counted of an address, and up to how many; after a plus is the same mailbox."""
    name, _at, domain = email.lower().rpartition("@")
    mailbox = f"{name.partition('+')[0]}@{domain}"
    return (f"{mailbox} {sender}", ASKED_A_DAY), (mailbox, ASKED_IN_ALL)


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
