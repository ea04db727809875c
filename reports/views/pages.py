"""The frame of every page of the wizard."""

from django.conf import settings
from django.shortcuts import render

from accounts.throttle import client_address
from reports.browsers import BEGUN, form_key


def page(request, name, draft=None, *, status=200, **context):
    """Render a page of the wizard; ``draft`` is the one of its address, or None."""
    context |= {
        "draft": draft,
        "form_key": form_key(draft) if draft else "",
        "months": settings.REPORT_TEXT_MONTHS,
        "photo_limit": settings.REPORT_LIMITS["photos"],
    }
    return render(request, f"reports/wizard_{name}.html", context, status=status)


def too_many(request):
    """Answer 429 to who begins too many drafts, with the time to try again."""
    address = client_address(request)
    time = BEGUN.time_for(address)
    response = page(request, "too_many", status=429, time=time)
    response["Retry-After"] = str(BEGUN.seconds_left(address))
    return response
