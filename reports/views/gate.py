"""The gate of the wizard: danger first, then an old draft or a new one."""

from uuid import UUID

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from reports import drafts
from reports.browsers import Browser, TooManyDrafts
from reports.drafts import GATE, TYPED
from reports.forms.wizard import NO, YES
from reports.models import AlreadySent, Report
from reports.views.own_draft import kept_by_the_browser, lead, own_draft
from reports.views.pages import page, too_many
from reports.views.sizes import within_size
from reports.views.steps import first_missing

ANOTHER = "altra"
MOVED = ("autorizzazioni", "dati", "riepilogo", "inviata")  # kept by some browsers


@kept_by_the_browser
@require_http_methods(["GET", "HEAD", "POST"])
@within_size
def start(request):
    """Ask about danger first: whoever says yes gets the 112, no form.

    Who says no goes on with the last of the drafts that the page listed, or begins one.
    """
    browser = Browser(request)
    if request.method != "POST":
        return _show(request, browser)
    answer = request.POST.get("danger")
    if answer == YES:
        return redirect("report_emergency")
    place = _place_of(request.POST)
    if answer not in (NO, ANOTHER):
        asked_again = urlencode({"rispondi": 1, **({"luogo": place} if place else {})})
        return redirect(f"{reverse('report_start')}?{asked_again}")
    try:
        draft = _go_on(browser, request.POST.get("bozza")) if answer == NO else None
        draft = draft or browser.begin()
        drafts.keep(draft, **{GATE: True})
        if placed := _placed(draft, place):
            drafts.keep_typed(draft, placed)
    except TooManyDrafts:
        return too_many(request)
    except AlreadySent:  # between the page and the answer
        return redirect("report_start")
    return browser.remember(lead(first_missing(draft), draft))


@kept_by_the_browser
def moved(request):
    """Lead an address of before to the last draft of the browser, where it stopped."""
    draft = Browser(request).drafts().filter(sent_at=None).first()
    return lead(first_missing(draft), draft) if draft else redirect("report_start")


@require_GET
def emergency(request):
    """Show the 112 and the numbers of who can help; there is no form here."""
    return page(request, "emergency")


@require_GET
@own_draft
def stopped(request, browser, draft):
    """Show the 112 instead of a draft: one erased, one to go back to, or one that is not here."""
    pk = request.resolver_match.kwargs["pk"]
    erased = pk if draft is None and drafts.is_erased(pk) else None
    return page(request, "stopped", draft, erased=erased)


def _show(request, browser):
    mine = list(browser.drafts().prefetch_related("photos"))
    sent = [draft.pk for draft in mine if draft.sent_at]
    waiting = [
        (draft, reverse(first_missing(draft), args=[draft.pk]))
        for draft in mine
        if not draft.sent_at and draft.data.get(GATE) and drafts.has_something(draft)
    ]
    return page(
        request,
        "start",
        waiting=waiting,
        sent=Report.objects.filter(draft_key__in=sent).order_by("-received_at"),
        place=_place_of(request.GET),
        must_answer="rispondi" in request.GET,
    )


def _go_on(browser, shown):
    """Return the draft that the gate listed as the last one; without a list, the last there is."""
    unsent = browser.drafts().filter(sent_at=None)
    if shown is None:
        return unsent.first()
    try:
        return unsent.filter(pk=UUID(shown)).first()
    except ValueError:
        return None


def _placed(draft, place):
    """Return the place chosen on another page, for a draft that says none."""
    typed = draft.data.get(TYPED) or {}
    if not place or typed.get("place") or typed.get("place_name"):
        return {}
    return {"place": place}


def _place_of(values):
    return drafts.without_nul(values.get("luogo", "")[:50])
