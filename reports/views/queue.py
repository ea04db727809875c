"""The desk's queue: filters, a table cut in pages, a preview, the same rows as a sheet."""

import re
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.paging import COUNT_LIMIT, count_up_to
from accounts.services import record
from accounts.sheet import csv_response
from reports.export import HEADERS, sheet_rows
from reports.forms.queue import QueueForm
from reports.models import Report
from reports.permissions import ReportPermission
from reports.queue import cut_page
from reports.views.actions import TAKE_CHARGE

CODE = re.compile(r"[A-Za-z0-9-]{1,20}", re.ASCII)
COLUMNS = [
    # name of the order or "", label, direction of the order as it is named, goes on a tablet
    ("", "Segnalazione", "", False),
    ("received", "Ricevuta", "descending", True),
    ("due", "Risposta entro", "ascending", False),
    ("place", "Luogo", "ascending", False),
    ("priority", "Priorità", "ascending", False),
    ("", "Stato", "", False),
    ("", "In carico a", "", True),
]
OPPOSITE = {"ascending": "descending", "descending": "ascending"}


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
    record(
        "report.export", request.user, by=request.user, after={"filters": form.used()}
    )
    return csv_response(
        f"segnalazioni-{timezone.localdate():%Y-%m-%d}",
        HEADERS,
        sheet_rows(reports, form.cleaned_data["order"]),
    )


def _results(request, form):
    visible = Report.objects.visible_to(request.user)
    preview = _named(request, "preview", visible.for_desk())
    context = {
        "preview": preview,
        "take_charge": preview and TAKE_CHARGE.is_offered(preview, request.user),
        "query": _query(form),
    }
    if request.htmx and not request.htmx.boosted:
        return context
    reports = form.filter(visible.for_queue())
    page = cut_page(
        reports,
        form.cleaned_data["order"],
        after=_named(request, "after", visible),
        before=_named(request, "before", visible),
    )
    late = visible.late(timezone.localdate())
    return context | {
        "page": page,
        "columns": _columns(form),
        "used": form.used(),
        "late_count": count_up_to(late, COUNT_LIMIT),
    }


def _named(request, parameter, reports):
    """Return the report whose code is in the address, or None: a wrong code is no error here."""
    code = request.GET.get(parameter, "")
    return reports.filter(code=code).first() if CODE.fullmatch(code) else None


def _query(form, **changes):
    """Return the address of the same selection, without what a filter does not know."""
    typed = {name: form.data.get(name, "") for name in form.fields} | changes
    return urlencode({name: value for name, value in typed.items() if value})


def _columns(form):
    """Return (label, link, aria-sort, goes on a tablet) of each column; no order, no link."""
    current = form.cleaned_data["order"]
    columns = []
    for name, label, direction, is_second in COLUMNS:
        if not name:
            link, sorted_by = "", ""
        elif current.removeprefix("-") != name:
            link, sorted_by = _query(form, order=name), "none"
        elif current == name:
            link, sorted_by = _query(form, order=f"-{name}"), direction
        else:
            link, sorted_by = _query(form, order=name), OPPOSITE[direction]
        columns.append((label, link, sorted_by, is_second))
    return columns
