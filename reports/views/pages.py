"""The frame of every page of the wizard."""

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts import throttle
from reports.drafts import TYPED
from reports.views.limits import HOUR, seconds_left, time_of


def page(request, name, draft=None, *, status=200, **context):
    """Render a page of the wizard; ``draft`` is the one of this browser, or None."""
    context |= {
        "draft": draft,
        "has_text": bool(draft and draft.data.get(TYPED)),
        "trail": [(_("Segnala un problema"), "")],
        "step_labels": [
            _("Autorizzazioni e condizioni"),
            _("Dati di segnalazione"),
            _("Riepilogo"),
        ],
        "months": settings.REPORT_TEXT_MONTHS,
        "photo_limit": settings.REPORT_LIMITS["photos"],
    }
    return render(request, f"reports/wizard_{name}.html", context, status=status)


def too_many(request, draft, scope):
    """Answer 429 with a sentence and the time when ``scope`` is free again; the draft stays."""
    counted = scope, throttle.client_address(request)
    time = time_of(*counted, window_seconds=HOUR)
    response = page(request, "too_many", draft, status=429, time=time)
    response["Retry-After"] = str(seconds_left(*counted, window_seconds=HOUR))
    return response
