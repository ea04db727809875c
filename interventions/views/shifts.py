"""What stands around the calendar: templates, one's own availability."""

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
from interventions.forms.shift_templates import ShiftTemplateForm
from interventions.models import Availability, ShiftTemplate
from interventions.permissions import InterventionPermission
from interventions.record.crew import may_lead
from interventions.record.lifecycle import StepRefused
from interventions.services import availability, shift_templates
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


def _trail(last):
    return [("Interventi", reverse("intervention_calendar")), (last, "")]


def _template_trail(last):
    return [
        ("Interventi", reverse("intervention_calendar")),
        ("Modelli di turno", reverse("template_list")),
        (last, ""),
    ]
