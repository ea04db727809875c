"""Moving past reports to the boundaries of today, after a look at what would move."""

from datetime import timedelta

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_safe,
)

from jobs.models import JobRun
from reports.forms.reassign import ReassignForm
from reports.models import Report
from reports.moves import MoveRefused
from reports.placing import JOB, preview_reassignment
from reports.services.reassign import start_reassignment

MOST_POINTS = 5_000
QUEUE = ("Segnalazioni", reverse_lazy("report_queue"))


@require_http_methods(["GET", "POST"])
def report_reassign(request):
    if request.method == "POST":
        form = ReassignForm(request.POST)
        if form.is_valid():
            try:
                run = start_reassignment(**form.cleaned_data, by=request.user)
            except MoveRefused as refused:
                messages.error(request, str(refused))
            else:
                return redirect("report_reassign_run", pk=run.pk)
        return redirect("report_reassign")
    context = {
        "trail": [QUEUE, ("Riassegna ai luoghi", "")],
        "preview": preview_reassignment(),
        "running": JobRun.objects.running().filter(name=JOB).first(),
    }
    return render(request, "reports/desk_reassign.html", context)


@require_safe
def report_points(request):
    """Answer where the reports of the last year are, to see them while drawing a boundary."""
    since = timezone.localdate() - timedelta(days=365)
    reports = Report.objects.visible_to(request.user).filter(received_on__gte=since)
    return JsonResponse({"points": list(reports.by_point(MOST_POINTS))})


@require_GET
def report_reassign_run(request, pk):
    run = get_object_or_404(JobRun, pk=pk, name=JOB)
    template = "reports/desk_reassign_run.html"
    if request.htmx and not request.htmx.boosted:
        template += "#progress"
    trail = [
        QUEUE,
        ("Riassegna ai luoghi", reverse("report_reassign")),
        ("Spostamento", ""),
    ]
    return render(request, template, {"run": run, "trail": trail})
