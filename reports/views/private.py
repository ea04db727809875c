"""What the pages of single reports have in common: out of caches, searches and floods."""

from functools import wraps

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.throttle import HOUR, SenderLimit, client_address

WRONG_KEYS = SenderLimit("report-key", 30, HOUR)  # of one address


class TooManyTries(Exception):
    """One address tried too many wrong keys."""


def private_page(view):
    """Keep the pages of single reports out of caches and search engines."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except TooManyTries:
            time = WRONG_KEYS.time_for(client_address(request))
            response = render(request, "429.html", {"time": time}, status=429)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return never_cache(wrapper)


def trail_of(report):
    return [(_("Segui una segnalazione"), reverse("report_follow")), (report.code, "")]
