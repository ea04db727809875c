"""Plan an outing, or plan it again: the form, and what stands in the way."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from interventions.forms.planning import FOLLOWING, PlanForm, initial_of
from interventions.models import (
    TO_COME,
    Intervention,
    Kind,
    Service,
    Status,
    service_of,
)
from interventions.planning.conflicts import (
    ConflictsFound,
    find_conflicts,
    no_such_hours,
)
from interventions.planning.plans import MOST_OCCURRENCES, on_each
from interventions.record.crew import people_of
from interventions.record.lifecycle import RecordChanged, StepRefused
from interventions.record.naming import named
from interventions.services import planning, series
from interventions.services.plan_once import plan_once
from interventions.views.ways import plannable_outing, to_week, way_back, way_to
from texts.codes import tidy_code
from texts.refusals import CONFLICT, REFUSED

ANYWAY, SKIP = "comunque", "salta"  # what the buttons beside the warnings say


@require_http_methods(["GET", "HEAD", "POST"])
def intervention_plan(request):
    user = request.user
    if request.method != "POST":
        return _plan_page(request, PlanForm(user=user, initial=_first_values(request)))
    form = PlanForm(request.POST, user=user)
    if not form.is_valid():
        return _plan_page(request, form, status=REFUSED)
    try:
        made = _plan(form, request)
    except StepRefused as refused:
        return _refused_plan(request, form, refused)
    messages.success(request, _planned(made))
    back = way_back(request)
    return redirect(back) if back else to_week(made[0].day)


def _planned(made):
    """Say what became of a form: one outing or more, planned or in draft."""
    if made[0].status == Status.DRAFT:
        many = "Turno" if len(made) == 1 else f"{len(made)} turni"
        return f"{many} in bozza: pubblica il mese quando è pronto."
    if len(made) == 1:
        return f"Intervento {made[0].code} pianificato.{_lacking(made[0])}"
    return f"{len(made)} interventi pianificati."


def _lacking(outing):
    """Say what a joint patrol still lacks, and who is told; "" when nothing."""
    lacking = {
        Service.POLICE: " Manca un agente: lo legge in “Oggi” chi è della Polizia Locale.",
        Service.EDUCATION: " Manca un educatore: lo leggono in “Oggi” gli educatori.",
    }
    if outing.kind != Kind.JOINT_PATROL:
        return ""
    return "".join(
        words for service, words in lacking.items() if service not in outing.services
    )


@require_http_methods(["GET", "HEAD", "POST"])
def intervention_replan(request, code):
    intervention = plannable_outing(request.user, code)
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        intervention=intervention,
        initial=initial_of(intervention),
    )
    if request.method != "POST":
        return _plan_page(request, form)
    if not form.is_valid():
        return _plan_page(request, form, status=REFUSED)
    try:
        changed = _replan(form, request)
    except StepRefused as refused:
        return _refused_plan(request, form, refused)
    if len(changed) == 1:
        messages.success(request, f"Intervento {intervention.code} aggiornato.")
    else:
        messages.success(request, f"{len(changed)} interventi aggiornati.")
    if back := way_back(request):
        return redirect(back)
    if intervention.status == Status.DRAFT:  # it has no page of its own
        return to_week(form.plan().day)
    return redirect("intervention_detail", code=intervention.code)


@require_POST
def intervention_conflicts(request):
    """Say, while the form is being filled in, what stands in the way; nothing is written."""
    code = tidy_code(request.POST.get("intervention", ""))
    visible = Intervention.objects.plannable_by(request.user)
    intervention = visible.filter(code=code).first() if code else None
    form = PlanForm(request.POST, user=request.user, intervention=intervention)
    form.full_clean()
    plan = form.plan()
    days = form.series_days()[:MOST_OCCURRENCES]
    dates = []
    if plan:
        plans, without = on_each(plan, days or [plan.day])
        apart = [intervention] if intervention else []
        found = find_conflicts(plans, by=request.user, apart_from=apart)
        dates = [(p.day, c) for p, c in zip(plans, found, strict=True) if c]
        dates += no_such_hours(without)
    context = {
        "found": _parted(dates),
        "is_series": len(days) > 1,
        "title": "Così non si può pianificare.",
        "is_live": True,
        "plan": plan,
    }
    return render(request, "interventions/_conflicts.html", context)


def _first_values(request):
    """Return what the address fills in; what cannot be read is left out."""
    ask = request.GET.get
    own = service_of(request.user)
    values = {
        "place": ask("luogo", ""),
        "day": ask("giorno", ""),
        "report_codes": tidy_code(ask("segnalazione", "")),
        "lead": own or "",
        "crew": [str(request.user.pk)] if own else [],
        "draft": ask("bozza") == "1",
        "starts": ask("dalle", ""),
        "ends": ask("alle", ""),
    }
    if person := _person_asked(ask("persona", "")):
        values |= {"lead": service_of(person), "crew": [str(person.pk)]}
    return {
        name: value for name, value in values.items() if value not in ("", [], False)
    }


def _person_asked(pk):
    """Return the person whose cell of the month was chosen, or None."""
    return next((person for person in people_of() if str(person.pk) == pk), None)


def _plan(form, request):
    choice = request.POST.get("decisione", "")
    return plan_once(
        form.plan(),
        form.series_days(),
        client_id=form.cleaned_data["client_id"],
        by=request.user,
        skip=choice == SKIP,
        confirmed=choice in (ANYWAY, SKIP),
    )


def _replan(form, request):
    """Write the plan on the intervention, or on its series from there on; return the list of them."""
    arguments = {
        "by": request.user,
        "seen": form.cleaned_data["version"],
        "confirmed": request.POST.get("decisione", "") == ANYWAY,
    }
    if form.cleaned_data.get("scope") == FOLLOWING:
        return series.replan_series(form.intervention, form.plan(), **arguments)
    one = planning.replan_intervention(form.intervention, form.plan(), **arguments)
    return [one]


def _refused_plan(request, form, refused):
    """Show the form as it was filled in, with what stands in the way and what may be decided."""
    dates, may_confirm = [], False
    status = REFUSED
    if isinstance(refused, ConflictsFound):
        plan = form.plan()
        dates = getattr(refused, "dates", [(plan.day, refused.conflicts)])
        may_confirm = refused.may_confirm
    else:
        status = add_refusal(form, refused, form.intervention)
    may_skip = getattr(refused, "may_skip", False)
    return _plan_page(
        request,
        form,
        status=status,
        found=_parted(dates) if dates else None,
        may_confirm=may_confirm,
        skip=_skip(dates) if may_skip and form.intervention is None else "",
        is_series=isinstance(refused, series.SeriesConflicts),
    )


def _skip(dates):
    """Return what the button that leaves out the dates in the way says."""
    days = [day for day, found in dates if any(one.is_refused for one in found)]
    return f"Salta il {days[0]:%d/%m}" if len(days) == 1 else "Salta queste date"


def _parted(dates):
    """Return what is refused and what only warns, each as (day to write before it, sentence)."""
    parted = {"refused": [], "warned": []}
    for day, conflicts in dates:
        for conflict in conflicts:
            part = "refused" if conflict.is_refused else "warned"
            parted[part].append((None if conflict.says_day else day, conflict.text))
    return parted


def add_refusal(form, refused, intervention):
    """Write the reason above the form and return the status of the answer."""
    form.add_error(None, str(refused))
    if not isinstance(refused, RecordChanged):
        return REFUSED
    # who has read why it was refused may send it again
    form.data = form.data.copy()
    form.data["version"] = Intervention.objects.get(pk=intervention.pk).version
    return CONFLICT


def _plan_page(request, form, *, status=200, **more):
    intervention = form.intervention
    title = (
        f"Sposta o cambia: {named(intervention)}"
        if intervention
        else "Pianifica un intervento"
    )
    is_turn = "draft" in form.fields and bool(form["draft"].value())
    if is_turn:
        title = "Aggiungi un turno al mese"
    is_late = intervention is not None and intervention.status not in TO_COME
    context = {
        "form": form,
        "intervention": intervention,
        "back": way_back(request),
        "is_turn": is_turn,
        "crew_names": _crew_names(form),
        "title": title,
        "trail": way_to(intervention, "Cambia")
        if intervention
        else way_to(None, title),
        "is_late": is_late,
        "has_locked": bool(form.fields["crew"].widget.locked),
        "found": None,
        "refusal_title": "Non è ancora salvato."
        if intervention
        else "Non è ancora pianificato.",
        "may_confirm": False,
        "skip": "",
        "is_series": False,
        **more,
    }
    return render(request, "interventions/plan_form.html", context, status=status)


def _crew_names(form):
    field = form.fields["crew"]
    chosen = set(map(str, form["crew"].value() or []))
    return ", ".join(str(p) for key, p in field.everybody.items() if key in chosen)
