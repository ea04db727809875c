"""The profile, the people and the audit trail; sign-in itself is allauth's."""

import logging
from functools import wraps
from typing import NamedTuple
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.paginator import Paginator
from django.forms import model_to_dict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)
from requests import RequestException

from accounts import browsers, services
from accounts.forms import AuditFilterForm, NewPersonForm, PersonForm
from accounts.middleware import NEXT_KEY
from accounts.models import AuditEntry, User
from accounts.throttle import MINUTE, Limit, SenderLimit
from accounts.trail import FILE, NEWEST, read, read_in_batches
from documents.tables import csv_response
from listing.filters import rows_around
from listing.paging import COUNT_LIMIT, PAGE_SIZE, cut_page
from listing.table import as_table

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
    enabled = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
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


@require_GET
def recovery_codes_file(request):
    response = recovery_views.download_recovery_codes(request)
    response["Content-Disposition"] = 'attachment; filename="codici-di-recupero.txt"'
    return response


@require_GET
def after_second_factor(request):
    """Open the page that was asked for before the second factor was set up."""
    return redirect(request.session.pop(NEXT_KEY, None) or settings.LOGIN_REDIRECT_URL)


@require_GET
def user_list(request):
    words = request.GET.get("cerca", "").replace("\x00", "").strip()
    people = User.objects.select_related("role").search(words).with_second_factor()
    page = Paginator(people, PAGE_SIZE).get_page(request.GET.get("page"))
    query = urlencode({"cerca": words}) if words else ""
    context = {"page": page, "words": words, "query": query}
    return render(request, "accounts/user_list.html", context)


@require_http_methods(["GET", "POST"])
def user_add(request):
    form = NewPersonForm(request.POST or None)
    if form.is_valid() and (person := _create_person(form, by=request.user)):
        messages.success(
            request,
            f"{person.full_name} ora ha un accesso. Abbiamo inviato l’invito a {person.email}.",
        )
        return redirect("user_list")
    return render(request, "accounts/user_add.html", {"form": form})


@require_http_methods(["GET", "POST"])
def user_edit(request, pk):
    person = get_object_or_404(User.objects.with_second_factor(), pk=pk)
    form = PersonForm(request.POST or None, initial=model_to_dict(person))
    if form.is_valid() and _save_person(person, form, by=request.user):
        messages.success(request, f"Abbiamo salvato i dati di {person.full_name}.")
        return redirect("user_list")
    return render(request, "accounts/user_edit.html", {"form": form, "person": person})


def _create_person(form, *, by):
    """Return the new person, or None when somebody has the email since an instant."""
    try:
        return services.create_person(**form.cleaned_data, by=by)
    except services.PersonRefused as refusal:
        form.add_error("email", str(refusal))
        return None


def _save_person(person, form, *, by):
    try:
        services.edit_person(person, **form.cleaned_data, by=by)
    except services.PersonRefused as refusal:
        form.add_error("role", str(refusal))
        return False
    return True


class Question(NamedTuple):
    """What a page asks before it touches the access of a person."""

    title: str
    effect: str
    yes: str
    no: str


def _person_action(service, done, asks=None):
    """Make the view of one button of a person's page, which may ask first."""

    @require_http_methods(["GET", "POST"] if asks else ["POST"])
    def view(request, pk):
        person = get_object_or_404(User, pk=pk)
        if request.method == "GET":
            question = Question(*(text.format(name=person.full_name) for text in asks))
            return _ask(request, person, question)
        try:
            service(person, by=request.user)
        except services.PersonRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, done.format(person.full_name))
        return redirect("user_edit", pk)

    return view


def _ask(request, person, question):
    trail = [
        ("Persone", reverse("user_list")),
        (person.full_name, reverse("user_edit", args=[person.pk])),
        (question.yes, ""),
    ]
    context = {"trail": trail, "person": person, "question": question}
    return render(request, "accounts/user_confirm.html", context)


user_deactivate = _person_action(
    services.deactivate_person,
    "{} non può più entrare nel portale.",
    Question(
        "Vuoi disattivare l’accesso di {name}?",
        "Esce subito dal portale, su ogni dispositivo, e non può più entrare finché non riattivi "
        "l’accesso. Quello che ha scritto resta, con il suo nome.",
        yes="Disattiva l’accesso",
        no="Lascia l’accesso attivo",
    ),
)
user_reactivate = _person_action(
    services.reactivate_person, "{} può di nuovo entrare nel portale."
)
user_invite = _person_action(services.invite_again, "Abbiamo inviato l’invito a {}.")
user_reset_second_factor = _person_action(
    services.reset_second_factor,
    "{} ora può impostare di nuovo il secondo fattore.",
    Question(
        "Vuoi azzerare il secondo fattore di {name}?",
        "I codici del suo telefono e quelli di recupero non valgono più. Al prossimo ingresso basta "
        "la password, e il portale chiede di impostarlo di nuovo: prima di azzerarlo, "
        "assicurati di parlare proprio con {name}.",
        yes="Azzera il secondo fattore",
        no="Lascia il secondo fattore",
    ),
)


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
