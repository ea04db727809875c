"""The page of who reported: how far it is, what was said, and what they may still do."""

from functools import wraps

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.throttle import HOUR, SenderLimit, client_address
from reports.forms.follow import AddressForm, MessageForm
from reports.models import Message, Report
from reports.services.addresses import may_ask
from reports.services.follow import add_message, last_day_to_reopen, reopen_own_report
from reports.services.refusals import ReportRefused
from reports.views.marks import is_followed
from reports.views.private import private_page, trail_of
from reports.wording import OUTCOME, bar_of, state_of, step_word

MESSAGES = SenderLimit(
    "message-address", 10, HOUR
)  # of one address, whatever the report


def of_who_reported(view):
    """Serve ``view(request, report)`` to a browser that opened the report with its key."""

    @private_page
    @wraps(view)
    def wrapper(request, code):
        report = Report.objects.for_follower().filter(code=code).first()
        if report is None or not is_followed(request, code):
            raise Http404
        return view(request, report)

    return wrapper


def button(view):
    """Serve a POST of who reported; a GET, after a reload, leads back to the page."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @of_who_reported
    @wraps(view)
    def wrapper(request, report):
        if request.method != "POST":
            return redirect("report_status", report.code)
        return view(request, report)

    return wrapper


@of_who_reported
def read(request, report):
    return page_of(request, report)


@of_who_reported
def write(request, report):
    """Add a message of who reported."""
    form = MessageForm(request.POST)
    if form.is_valid() and _did(request, form, add_message, report):
        messages.success(request, _("Messaggio inviato: lo legge chi se ne occupa."))
        return redirect("report_status", report.code)
    return page_of(request, report, message=form)


@button
def reopen(request, report):
    """Put a closed report back in the queue, with a word of why."""
    form = MessageForm(request.POST)
    if form.is_valid() and _did(request, form, reopen_own_report, report):
        messages.success(
            request, _("Hai riaperto la segnalazione: è di nuovo in coda.")
        )
        return redirect("report_status", report.code)
    now = Report.objects.for_follower().get(pk=report.pk)
    return page_of(request, now, message=form)


def _did(request, form, service, report):
    """Do what a valid form says; when it is refused put the sentence beside its one field."""
    field = next(iter(form.fields))
    address = client_address(request)
    if not MESSAGES.hit(address):
        words = _("Hai mandato molti messaggi: riprova dopo le %(time)s.")
        form.add_error(field, words % {"time": MESSAGES.time_for(address)})
        return False
    try:
        service(report, **form.cleaned_data)
    except ReportRefused as refusal:
        form.add_error(field, str(refusal))
        return False
    return True


def page_of(request, report, *, message=None, address=None):
    """Render the page of who reported, with one of its forms as it was refused."""
    steps = list(report.history.all())
    state, what_next = state_of(report, steps)
    last_day = last_day_to_reopen(report, steps)
    may_reopen = last_day is not None and timezone.localdate() <= last_day
    context = {
        "report": report,
        "form": message or MessageForm(),
        "may_reopen": may_reopen,
        "last_day": last_day,
        "may_ask": bool(report.email_asked_at)
        or may_ask(report, sender=client_address(request)),
        "address": address or AddressForm(initial={"email": report.email}),
        "refused": message or address,
        "state": state,
        "bar": bar_of(report, steps),
        "next": what_next,
        "outcome": OUTCOME.get(report.outcome, ""),
        "steps": [(step, step_word(step)) for step in steps],
        "answer": _answer(report, steps),
        "talk": report.public_messages,
        "photos": report.photos.all(),
        "trail": trail_of(report),
    }
    return render(request, "reports/follow_report.html", context)


def _answer(report, steps):
    """Return the latest words of the office since the report was last put in the queue, or None."""
    said = [
        (m.at, m.text) for m in report.public_messages if m.side == Message.Side.OFFICE
    ]
    said += [(step.at, step.note) for step in steps if step.by_id and step.note]
    asked = [step.at for step in steps if step.by_id is None]
    since = max(asked, default=None)
    said = [words for words in said if since is None or words[0] >= since]
    at, text = max(said, default=(None, ""))
    return {"at": at, "text": text} if at else None
