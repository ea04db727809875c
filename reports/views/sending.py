"""From a draft to a report: what the summary shows, what is refused, what the service gets."""

import json
from datetime import date
from hashlib import sha256
from math import ceil

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.throttle import client_address, time_of
from reports import flood
from reports.drafts import CLEAN, seconds_of
from reports.models import Report
from reports.wording import DAY_PART
from texts.personal_data import PersonalData, find_personal_data
from texts.tidy import tidy_text

LONGEST_PROOF = 1_000  # characters
FORGOTTEN = {"place_label", "place_found", "category"}  # to read back, or found again
# the fields in which a person writes, and where a report has them
WORDS = {
    "place_name": "place_text",
    "location_note": "location_note",
    "subject": "subject",
    "details": "details",
    "email": "email",
}


def values_of(draft):
    """Return what all the steps of a complete draft mean, as one dict."""
    return {
        name: value
        for step in draft.data[CLEAN].values()
        for name, value in step.items()
    }


def submission(draft, category):
    """Return the arguments of ``submit_report`` for a complete draft."""
    values = values_of(draft)
    return {
        **{name: value for name, value in values.items() if name not in FORGOTTEN},
        "category": category,
        "occurred_on": date.fromisoformat(values["occurred_on"]),
        "draft_key": draft.pk,
    }


def summary_of(draft, category):
    """Return what the summary reads back, and what it warns about."""
    values = values_of(draft)
    text = f"{values['subject']}\n{values['details']}"
    found = {one.what for one in find_personal_data(text)}
    return {
        "values": values,
        "category": category,
        "occurred_on": date.fromisoformat(values["occurred_on"]),
        "occurred_part": DAY_PART[values["occurred_part"]],
        "photos": list(draft.photos.all()),
        "seen": seen_of(draft),
        "personal": [what.label for what in PersonalData if what in found],
    }


def seen_of(draft):
    """Return a digest of what the summary shows: another tab may have changed it since."""
    photos = [str(pk) for pk in draft.photos.values_list("pk", flat=True)]
    shown = json.dumps([draft.data.get(CLEAN), photos], sort_keys=True)
    return sha256(shown.encode()).hexdigest()[:32]


def refusal_of(draft, form):
    """Return the sentence for a sending by a program or of another text, or an empty text."""
    if not form.is_valid():
        return _("Non siamo riusciti a inviare. Ricarica la pagina e riprova.")
    missing = settings.REPORT_LIMITS["minimum_seconds"] - seconds_of(draft)
    if missing > 0:
        return _(
            "L’invio è stato troppo rapido. Rileggi il riepilogo e invia tra %(seconds)d "
            "secondi: quello che hai scritto è salvo."
        ) % {"seconds": max(2, ceil(missing))}  # never "tra 1 secondi"
    if form.cleaned_data["seen"] != seen_of(draft):
        return _(
            "La bozza è cambiata dopo che l’hai letta, forse in un’altra scheda. "
            "Rileggi e invia di nuovo."
        )
    return ""


def held_by_a_flood(request, draft):
    """Count this sending; in a flood return the sentence of who brought no proof, else nothing."""
    proof = request.POST.get("proof", "")[:LONGEST_PROOF]
    if flood.lets_through(draft, sender=client_address(request), proof=proof):
        return ""
    return _(
        "La segnalazione non è ancora partita: ne stanno arrivando molte insieme. Premi di "
        "nuovo «Invia la segnalazione» quando il calcolo in fondo alla pagina è finito, "
        "oppure dopo le %(time)s: quello che hai scritto è salvo."
    ) % {"time": time_of(flood.begin_to_wait(draft))}


def adds_to(draft, typed):
    """Tell whether a form of a draft already sent brings words that its report does not have."""
    report = Report.objects.filter(draft_key=draft.pk).first()
    if report is None:
        return True
    return any(
        tidy_text(typed[name], multiline=True) not in getattr(report, column)
        for name, column in WORDS.items()
        if name in typed
    )
