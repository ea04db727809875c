"""The frame of every page of the wizard."""

from django.conf import settings
from django.shortcuts import render
from django.utils.translation import gettext as _

from reports.drafts import TYPED


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


def too_many(request, draft):
    """Answer 429 with a sentence; the draft stays."""
    response = page(request, "too_many", draft, status=429)
    response["Retry-After"] = "3600"
    return response
