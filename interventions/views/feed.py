"""The personal calendar: the page that gives its address, and the address itself."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.throttle import client_address, hit
from interventions.models import CalendarFeed
from interventions.planning.feeds import person_of, token_of, write_calendar
from interventions.services.feeds import renew_calendar_feed, stop_calendar_feed

HOUR = 3600
# a client reads every quarter of an hour; an office, and some services, share an address
PER_TOKEN, PER_ADDRESS = 60, 600
RENEWED = "Il collegamento è pronto. Quello di prima, se c’era, non funziona più."
STOPPED = "Il tuo calendario è disattivato: il collegamento non funziona più."
# plain, without the page around it: for a calendar client, and at the same cost for any token
NOT_HERE = (
    "Questo calendario non c’è: il collegamento è stato cambiato o disattivato.\n"
)
TOO_OFTEN = "Troppe richieste: riprova tra un’ora.\n"


@require_GET
def calendar_feed_page(request):
    feed = CalendarFeed.objects.filter(person=request.user).first()
    token = token_of(feed) if feed else None
    return render(
        request,
        "interventions/calendar_feed.html",
        {
            "feed": feed,
            "url": _address(token) if token else "",
            "trail": [
                ("Interventi", reverse("intervention_calendar")),
                ("Il tuo calendario", ""),
            ],
        },
    )


@require_POST
def calendar_feed_renew(request):
    renew_calendar_feed(by=request.user)
    messages.success(request, RENEWED)
    return redirect("calendar_feed_page")


@require_POST
def calendar_feed_stop(request):
    stop_calendar_feed(by=request.user)
    messages.success(request, STOPPED)
    return redirect("calendar_feed_page")


@require_safe
def calendar_feed(request, token):
    """Answer a calendar client; 304 when it has the same already."""
    if not _may_ask(request, token):
        return _private(HttpResponse(TOO_OFTEN, "text/plain; charset=utf-8", 429))
    person = person_of(token)
    if person is None:
        return _private(HttpResponse(NOT_HERE, "text/plain; charset=utf-8", 404))
    content = write_calendar(person)
    response = _private(HttpResponse(content, "text/calendar; charset=utf-8"))
    response["Content-Disposition"] = 'inline; filename="uscite.ics"'
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


def _may_ask(request, token):
    """Count the request on its address and on its token, the unknown ones too."""
    by_address = hit(
        "calendar-address",
        client_address(request),
        limit=PER_ADDRESS,
        window_seconds=HOUR,
    )
    by_token = hit("calendar-token", token, limit=PER_TOKEN, window_seconds=HOUR)
    return by_address and by_token


def _private(response):
    response["Cache-Control"] = "private, no-cache"
    if response.status_code == 429:
        response["Retry-After"] = str(HOUR)
    return response


def _address(token):
    return settings.PUBLIC_URL + reverse("calendar_feed", args=[token])
