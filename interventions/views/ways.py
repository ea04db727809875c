"""How a page about one outing finds it, and which ways lead there and away."""

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from interventions.models import Intervention, Status
from interventions.record.naming import named
from texts.days import monday_of


def plannable_outing(user, code):
    """Return an outing to plan again, or a draft of who plans both services; 404 otherwise."""
    return _outing(Intervention.objects.plannable_by(user), code)


def visible_outing(user, code):
    return _outing(Intervention.objects.visible_to(user), code)


def _outing(rows, code):
    rows = rows.select_related("hotspot")
    rows = rows.prefetch_related("crew__person__role", "reports")
    return get_object_or_404(rows, code=code)


def way_to(intervention, last):
    steps = [("Interventi", reverse("intervention_calendar"))]
    if intervention and intervention.status != Status.DRAFT:
        url = reverse("intervention_detail", args=[intervention.code])
        steps.append((named(intervention), url))
    return [*steps, (last, "")]


def to_week(day):
    monday = monday_of(day)
    address = reverse("intervention_calendar")
    this_week = monday_of(timezone.localdate())
    return redirect(address if monday == this_week else f"{address}?dal={monday}")


def way_back(request):
    """Return the page of ours that sent here and asked to come back to it; "" when none did."""
    asked = request.GET.get("torna", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if is_ours and asked.startswith("/") else ""
