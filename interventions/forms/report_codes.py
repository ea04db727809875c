"""The codes of the reports an outing answers, as people type them in one field."""

import re

from django import forms

from interventions.record.bounds import MOST_REPORTS
from reports.models import Report
from texts.codes import tidy_code

LONGEST_CODES = 600  # characters: the codes of MOST_REPORTS, written at ease
UNKNOWN_CODES = "Nessuna segnalazione ha il codice {codes}: controlla come è scritto."
TOO_MANY_CODES = f"Al massimo {MOST_REPORTS} segnalazioni per intervento."


def reports_of_codes(typed, user):
    """Return the Reports of the codes in a text, those ``user`` may read.

    Codes are apart by spaces, commas or semicolons. Raise ``forms.ValidationError`` for one that
    is of no such report, or for more than ``MOST_REPORTS``.
    """
    codes = [code for code in re.split(r"[,;\s]+", typed) if code]
    if len(codes) > MOST_REPORTS:
        raise forms.ValidationError(TOO_MANY_CODES)
    codes = {tidy_code(code) or code for code in codes}
    visible = Report.objects.visible_to(user)
    found = {report.code: report for report in visible.filter(code__in=codes)}
    if unknown := sorted(codes - found.keys()):
        raise forms.ValidationError(UNKNOWN_CODES.format(codes=", ".join(unknown)))
    return list(found.values())
