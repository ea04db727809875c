"""The desk's queue: filters, a table cut in pages, a preview, the same rows as a file."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.services import record_export
from documents.tables import csv_response
from listing.filters import named_row, rows_around
from listing.paging import COUNT_LIMIT, count_up_to
from reports.forms.queue import QueueForm
from reports.models import Report
from reports.permissions import ReportPermission
from reports.views.actions import TAKE_CHARGE


@require_GET
def report_queue(request):
    form = QueueForm(request.GET, user=request.user)
    context = {
        "form": form,
        "trail": [("Segnalazioni", "")],
        "count_limit": COUNT_LIMIT,
        "may_reassign": request.user.may(ReportPermission.REASSIGN_PLACES),
    }
    if form.is_valid():
        context |= _results(request, form)
    if request.htmx and not request.htmx.boosted:
        return render(request, "reports/desk_queue.html#preview", context)
    return render(request, "reports/desk_queue.html", context)


@require_GET
def report_export(request):
    form = QueueForm(request.GET, user=request.user)
    if not form.is_valid():
        return redirect(f"{reverse('report_queue')}?{request.GET.urlencode()}")
    reports = form.filter(Report.objects.visible_to(request.user))
    record_export("report.export", form, by=request.user)
    name = f"segnalazioni-{timezone.localdate():%Y-%m-%d}"
    return csv_response(name, *form.export(reports))


def _results(request, form):
    visible = Report.objects.visible_to(request.user)
    preview = named_row(request, "preview", visible.for_desk())
    context = {
        "preview": preview,
        "take_charge": preview and TAKE_CHARGE.is_offered(request.user, preview),
        "query": form.query(),
    }
    if request.htmx and not request.htmx.boosted:
        return context
    found = form.filter(visible.for_queue())
    context |= form.results(found, **rows_around(request, visible))
    _mark(context["page"].rows)
    late = visible.late(timezone.localdate())
    unread = visible.to_work().with_messages_to_read()
    return context | {
        "late_count": count_up_to(late, COUNT_LIMIT),
        "unread_count": count_up_to(unread, COUNT_LIMIT),
    }


def _mark(rows):
    """Give each row of the page ``to_read``, how many messages wait in it."""
    to_read = Report.objects.messages_to_read([report.pk for report in rows])
    for report in rows:
        report.to_read = to_read.get(report.pk, 0)
