"""An outing already planned: moved, cancelled, taken up again; who puts themself in it."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Forbidden
from interventions.forms.moving import CancelForm, MoveForm
from interventions.forms.planning import FOLLOWING
from interventions.permissions import InterventionPermission
from interventions.planning.conflicts import ConflictsFound
from interventions.record.crew import may_lead
from interventions.record.lifecycle import RecordChanged, StepRefused
from interventions.record.naming import named
from interventions.services import crew, planning, series
from interventions.views.planning import add_refusal
from interventions.views.ways import to_week, visible_outing, way_to
from texts.refusals import CONFLICT, REFUSED


@require_POST
def intervention_move(request, code):
    intervention = visible_outing(request.user, code)
    try:
        _require_lead(request.user, intervention)
        form = MoveForm(request.POST, intervention=intervention)
        if not form.is_valid():
            raise StepRefused(form.sentence)
        moved = planning.move_intervention(
            intervention,
            hotspot=form.spots.get(form.cleaned_data["place"]),
            day=form.cleaned_data["day"],
            seen=form.cleaned_data["seen"],
            confirmed=form.cleaned_data["confirmed"],
            by=request.user,
        )
    except StepRefused as refused:
        return _move_refused(request, intervention, refused)
    messages.success(request, f"Intervento {moved.code} spostato.")
    if request.accepts("text/html"):
        return to_week(moved.day)
    return JsonResponse({"moved": moved.code})


@require_http_methods(["GET", "HEAD", "POST"])
def intervention_cancel(request, code):
    intervention = visible_outing(request.user, code)
    _require_lead(request.user, intervention)
    form = CancelForm(
        request.POST if request.method == "POST" else None, intervention=intervention
    )
    status = 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            try:
                gone = _cancel(form, intervention, request.user)
            except StepRefused as refused:
                status = add_refusal(form, refused, intervention)
            else:
                messages.success(request, _cancelled_words(gone))
                return redirect("intervention_detail", code=intervention.code)
    context = {
        "form": form,
        "intervention": intervention,
        "named": named(intervention),
        "trail": way_to(intervention, "Annulla"),
    }
    return render(
        request, "interventions/intervention_cancel.html", context, status=status
    )


@require_POST
def intervention_restore(request, code):
    intervention = visible_outing(request.user, code)
    _require_lead(request.user, intervention)
    _do_with_warnings(
        request, planning.restore_intervention, intervention, "Intervento ripreso."
    )
    return redirect("intervention_detail", code=intervention.code)


@require_POST
def intervention_join(request, code):
    intervention = visible_outing(request.user, code)
    _do_with_warnings(
        request, crew.join_intervention, intervention, "Sei nell’equipaggio."
    )
    return redirect("intervention_detail", code=intervention.code)


@require_POST
def intervention_leave(request, code):
    intervention = visible_outing(request.user, code)
    try:
        crew.leave_intervention(intervention, by=request.user)
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Non sei più nell’equipaggio.")
    return redirect("intervention_detail", code=intervention.code)


def _require_lead(user, intervention):
    """Raise a 403 for who is of another service than the lead's."""
    if not may_lead(user, intervention.lead):
        raise Forbidden(InterventionPermission.PLAN_ALL)


def _cancel(form, intervention, by):
    arguments = {
        "because": form.cleaned_data["because"],
        "seen": form.cleaned_data["version"],
        "by": by,
    }
    if form.cleaned_data.get("scope") == FOLLOWING:
        return series.cancel_series(intervention, **arguments)
    return [planning.cancel_intervention(intervention, **arguments)]


def _cancelled_words(gone):
    if len(gone) == 1:
        return f"Intervento {gone[0].code} annullato."
    return f"{len(gone)} interventi annullati."


def _move_refused(request, intervention, refused):
    conflicts = getattr(refused, "conflicts", [])
    may_confirm = getattr(refused, "may_confirm", False)
    if request.accepts("text/html"):
        messages.error(request, str(refused))
        return redirect("intervention_replan", code=intervention.code)
    said = {
        "sentences": [c.text for c in conflicts] or [str(refused)],
        "may_confirm": may_confirm,
    }
    status = CONFLICT if isinstance(refused, RecordChanged) else REFUSED
    return JsonResponse(said, status=status)


def _do_with_warnings(request, verb, intervention, done):
    """Do it; what could be overcome is told afterwards, what could not is the answer."""
    warnings = []
    try:
        try:
            verb(intervention, by=request.user)
        except ConflictsFound as found:
            if not found.may_confirm:
                raise
            warnings = found.conflicts
            verb(intervention, by=request.user, confirmed=True)
    except StepRefused as refused:
        messages.error(request, str(refused))
        return
    messages.success(request, done)
    for conflict in warnings:
        messages.warning(request, conflict.text)
