"""What stands around the calendar: templates, one's own availability, a week copied."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.access import Forbidden
from interventions.forms.availability import AvailabilityForm
from interventions.forms.moving import CopyWeekForm
from interventions.forms.shift_templates import ShiftTemplateForm
from interventions.models import Availability, ShiftTemplate
from interventions.permissions import InterventionPermission
from interventions.record.crew import may_lead
from interventions.record.lifecycle import StepRefused
from interventions.services import availability, shift_templates
from interventions.services.copy_week import copy_week, preview_week
from texts.days import monday_of
from texts.refusals import REFUSED


@require_safe
def template_list(request):
    rows = ShiftTemplate.objects.select_related("hotspot")
    rows = [(row, may_lead(request.user, row.lead)) for row in rows]
    return render(
        request,
        "interventions/template_list.html",
        {"rows": rows, "trail": _trail("Modelli di turno")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def template_create(request):
    return _template_form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def template_edit(request, pk):
    return _template_form(request, _template(request.user, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def template_delete(request, pk):
    template = _template(request.user, pk)
    if request.method == "POST":
        shift_templates.delete_template(template, by=request.user)
        messages.success(request, "Modello eliminato.")
        return redirect("template_list")
    return render(
        request,
        "interventions/template_delete.html",
        {"template": template, "trail": _template_trail("Elimina")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def availability_list(request):
    form = AvailabilityForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            availability.mark_availability(by=request.user, **form.arguments)
            messages.success(request, "Segnato: lo vede chi pianifica i turni.")
            return redirect("availability_list")
        status = REFUSED
    rows = Availability.objects.filter(
        person=request.user, ends_at__gt=timezone.now() - timedelta(days=1)
    )
    context = {"form": form, "rows": rows, "trail": _trail("Disponibilità")}
    return render(
        request, "interventions/availability_list.html", context, status=status
    )


@require_POST
def availability_delete(request, pk):
    row = get_object_or_404(Availability, pk=pk, person=request.user)
    availability.remove_availability(row, by=request.user)
    messages.success(request, "Tolto.")
    return redirect("availability_list")


@require_http_methods(["GET", "HEAD", "POST"])
def intervention_copy_week(request):
    form = CopyWeekForm(_weeks(request))
    if not form.is_valid():
        return _copy_page(request, form, status=REFUSED)
    weeks = form.cleaned_data
    source, target = monday_of(weeks["source"]), monday_of(weeks["target"])
    try:
        if request.method == "POST":
            made = copy_week(source, target, by=request.user)
            messages.success(request, _copied_words(made))
            return redirect(f"{reverse('intervention_calendar')}?dal={target}")
        copies = preview_week(source, target, by=request.user)
    except StepRefused as refused:
        form.add_error(None, str(refused))
        return _copy_page(request, form, status=REFUSED)
    return _copy_page(request, form, copies=copies, source=source, target=target)


def _template(user, pk):
    template = get_object_or_404(ShiftTemplate.objects.select_related("hotspot"), pk=pk)
    if not may_lead(user, template.lead):
        raise Forbidden(InterventionPermission.PLAN_ALL)
    return template


def _template_form(request, template):
    form = ShiftTemplateForm(
        request.POST if request.method == "POST" else None,
        user=request.user,
        template=template,
    )
    status = 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            try:
                shift_templates.save_template(
                    template, by=request.user, **form.arguments
                )
            except StepRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, "Modello salvato.")
                return redirect("template_list")
    title = f"Modello “{template}”" if template else "Nuovo modello di turno"
    context = {"form": form, "title": title, "trail": _template_trail(title)}
    return render(request, "interventions/template_form.html", context, status=status)


def _weeks(request):
    """Return the two weeks asked for; one alone, or none, is copied into the week after it."""
    if request.method == "POST":
        return request.POST
    if "a" in request.GET:
        return request.GET
    asked = CopyWeekForm(request.GET)
    asked.is_valid()
    monday = monday_of(asked.cleaned_data.get("source") or timezone.localdate())
    return {"dal": str(monday), "a": str(monday + timedelta(days=7))}


def _copied_words(made):
    if not made:
        return "Non c’era niente da copiare."
    if len(made) == 1:
        return "1 intervento copiato."
    return f"{len(made)} interventi copiati."


def _copy_page(request, form, *, status=200, copies=(), source=None, target=None):
    context = {
        "form": form,
        "groups": _groups(copies),
        "left_behind": _left_behind(copies),
        "refused": sum(1 for copy in copies if copy.refused),
        "possible": sum(1 for copy in copies if not copy.refused),
        "source": source,
        "target": target,
        "trail": _trail("Copia una settimana"),
    }
    return render(request, "interventions/copy_week.html", context, status=status)


def _groups(copies):
    """Return (heading, copies) of what is copied, and of what is copied with a warning."""
    good = [copy for copy in copies if not copy.refused]
    plain = [copy for copy in good if not copy.warnings]
    warned = [copy for copy in good if copy.warnings]
    groups = [
        ("Si copia" if len(plain) == 1 else "Si copiano", plain),
        (f"Si copia{'' if len(warned) == 1 else 'no'}, ma controlla", warned),
    ]
    return [(heading, rows) for heading, rows in groups if rows]


def _left_behind(copies):
    """Return (reason, copies) of what is not copied; an outing of two reasons is under the first."""
    reasons = {}
    for copy in copies:
        if copy.refused:
            reasons.setdefault(copy.refused[0], []).append(copy)
    return list(reasons.items())


def _trail(last):
    return [("Interventi", reverse("intervention_calendar")), (last, "")]


def _template_trail(last):
    return [
        ("Interventi", reverse("intervention_calendar")),
        ("Modelli di turno", reverse("template_list")),
        (last, ""),
    ]
