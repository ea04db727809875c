"""The desk's queue: filters, a table cut in pages, a preview, the same rows as a file."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.readings import record_readings
from accounts.services import record_export
from actions.page import offers
from documents.tables import csv_response
from listing.filters import named_row, rows_around
from listing.paging import COUNT_LIMIT, count_up_to
from reports.bursts import span_of
from reports.forms.queue import QueueForm
from reports.models import ErasureRequest, Report
from reports.models.rows import ROW, WORKED_ON
from reports.permissions import ReportPermission
from reports.services.desk import READ
from reports.views.actions import GROUP_ACTIONS, TAKE_CHARGE

ERASURES = 10  # to decide, above the queue
SUBJECTS = 3  # of a group, shown in its row


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
    if preview:
        record_readings(READ, [preview], by=request.user)
    context = {
        "preview": preview,
        "take_charge": preview and TAKE_CHARGE.is_offered(request.user, preview),
        "query": form.query(),
    }
    if request.htmx and not request.htmx.boosted:
        return context
    found = form.rows(visible.for_queue())
    context |= form.results(found, **rows_around(request, visible))
    _mark(context["page"].rows, form, request.user)
    context |= _group(request.user, form.cleaned_data["group"])
    context["has_groups"] = any(report.others for report in context["page"].rows)
    late = visible.late(timezone.localdate()).rows()
    unread = visible.to_work().with_messages_to_read()
    return context | {
        "late_count": count_up_to(late, COUNT_LIMIT),
        "unread_count": count_up_to(unread, COUNT_LIMIT),
        "erasures": _erasures(request.user),
    }


def _erasures(user):
    """Return the requests of erasure that the office has to decide, the most urgent first."""
    if not user.may(ReportPermission.HANDLE):
        return []
    waiting = ErasureRequest.objects.open().select_related("report")
    return list(waiting[:ERASURES])


def _group(user, report):
    """Return what may be done at once with the group of ``report``, that the address names."""
    if report is None:
        return {"group": None, "group_head": None}
    heads = Report.objects.of_burst(report).filter(folded__isnull=False)
    head = heads.order_by("pk").first()
    acts = list(offers(GROUP_ACTIONS, user, head)) if head else []
    return {"group": report, "group_head": head, "group_actions": acts}


def _mark(rows, form, user):
    """Give each row of the page its messages ``to_read`` and ``others``, those folded behind it.

    ``take_charge`` tells whether ``user`` may begin with that. Of a group also ``subjects``, how many say another thing than the row, and the latest ``said``.
    """
    keys, is_folded = [report.pk for report in rows], not form.looks_inside
    of = ROW if is_folded else WORKED_ON
    to_read = Report.objects.messages_to_read(keys, of=of)
    groups = Report.objects.groups(keys) if is_folded else {}
    said = Report.objects.said_behind(groups, latest=SUBJECTS) if groups else {}
    for report in rows:
        report.take_charge = TAKE_CHARGE.is_offered(user, report)
        report.to_read = to_read.get(report.pk, 0)
        report.others, report.last_at = groups.get(report.pk, (0, None))
        if report.others:
            report.group_query = form.inside(report)
            report.subjects, report.said = said.get(report.pk, (0, []))
            report.span = span_of(report.last_at - report.received_at)
