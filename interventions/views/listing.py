"""The list of interventions: filters, a table cut in pages, the same rows as a sheet."""

import re
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.paging import COUNT_LIMIT, count_up_to
from accounts.services import record
from accounts.sheet import csv_response, xlsx_response
from interventions.forms.listing import ListForm
from interventions.models import FollowUp, Intervention
from interventions.record.export import HEADERS, sheet_rows
from interventions.record.listing import cut_page

CODE = re.compile(r"[A-Za-z0-9-]{1,20}", re.ASCII)
MOST_ROWS = 20_000  # of an XLSX: written whole before it is sent
TOO_MANY = (
    "Sono più di 20.000 righe: scegli un periodo più breve, oppure scarica il CSV."
)
COLUMNS = [
    # name of the order or "", label, direction of the order as it is named, goes on a tablet
    ("", "Intervento", "", False),
    ("newest", "Quando", "descending", False),
    ("place", "Luogo", "ascending", False),
    ("kind", "Tipo", "ascending", True),
    ("", "Chi", "", False),
    ("status", "Stato", "ascending", False),
]
OPPOSITE = {"ascending": "descending", "descending": "ascending"}


@require_GET
def intervention_list(request):
    form = ListForm(request.GET, user=request.user)
    context = {
        "form": form,
        "trail": [("Interventi", reverse("intervention_calendar")), ("Elenco", "")],
        "count_limit": COUNT_LIMIT,
        "open_tasks": count_up_to(_tasks(request.user), COUNT_LIMIT),
    }
    if form.is_valid():
        context |= _results(request, form)
    return render(request, "interventions/intervention_list.html", context)


@require_GET
def intervention_export(request):
    form = ListForm(request.GET, user=request.user)
    back = f"{reverse('intervention_list')}?{request.GET.urlencode()}"
    if not form.is_valid():
        return redirect(back)
    found = form.filter(Intervention.objects.visible_to(request.user))
    is_book = request.GET.get("formato") == "xlsx"
    if is_book and count_up_to(found, MOST_ROWS) > MOST_ROWS:
        messages.error(request, TOO_MANY)
        return redirect(back)
    record(
        "intervention.export",
        request.user,
        by=request.user,
        after={"filters": form.used()},
    )
    name = f"interventi-{timezone.localdate():%Y-%m-%d}"
    rows = sheet_rows(found, form.cleaned_data["order"])
    if is_book:
        return xlsx_response(name, HEADERS, rows, title="Interventi")
    return csv_response(name, HEADERS, rows)


def _results(request, form):
    visible = Intervention.objects.visible_to(request.user)
    page = cut_page(
        form.filter(visible.for_list()),
        form.cleaned_data["order"],
        after=_named(request, "after", visible),
        before=_named(request, "before", visible),
    )
    return {
        "page": page,
        "columns": _columns(form),
        "used": form.used(),
        "query": _query(form),
    }


def _tasks(user):
    return FollowUp.objects.visible_to(user).open()


def _named(request, parameter, interventions):
    """Return the one whose code is in the address, or None: a wrong code is no error here."""
    code = request.GET.get(parameter, "")
    return interventions.filter(code=code).first() if CODE.fullmatch(code) else None


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
