"""The profile, the people and the audit trail; sign-in itself is allauth's."""

import logging
from functools import wraps

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn import views as passkey_views
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)
from requests import RequestException

from accounts import browsers, services
from accounts.forms import AuditFilterForm
from accounts.middleware import NEXT_KEY
from accounts.models import SECOND_FACTORS, AuditEntry
from accounts.throttle import MINUTE, Limit, SenderLimit
from accounts.trail import FILE, NEWEST, read, read_in_batches
from documents.tables import csv_response
from listing.filters import rows_around
from listing.paging import COUNT_LIMIT, cut_page
from listing.table import as_table

TRAIL_LEAD = (
    "Chi ha fatto che cosa, e quando. Nessuno può cambiarlo. Di una lettura, dopo {months} mesi, "
    "resta solo che c’è stata."
)
logger = logging.getLogger(__name__)


RESETS_TO = Limit("reset-email", 5, 5 * MINUTE)
RESETS_FROM = SenderLimit("reset-address", 20, 5 * MINUTE)
NEW_PASSWORDS = SenderLimit("reset-key", 20, 5 * MINUTE)
CHANGES = Limit("change-password", 5, 5 * MINUTE)


def limited(limit, by):
    """Answer 429 to a form sent beyond ``limit``; ``by`` says of a request who is counted."""

    def decorate(view):
        @wraps(view)
        def wrapper(request, *args, **kwargs):
            if request.method != "POST" or limit.hit(by(request)):
                return view(request, *args, **kwargs)
            time = limit.time_for(by(request))
            return render(request, "429.html", {"time": time}, status=429)

        return wrapper

    return decorate


def typed_email(request):
    return request.POST.get("email", "").strip().lower()


def person(request):
    return request.user.pk


def identity(view):
    """Say in Italian that the identity provider is down, instead of failing with a 500."""

    @require_GET
    def wrapper(request, **kwargs):
        try:
            return view(request, **kwargs)
        except RequestException:
            logger.exception("the identity provider did not answer")
            page = "socialaccount/authentication_error.html"
            return render(request, page, status=502)

    return wrapper


@require_GET
def profile(request):
    enabled = is_mfa_enabled(request.user, SECOND_FACTORS)
    context = {
        "has_second_factor": enabled,
        "required": settings.SECOND_FACTOR_REQUIRED,
        "session_ends": request.session.get_expiry_date(),
        "idle_minutes": settings.IDLE_MINUTES,
    }
    return render(request, "accounts/profile.html", context)


@require_GET
def sessions(request):
    """Show where the person is signed in, this browser first."""
    here = request.session.get(browsers.OPEN)
    opened = request.user.browsers.opened()
    context = {
        "here": next((row for row in opened if row.pk == here), None),
        "others": [row for row in opened if row.pk != here],
        "minutes": settings.IDLE_MINUTES,
    }
    return render(request, "accounts/sessions.html", context)


@require_POST
def session_close(request, pk):
    browser = get_object_or_404(request.user.browsers, pk=pk)
    services.close_session(browser, by=request.user)
    messages.success(request, f"La sessione di {browser.name} è chiusa.")
    return redirect("sessions")


@require_POST
def leave_everywhere(request):
    services.leave_everywhere(request.user)
    logout(request)
    messages.success(request, "Sei uscito da ogni browser, anche da questo.")
    return redirect("account_login")


@require_http_methods(["GET", "POST"])
def remove_passkey(request, pk):
    """Ask and remove a passkey of one's own; where a second factor is required the last one stays."""
    passkeys = request.user.authenticator_set.filter(type=Authenticator.Type.WEBAUTHN)
    if get_adapter().can_delete_authenticator(get_object_or_404(passkeys, pk=pk)):
        return passkey_views.remove_webauthn(request, pk=pk)
    messages.error(request, get_adapter().error_messages["cannot_delete_authenticator"])
    return redirect("mfa_list_webauthn")


@require_GET
def after_second_factor(request):
    """Open the page that was asked for before the second factor was set up."""
    return redirect(request.session.pop(NEXT_KEY, None) or settings.LOGIN_REDIRECT_URL)


@require_GET
def audit_list(request):
    form = AuditFilterForm(request.GET)
    page = cut_page(
        form.entries(),
        NEWEST,
        **rows_around(request, AuditEntry.objects.all(), by="pk"),
    )
    context = {
        "form": form,
        "lead": TRAIL_LEAD.format(months=settings.READING_MONTHS),
        "page": page,
        "count_limit": COUNT_LIMIT,
        "rows": read(page.rows),
        "query": form.query(),
    }
    return render(request, "accounts/audit_list.html", context)


@require_GET
def audit_export(request):
    """Stream the filtered trail as a file."""
    form = AuditFilterForm(request.GET)
    if not form.is_valid():
        return redirect("audit_list")
    table = as_table(FILE, read_in_batches(form.entries()))
    services.record_export("accounts.trail_exported", form, by=request.user)
    return csv_response(f"registro-{timezone.localdate():%Y-%m-%d}", *table)
