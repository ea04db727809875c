"""What the pages of single reports have in common: out of caches, searches and floods."""

from functools import wraps
from math import ceil

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import throttle
from reports.views.limits import HOUR, seconds_left

WRONG_KEY = "report-key"


class TooManyTries(Exception):
    """One address tried too many wrong keys."""


def private_page(view):
    """Keep the pages of single reports out of caches and search engines."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except TooManyTries:
            address = throttle.client_address(request)
            left = seconds_left(WRONG_KEY, address, window_seconds=HOUR)
            context = {"retry_minutes": ceil(left / 60)}
            response = render(request, "429.html", context, status=429)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return never_cache(wrapper)


def trail_of(report):
    return [(_("Segui una segnalazione"), reverse("report_follow")), (report.code, "")]
