"""Following a report: by the secret link everything, by the code alone what is public.

A report that does not exist and one that is not public give the same answer, with the same
queries. The pages keep the site's ``Referrer-Policy: same-origin``: with ``no-referrer`` browsers
send ``Origin: null`` and Django would refuse the message form. The key never stays in the address
bar of a page: the address that holds it only redirects, and that answer sends no referrer.
"""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.throttle import client_address
from reports.codes import tidy_key
from reports.forms.follow import FollowForm
from reports.models import Report
from reports.views.followed import read, write
from reports.views.marks import is_followed, mark_followed
from reports.views.private import WRONG_KEYS, TooManyTries, private_page, trail_of
from reports.wording import public_state_of
from texts.codes import opens

NO_REPORT_HASH = "0" * 64  # compared when there is no report, to take the same time


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request):
    """Open a report from its code and key typed by hand."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        key = tidy_key(form.cleaned_data["key"])
        if _open(request, code, key) if key else _shows(request, code):
            return redirect("report_status", code)
        if key:
            form.add_error(None, _("Codice e chiave non corrispondono: controllali."))
        else:
            form.add_error(
                "key",
                _(
                    "Scrivi anche la chiave: il solo codice apre le segnalazioni pubbliche."
                ),
            )
    context = {"form": form, "trail": [(_("Segui una segnalazione"), "")]}
    return render(request, "reports/follow_form.html", context)


@private_page
@require_GET
def open_link(request, code, key):
    """Check the secret link, mark the session, and take the key out of the address bar."""
    if not _open(request, code, tidy_key(key)):
        raise Http404
    response = redirect("report_status", code)
    response["Referrer-Policy"] = "no-referrer"
    return response


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def status(request, code):
    if is_followed(request, code):
        return write(request, code) if request.method == "POST" else read(request, code)
    report = Report.objects.published().for_public_page().filter(code=code).first()
    if report is None or request.method == "POST":
        raise Http404
    context = {
        "report": report,
        "state": public_state_of(report, list(report.history.all())),
        "trail": trail_of(report),
    }
    return render(request, "reports/follow_public.html", context)


def _shows(request, code):
    """Tell whether the code alone shows a page here: a private report is as one that is not."""
    is_public = Report.objects.published().filter(code=code).exists()
    return is_public or is_followed(request, code)


def _open(request, code, key):
    """Mark the session when the key opens the report; raise ``TooManyTries`` on a flood."""
    key_hash = (
        Report.objects.filter(code=code).values_list("key_hash", flat=True).first()
    )
    if opens(key, key_hash or NO_REPORT_HASH):
        mark_followed(request, code)
        return True
    if not WRONG_KEYS.hit(client_address(request)):
        raise TooManyTries
    return False
