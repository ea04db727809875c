"""The other forces' counts: the list, the same rows as a sheet, one typed in by hand."""

import re
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Sum
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.paging import COUNT_LIMIT, cut_page
from accounts.sheet import csv_response
from interventions import services
from interventions.forces.listing import HEADERS, order_keys, sheet_rows
from interventions.forms.forces import CountForm, ForceListForm
from interventions.models import ForceCount
from interventions.permissions import InterventionPermission

NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
REFUSED = 422
COLUMNS = [
    # name of the order, label, direction of the order as it is named
    ("month", "Mese", "descending"),
    ("place", "Luogo", "ascending"),
    ("force", "Forza", "ascending"),
    ("kind", "Tipo", "ascending"),
    ("count", "Interventi", "descending"),
]
OPPOSITE = {"ascending": "descending", "descending": "ascending"}
TRAIL = ("Altre forze", "force_counts")


@require_GET
def force_counts(request):
    form = ForceListForm(request.GET)
    context = {
        "form": form,
        "trail": [("Altre forze", "")],
        "count_limit": COUNT_LIMIT,
        "may_import": request.user.may(InterventionPermission.IMPORT_FORCES),
    }
    if form.is_valid():
        context |= _results(request, form)
    return render(request, "interventions/force_counts.html", context)


@require_GET
def force_export(request):
    form = ForceListForm(request.GET)
    if not form.is_valid():
        return redirect(f"{reverse('force_counts')}?{request.GET.urlencode()}")
    rows = sheet_rows(form.filter(ForceCount.objects), form.cleaned_data["order"])
    return csv_response(f"altre-forze-{timezone.localdate()}", HEADERS, rows)


@require_http_methods(["GET", "POST"])
def force_create(request):
    form = CountForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        batch = services.import_counts([form.line], by=request.user)
        if batch is None:
            messages.info(request, "Il numero era già questo: non è cambiato niente.")
            return redirect("force_counts")
        messages.success(request, "Conteggio scritto.")
        return redirect("force_import_detail", pk=batch.pk)
    context = {
        "form": form,
        "trail": [(TRAIL[0], reverse(TRAIL[1])), ("Scrivi un conteggio", "")],
    }
    status = REFUSED if form.is_bound else 200
    return render(request, "interventions/force_form.html", context, status=status)


def _results(request, form):
    found = form.filter(ForceCount.objects.select_related("hotspot"))
    page = cut_page(
        found,
        order_keys(form.cleaned_data["order"]),
        after=_numbered(request, "after"),
        before=_numbered(request, "before"),
    )
    return {
        "page": page,
        "columns": _columns(form),
        "sum": found.aggregate(sum=Sum("count", default=0))["sum"],
        "query": _query(form),
        "used": form.used(),
    }


def _numbered(request, parameter):
    """Return the count whose number is in the address, or None: a wrong one is no error here."""
    number = request.GET.get(parameter, "")
    if not NUMBER.fullmatch(number):
        return None
    return ForceCount.objects.filter(pk=number).first()


def _query(form, **changes):
    """Return the address of the same selection, without what a filter does not know."""
    typed = {name: form.data.get(name, "") for name in form.fields} | changes
    return urlencode({name: value for name, value in typed.items() if value})


def _columns(form):
    """Return (label, link, aria-sort) of each column."""
    current = form.cleaned_data["order"]
    columns = []
    for name, label, direction in COLUMNS:
        if current.removeprefix("-") != name:
            columns.append((label, _query(form, order=name), "none"))
        elif current == name:
            columns.append((label, _query(form, order=f"-{name}"), direction))
        else:
            columns.append((label, _query(form, order=name), OPPOSITE[direction]))
    return columns
