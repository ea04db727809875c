"""The personal calendar: the page that gives its address, and the address itself."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_GET, require_POST, require_safe

from accounts.throttle import HOUR, Limit, SenderLimit, client_address
from desk.feed import write_calendar
from desk.feed_address import (
    person_of,
    renew_calendar_feed,
    stop_calendar_feed,
    token_of,
)
from interventions.models import CalendarFeed

# a client reads every quarter of an hour; an office, and some services, share an address
PER_TOKEN = Limit("calendar-token", 60, HOUR)
PER_ADDRESS = SenderLimit("calendar-address", 600, HOUR)
RENEWED = "Il collegamento è pronto. Quello di prima, se c’era, non funziona più."
STOPPED = "Il tuo calendario è disattivato: il collegamento non funziona più."
# plain, without the page around it: for a calendar client, and at the same cost for any token
NOT_HERE = (
    "Questo calendario non c’è: il collegamento è stato cambiato o disattivato.\n"
)
TOO_OFTEN = "Troppe richieste: riprova dopo le {time}.\n"


@require_GET
def calendar_feed_page(request):
    feed = CalendarFeed.objects.filter(person=request.user).first()
    token = token_of(feed) if feed else None
    return render(
        request,
        "desk/calendar_feed.html",
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
    if over := _over(request, token):
        return _too_often(*over)
    person = person_of(token)
    if person is None:
        return _private(HttpResponse(NOT_HERE, "text/plain; charset=utf-8", 404))
    content = write_calendar(person)
    response = _private(HttpResponse(content, "text/calendar; charset=utf-8"))
    response["Content-Disposition"] = 'inline; filename="uscite.ics"'
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


def _over(request, token):
    """Count the request on its address and on its token, the unknown ones too.

    Return the limit it passes, and of whom, or None.
    """
    counted = [(PER_ADDRESS, client_address(request)), (PER_TOKEN, token)]
    passed = [(limit, whose) for limit, whose in counted if not limit.hit(whose)]
    return max(passed, key=lambda over: over[0].free_at(over[1]), default=None)


def _too_often(limit, whose):
    said = TOO_OFTEN.format(time=limit.time_for(whose))
    response = HttpResponse(said, "text/plain; charset=utf-8", 429)
    response["Retry-After"] = str(limit.seconds_left(whose))
    return _private(response)


def _private(response):
    response["Cache-Control"] = "private, no-cache"
    return response


def _address(token):
    return settings.PUBLIC_URL + reverse("calendar_feed", args=[token])
