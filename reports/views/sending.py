"""From a draft to a report: what the summary shows, what is refused, what the service gets."""

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from reports.drafts import CLEAN, seconds_of
from reports.guard import find_personal_data
from reports.wording import DAY_PART, PERSONAL_DATA

FORGOTTEN = {"place_label", "hotspot", "category"}  # the service finds them by itself


def submission(draft, category):
    """Return the arguments of ``submit_report`` for a complete draft."""
    values = draft.data[CLEAN]
    return {
        **{name: value for name, value in values.items() if name not in FORGOTTEN},
        "category": category,
        "occurred_on": date.fromisoformat(values["occurred_on"]),
        "draft_key": draft.pk,
    }


def summary_of(draft, category):
    """Return what the summary reads back, and what it warns about."""
    values = draft.data[CLEAN]
    found = find_personal_data(f"{values['subject']}\n{values['details']}")
    return {
        "values": values,
        "category": category,
        "occurred_on": date.fromisoformat(values["occurred_on"]),
        "occurred_part": DAY_PART[values["occurred_part"]],
        "photos": list(draft.photos.all()),
        "personal": [PERSONAL_DATA.get(name, name) for name in found],
    }


def refusal_of(draft, form):
    """Return the sentence for a sending that looks like a program's, or an empty text."""
    if not form.is_valid():
        return _("Non siamo riusciti a inviare. Ricarica la pagina e riprova.")
    if seconds_of(draft) < settings.REPORT_LIMITS["minimum_seconds"]:
        return _(
            "Hai fatto molto in fretta. Rileggi il riepilogo e invia tra qualche secondo: "
            "quello che hai scritto è salvo."
        )
    return ""
