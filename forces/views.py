"""The other forces' counts: the list, the same rows as a file, one typed in by hand."""

from django.contrib import messages
from django.db.models import Sum
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.services import record_export
from documents.tables import csv_response
from forces import services
from forces.forms import CountForm, ForceListForm
from forces.models import ForceCount
from forces.permissions import ForcePermission
from listing.filters import rows_around
from listing.paging import COUNT_LIMIT
from texts.refusals import REFUSED

TRAIL = ("Altre forze", "force_counts")


@require_GET
def force_counts(request):
    form = ForceListForm(request.GET)
    context = {
        "form": form,
        "trail": [("Altre forze", "")],
        "count_limit": COUNT_LIMIT,
        "may_import": request.user.may(ForcePermission.IMPORT),
    }
    if form.is_valid():
        context |= _results(request, form)
    return render(request, "forces/force_counts.html", context)


@require_GET
def force_export(request):
    form = ForceListForm(request.GET)
    if not form.is_valid():
        return redirect(f"{reverse('force_counts')}?{request.GET.urlencode()}")
    record_export("forces.export", form, by=request.user)
    found = form.filter(ForceCount.objects)
    return csv_response(f"altre-forze-{timezone.localdate()}", *form.export(found))


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
    return render(request, "forces/force_form.html", context, status=status)


def _results(request, form):
    found = form.filter(ForceCount.objects.select_related("hotspot"))
    around = rows_around(request, ForceCount.objects, by="pk")
    return form.results(found, **around) | {
        "sum": found.aggregate(sum=Sum("count", default=0))["sum"],
    }
