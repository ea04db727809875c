"""What who reported may do with their data: read them, take them away, ask that they be erased."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.throttle import DAY, HOUR, SenderLimit, client_address
from reports.held import as_document, held_of
from reports.services.erasing import ask_erasure, record_taking
from reports.services.refusals import ReportRefused
from reports.views.followed import button, of_who_reported
from reports.views.private import trail_of

TAKEN = SenderLimit("data-taken", 20, HOUR)  # of one address, whatever the report
ASKED = SenderLimit("erasure-asked", 5, DAY)


@require_safe
@of_who_reported
def own_data(request, report):
    """Show all that is held, what was asked and answered, and the button that asks."""
    requests = list(report.erasure_requests.all())
    context = {
        "report": report,
        "held": held_of(report),
        "requests": requests,
        "waits": any(asked.decided_at is None for asked in requests),
        "trail": [
            *trail_of(report)[:-1],
            (report.code, reverse("report_status", args=[report.code])),
            (_("I tuoi dati"), ""),
        ],
    }
    return render(request, "reports/follow_data.html", context)


@require_safe
@of_who_reported
def own_data_file(request, report):
    address = client_address(request)
    if not TAKEN.hit(address):
        time = TAKEN.time_for(address)
        return render(request, "429.html", {"time": time}, status=429)
    record_taking(report)
    return JsonResponse(
        as_document(report),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="{report.code}.json"'},
    )


@button
def erase(request, report):
    """Ask the office to erase what the report holds."""
    address = client_address(request)
    try:
        if not ASKED.hit(address):
            words = _("Hai già mandato molte richieste: riprova dopo le %(time)s.")
            raise ReportRefused(words % {"time": ASKED.time_for(address)})
        ask_erasure(report)
        messages.success(request, _("Richiesta inviata: ti rispondiamo entro un mese."))
    except ReportRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("report_data", report.code)
