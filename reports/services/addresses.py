"""The address of who reported: asked to confirm, confirmed, corrected, taken away.

Before it is confirmed it receives one kind of mail, which says nothing; the secret link and the
steps come after.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.services import record
from accounts.throttle import DAY, Limit, time_of
from reports.addresses import report_of
from reports.models import Report
from reports.moves import lock
from reports.notifications import notify_receipt, notify_to_confirm
from reports.services.refusals import ReportRefused

# Of the mails to one mailbox, the first of each sender always goes: whoever else typed the address
# takes it away from nobody. The second and the others, which a person needs seldom and a flood is
# made of, have a limit of their sender and one of all senders together.
FIRST = Limit("address-first", 1, DAY)
AGAIN = Limit("address-again", 4, DAY)
AGAIN_IN_ALL = Limit("address-again-in-all", 10, DAY)


def ask_to_confirm(report, *, sender="", now=None):
    """Send the mail that asks to confirm the address of ``report``; tell whether it goes.

    It does not when ``sender``, the address of the network it is asked from, had many sent there in
    a day: the report stays as it is, and ``email_asked_at`` tells which.
    """
    if not report.email or report.email_confirmed_at:
        return False
    mailbox, of_sender = _counted(report.email, sender)
    # in this order: what one sender asks beyond the limit takes nothing from the others
    within = FIRST.hit(of_sender) or AGAIN.hit(of_sender) and AGAIN_IN_ALL.hit(mailbox)
    if not within:
        return False
    now = now or timezone.now()
    notify_to_confirm(report, now)
    _write(report, email_asked_at=now)
    return True


def time_to_ask(report, *, sender):
    """Say after which time ``sender`` may have the address of ``report`` asked; "" is now."""
    if not report.email or report.email_confirmed_at:
        return ""
    mailbox, of_sender = _counted(report.email, sender)
    again = max(AGAIN.free_at(of_sender), AGAIN_IN_ALL.free_at(mailbox))
    free = min(FIRST.free_at(of_sender), again)
    return time_of(free) if free > timezone.now() else ""


def _counted(email, sender):
    """Return what is counted: the mailbox, the same after a plus, and what a sender asks of it."""
    name, _at, domain = email.lower().rpartition("@")
    mailbox = f"{name.partition('+')[0]}@{domain}"
    return mailbox, f"{mailbox} {sender}"


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
