"""The address of who reported: the page that confirms it, and what its owner does with it."""

from contextlib import suppress

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.throttle import HOUR, SenderLimit, client_address
from reports.addresses import VALID_HOURS, report_of
from reports.forms.follow import AddressForm
from reports.models import Report
from reports.services.addresses import (
    ask_to_confirm,
    change_address,
    confirm_address,
)
from reports.services.refusals import ReportRefused
from reports.views.followed import button, page_of
from reports.views.private import private_page

ASKED_FROM = SenderLimit(
    "address-sender", 10, HOUR
)  # mails that one connection asks for
GONE = 410


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request, token):
    """Confirm an address by POST: who opens the link, or a program that does, changes nothing."""
    if request.method == "POST" and confirm_address(token):
        return redirect(request.path)
    report = report_of(token)
    context = {
        "hours": VALID_HOURS,
        "is_good": report is not None,
        "is_confirmed": bool(report and report.email_confirmed_at),
        "trail": [(_("Conferma l’indirizzo"), "")],
    }
    status = 200 if report else GONE
    return render(request, "reports/follow_confirm.html", context, status=status)


@button
def address(request, report):
    """Send the mail again, correct the address, take it away: as the button that was pressed."""
    action = request.POST.get("action")
    form = AddressForm({"email": report.email} if action == "send" else request.POST)
    if action == "remove":
        with suppress(ReportRefused):  # erased with the texts: there is none any more
            change_address(report, email="")
        messages.success(request, _("Indirizzo tolto: non ti scriviamo più."))
    elif not form.is_valid() or not _asked(request, form, report):
        now = Report.objects.for_follower().get(pk=report.pk)
        return page_of(request, now, address=form)
    return redirect("report_status", report.code)


def _asked(request, form, report):
    """Write the address, ask to confirm it, say so; put a refusal beside the field."""
    email = form.cleaned_data["email"]
    sender = client_address(request)
    try:
        if not ASKED_FROM.hit(sender):
            words = _("Hai chiesto molti messaggi: riprova dopo le %(time)s.")
            raise ReportRefused(words % {"time": ASKED_FROM.time_for(sender)})
        messages.success(request, _write(report, email, sender))
    except ReportRefused as refusal:
        form.add_error("email", str(refusal))
    return form.is_valid()


@transaction.atomic
def _write(report, email, sender):
    """Change the address, ask to confirm it and return what was done, or do neither."""
    report = change_address(report, email=email)
    if report.email_confirmed_at:
        return _("L’indirizzo era già confermato: ti scriviamo lì.")
    if ask_to_confirm(report, sender=sender):
        return _("Ti abbiamo mandato un’email a %(email)s: aprila e conferma.") % {
            "email": email
        }
    raise ReportRefused(
        _(
            "A un indirizzo non confermato mandiamo pochi messaggi al giorno: riprova domani."
        )
    )
