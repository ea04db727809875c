"""When a person can, or cannot, go out: one's own availability."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from interventions.forms.availability import AvailabilityForm
from interventions.models import Availability
from interventions.services import availability
from texts.refusals import REFUSED


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


def _trail(last):
    return [("Interventi", reverse("intervention_calendar")), (last, "")]
