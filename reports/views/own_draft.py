"""The door of every page of one draft: it opens to its browser, or to the page that holds its key."""

from functools import wraps

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from reports.browsers import Browser, TooManyDrafts, holds_key
from reports.models import AlreadySent
from reports.views.pages import too_many
from reports.views.sizes import too_big

# the browser may show again the page it left, with what was typed in it, and asks us before any
# other use; what a draft leaves there goes with it (`clear_pages`)
kept_by_the_browser = cache_control(private=True, no_cache=True)


def own_draft(view):
    """Give ``view(request, browser, draft)`` the draft of the address, or None if it is not here.

    Of a POST the limits are checked first, then the draft's key or the token against forgery. The
    answer to a POST renews the browser's cookie. A draft sent meanwhile leads to its report.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @kept_by_the_browser
    @wraps(view)
    def wrapper(request, pk):
        browser = Browser(request)
        if request.method != "POST":
            return view(request, browser, browser.find(pk))
        if refused := too_big(request):
            return refused
        run = view if holds_key(request, pk) else protected
        draft = browser.find(pk)
        if draft is None and run is view:
            draft = browser.adopt(pk)
        return _answer(run, request, browser, draft, pk)

    return wrapper


def _answer(run, request, browser, draft, pk):
    try:
        try:
            response = run(request, browser, draft)
        except AlreadySent:  # or deleted: then what was typed becomes a new draft
            response = run(request, browser, browser.find(pk))
    except TooManyDrafts:
        return too_many(request)
    if browser.token:
        browser.remember(response)
    return response


def lead(url_name, draft, query=""):
    """Redirect to a page of a draft."""
    if url_name == "report_start":
        return redirect(url_name)
    return redirect(reverse(url_name, args=[draft.pk]) + query)


def clear_pages(response):
    """Ask the browser to throw away the pages it keeps; return the response.

    Never ``"storage"``: the outings of an officer, not sent yet, are on the same phone.
    """
    response["Clear-Site-Data"] = '"cache"'
    return response
