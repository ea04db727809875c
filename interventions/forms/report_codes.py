"""The codes of the reports an outing answers, as people type them in one field."""

from django import forms

from interventions.record.bounds import MOST_REPORTS
from reports.models import Report
from texts.codes import codes_in

LONGEST_CODES = 600  # characters: the codes of MOST_REPORTS, written at ease
UNKNOWN_CODES = "Nessuna segnalazione ha il codice {codes}: controlla come è scritto."
TOO_MANY_CODES = f"Al massimo {MOST_REPORTS} segnalazioni per intervento."


def reports_of_codes(typed, user):
    """Return the Reports of the codes in a text, those ``user`` may read.

    Codes are apart by spaces, commas or semicolons. Raise ``forms.ValidationError`` for one that
    is of no such report, or for more than ``MOST_REPORTS``.
    """
    codes, wrong = codes_in(typed)
    if len(codes) + len(wrong) > MOST_REPORTS:
        raise forms.ValidationError(TOO_MANY_CODES)
    found = Report.objects.visible_to(user).in_bulk(codes, field_name="code")
    if unknown := sorted({*codes, *wrong} - found.keys()):
        raise forms.ValidationError(UNKNOWN_CODES.format(codes=", ".join(unknown)))
    return list(found.values())
