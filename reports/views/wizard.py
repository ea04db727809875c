"""The wizard of a citizen's report: gate, consent, data, summary, sent; one URL each.

Every step is a form that works without script; a POST keeps what was typed on the draft before
anything else, and a step asked too early leads to the first missing one.
"""

from functools import wraps

from django.conf import settings
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts import throttle
from reports import drafts
from reports.codes import key_of
from reports.drafts import CLEAN, CONSENT, GATE, TRIED, TYPED
from reports.forms.wizard import KEPT, NO, YES, ConsentForm, ReportForm, SendForm
from reports.models import AlreadySent, Category, Report
from reports.photos import add_photos, remove_photo
from reports.services.intake import submit_report
from reports.services.refusals import ReportRefused
from reports.views.limits import HOUR
from reports.views.pages import page, too_many
from reports.views.sending import refusal_of, submission, summary_of
from reports.views.sizes import within_size

SENT = "report-address"
FORM_METHODS = ["GET", "HEAD", "POST"]
PHOTOS_PER_HOUR = 40  # of one address: each one costs us a decoding


def until_sent(view):
    """Lead to the report when another request sends the draft while this one writes in it."""

    @wraps(view)
    def wrapper(request):
        try:
            return view(request)
        except AlreadySent:
            return redirect("report_sent")

    return wrapper


def first_missing(draft):
    """Return the URL name of the first step a draft still lacks."""
    data = draft.data if draft else {}
    if draft and draft.sent_at:
        return "report_sent"
    if not data.get(GATE):
        return "report_start"
    if not data.get(CONSENT):
        return "report_consent"
    return "report_summary" if data.get(CLEAN) else "report_data"


@never_cache
@require_http_methods(FORM_METHODS)
@within_size
@until_sent
def start(request):
    """Ask about danger first: whoever says yes gets the 112, no form."""
    draft = drafts.find_draft(request)
    if request.method != "POST":
        unsent = draft if draft and not draft.sent_at else None
        place = drafts.without_nul(request.GET.get("luogo", "")[:50])
        return page(request, "start", unsent, place=place)
    if request.POST.get("danger") == YES:
        return redirect("report_emergency")
    if request.POST.get("danger") != NO:
        return page(
            request, "start", draft, error=_("Rispondi prima a questa domanda.")
        )
    try:
        draft = drafts.open_draft(request)
    except drafts.TooManyDrafts:
        return too_many(request, None, drafts.BEGUN)
    typed = draft.data.get(TYPED)
    if not typed and (place := drafts.without_nul(request.POST.get("luogo", "")[:50])):
        typed = {"place": place}
    drafts.keep(draft, **{GATE: True, TYPED: typed})
    return drafts.remember(redirect(first_missing(draft)), draft)


@never_cache
@require_GET
def emergency(request):
    """Show the 112 and the numbers of the Polizia Locale; there is no form here."""
    code = drafts.without_nul(request.GET.get("categoria", ""))
    category = Category.objects.active().filter(code=code)
    return page(
        request, "emergency", drafts.find_draft(request), category=category.first()
    )


@never_cache
@require_http_methods(FORM_METHODS)
@within_size
@until_sent
def consent(request):
    draft = drafts.find_draft(request)
    if draft is None or draft.sent_at or not draft.data.get(GATE):
        return redirect(first_missing(draft))
    form = ConsentForm(
        request.POST if request.method == "POST" else None,
        initial={"accepted": draft.data.get(CONSENT)},
    )
    if request.method == "POST" and form.is_valid():
        drafts.keep(draft, **{CONSENT: True})
        return redirect(first_missing(draft))
    return page(request, "consent", draft, form=form)


@never_cache
@require_http_methods(FORM_METHODS)
@within_size
@until_sent
def data(request):
    if request.method == "POST":
        return _keep_data(request)
    draft = drafts.find_draft(request)
    if first_missing(draft) not in ("report_data", "report_summary"):
        return redirect(first_missing(draft))
    typed = draft.data.get(TYPED) or {}
    form = ReportForm(typed) if draft.data.get(TRIED) else ReportForm(initial=typed)
    return page(request, "data", draft, form=form, photos=draft.photos.all())


@never_cache
@require_http_methods(FORM_METHODS)
@within_size
@until_sent
def summary(request):
    draft = drafts.find_draft(request)
    if first_missing(draft) != "report_summary":
        return redirect(first_missing(draft))
    category = (
        Category.objects.active().filter(code=draft.data[CLEAN]["category"]).first()
    )
    if category is None:
        drafts.keep(draft, **{CLEAN: None})
        return redirect("report_data")
    if request.method == "POST":
        return _send(request, draft, category)
    return _show_summary(request, draft, category)


@never_cache
@require_GET
def sent(request):
    """Show the code and the secret link to the browser that sent the draft."""
    draft = drafts.find_draft(request)
    if draft is None or not draft.sent_at:
        return redirect(first_missing(draft))
    report = Report.objects.filter(draft_key=draft.pk).first()
    if report is None:
        return drafts.forget(redirect("report_start"))
    key = key_of(report)
    path = reverse("report_open", args=[report.code, key]) if key else ""
    link = request.build_absolute_uri(path or reverse("report_follow"))
    return page(request, "sent", draft, report=report, key=key, link=link)


@never_cache
@require_http_methods(FORM_METHODS)
@within_size
def delete(request):
    """Ask, then delete the draft of this browser; one already sent only leaves the browser."""
    draft = drafts.find_draft(request)
    if request.method != "POST":
        if draft is None or draft.sent_at:
            return redirect(first_missing(draft))
        return page(request, "delete", draft)
    if draft:
        drafts.delete_draft(draft)
    return drafts.forget(redirect("report_start"))


def _keep_data(request):
    draft = drafts.find_draft(request)
    if draft and draft.sent_at:
        return redirect("report_sent")
    try:
        draft = drafts.open_draft(request)
    except drafts.TooManyDrafts:
        return too_many(request, None, drafts.BEGUN)
    action = request.POST.get("action", "next")
    tried = draft.data.get(TRIED) or action == "next"
    drafts.keep_typed(draft, request.POST, KEPT, **{TRIED: tried or None})
    refusals = _keep_photos(request, draft)
    return drafts.remember(_after_data(request, draft, action, refusals), draft)


def _keep_photos(request, draft):
    """Remove the photo asked for, add those sent; return the refusals as sentences."""
    if photo := request.POST.get("remove_photo"):
        remove_photo(draft, photo)
    refusals = []
    if request.too_big_files:
        refusals.append(
            _("Una foto pesa più di %(limit)d MB: scegline una più leggera.")
            % {"limit": settings.PHOTO_LIMITS["bytes"] // (1024 * 1024)}
        )
    uploads = request.FILES.getlist("photos")
    if uploads:
        address = throttle.client_address(request)
        if not throttle.hit(
            "report-photo", address, limit=PHOTOS_PER_HOUR, window_seconds=3600
        ):
            return [*refusals, _("Hai mandato molte foto: riprova tra un’ora.")]
        refusals += add_photos(draft, uploads)
    return refusals


def _after_data(request, draft, action, refusals):
    """Answer a POST of the data whose typed text is already safe."""
    if not draft.data.get(GATE) or not draft.data.get(CONSENT):
        form = ReportForm(draft.data[TYPED])
        if form.is_valid():
            drafts.keep(draft, **{CLEAN: form.report_values()})
        return redirect(first_missing(draft))
    if action == "next":
        form = ReportForm(request.POST)
        if form.calls_112:
            code = form.chosen_category.code
            return redirect(f"{reverse('report_emergency')}?categoria={code}")
        if form.is_valid() and not refusals:
            drafts.keep(draft, **{CLEAN: form.report_values()})
            return redirect("report_summary")
    elif not refusals:
        anchor = "#bozza" if action == "save" else "#foto"
        return redirect(reverse("report_data") + anchor)
    else:
        form = ReportForm(initial=draft.data[TYPED])
    return page(
        request,
        "data",
        draft,
        form=form,
        photos=draft.photos.all(),
        photo_errors=refusals,
    )


def _show_summary(request, draft, category, error=""):
    return page(request, "summary", draft, error=error, **summary_of(draft, category))


def _send(request, draft, category):
    if sentence := refusal_of(draft, SendForm(request.POST)):
        return _show_summary(request, draft, category, error=sentence)
    values = submission(draft, category)
    if not _allowed(request):
        return too_many(request, draft, SENT)
    try:
        submit_report(**values, draft=draft, language=request.LANGUAGE_CODE)
    except ReportRefused as refusal:
        return _show_summary(request, draft, category, error=str(refusal))
    return redirect("report_sent")


def _allowed(request):
    """Count this report for its address, never for its place; tell whether it is within limits."""
    address, limit = (
        throttle.client_address(request),
        settings.REPORT_LIMITS["per_address_hour"],
    )
    return throttle.hit(SENT, address, limit=limit, window_seconds=HOUR)
