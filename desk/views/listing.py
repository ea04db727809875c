"""The list of interventions: filters, a table cut in pages, the same rows as a file."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.services import record_export
from desk.forms import ListForm
from documents.tables import csv_response
from interventions.models import FollowUp, Intervention
from interventions.record.doubts import doubts_on
from listing.filters import rows_around
from listing.paging import COUNT_LIMIT, count_up_to

MOST_ROWS = 20_000  # of an XLSX: written whole before it is sent
TOO_MANY = (
    "Sono più di 20.000 righe: scegli un periodo più breve, oppure scarica il CSV."
)


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
    return render(request, "desk/intervention_list.html", context)


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
    record_export("intervention.export", form, by=request.user)
    name = f"interventi-{timezone.localdate():%Y-%m-%d}"
    if is_book:
        from documents.workbooks import xlsx_response  # heavy, and seldom asked for

        return xlsx_response(name, *form.export(found), title="Interventi")
    return csv_response(name, *form.export(found))


def _results(request, form):
    visible = Intervention.objects.visible_to(request.user)
    found = form.filter(visible.for_list())
    results = form.results(found, **rows_around(request, visible))
    others = doubts_on(results["page"].rows)
    for row in results["page"].rows:
        row.other = others.get(row.pk)
    return results


def _tasks(user):
    return FollowUp.objects.visible_to(user).to_do()
