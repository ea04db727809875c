"""The sheet being written: what was typed is never lost, whatever happened meanwhile."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import Forbidden
from interventions.forms.sheet import SheetEntry
from interventions.models import Intervention
from interventions.permissions import InterventionPermission
from interventions.record.lifecycle import RecordChanged, StepRefused
from interventions.record.naming import named
from interventions.record.sheet import LABELS, changed, read_sheet, shown
from interventions.record.writing import may_write, may_write_of
from interventions.services.sheet import save_sheet
from texts.refusals import CONFLICT, REFUSED

CANNOT = "La scheda di questo intervento adesso si può solo leggere."
SAVED = "Scheda salvata."


@require_http_methods(["GET", "POST"])
def intervention_edit(request, code):
    intervention = _intervention(request.user, code)
    if not may_write_of(request.user, intervention):
        raise Forbidden(InterventionPermission.LOG)
    if not may_write(request.user, intervention):
        messages.error(request, CANNOT)
        return redirect("intervention_detail", code=intervention.code)
    typed = request.POST if request.method == "POST" else None
    more = request.POST.getlist("add")
    entry = SheetEntry(typed, intervention=intervention, user=request.user, more=more)
    if typed is None or more:
        return _page(request, intervention, entry)
    return _save(request, intervention, entry)


def _save(request, intervention, entry):
    if not entry.is_valid():
        return _page(request, intervention, entry, status=REFUSED)
    try:
        save_sheet(intervention, entry.sheet, by=request.user, seen=entry.seen)
    except RecordChanged as refused:
        return _meanwhile(request, intervention, entry, str(refused))
    except StepRefused as refused:
        entry.form.add_error(None, str(refused))
        entry.keep_for_another_try(intervention.version)
        return _page(request, intervention, entry, status=REFUSED)
    messages.success(request, SAVED)
    return redirect("intervention_detail", code=intervention.code)


def _meanwhile(request, intervention, entry, reason):
    """Show what was typed beside what the sheet says now; sending it again overwrites."""
    now = read_sheet(intervention)
    differences = [
        (LABELS[name], shown(now, name), shown(entry.sheet, name))
        for name in changed(now, entry.sheet)
    ]
    entry.keep_for_another_try(intervention.version)
    steps = list(intervention.history.all())
    return _page(
        request,
        intervention,
        entry,
        status=CONFLICT,
        reason=reason,
        differences=differences,
        last=steps[-1] if steps else None,
    )


def _intervention(user, code):
    rows = Intervention.objects.visible_to(user).for_record()
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def _page(request, intervention, entry, *, status=200, **meanwhile):
    context = {
        "intervention": intervention,
        "entry": entry,
        "named": named(intervention),
        "trail": [
            ("Interventi", reverse("intervention_calendar")),
            (
                named(intervention),
                reverse("intervention_detail", args=[intervention.code]),
            ),
            ("Scheda", ""),
        ],
        "reason": "",
        "differences": [],
        "last": None,
        **meanwhile,
    }
    return render(
        request, "interventions/intervention_edit.html", context, status=status
    )
