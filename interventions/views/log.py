"""Registra dopo: the form for an outing nobody logged while it went on."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from interventions.field.document import DocumentRefused
from interventions.forms.log import InterventionLogForm
from interventions.record.lifecycle import StepRefused
from interventions.services.field import record_outing

LOGGED = "Uscita {code} registrata: ora aspetta l’approvazione dei servizi."


@require_http_methods(["GET", "POST"])
def intervention_log(request):
    form = InterventionLogForm(request.POST or None, user=request.user)
    status = 200
    if request.method == "POST":
        done = _logged(form, request.user)
        if done:
            messages.success(request, LOGGED.format(code=done.code))
            return redirect("intervention_detail", code=done.code)
        status = 422
    context = {
        "form": form,
        "trail": [
            ("Interventi", reverse("intervention_calendar")),
            ("Registra dopo", ""),
        ],
    }
    return render(request, "interventions/log.html", context, status=status)


def _logged(form, user):
    """Write the outing of a form; return None, with the sentences in the form, when refused."""
    if not form.is_valid():
        return None
    try:
        return record_outing(form.document(), by=user)
    except DocumentRefused as refused:
        form.show(refused)
    except StepRefused as refused:
        form.add_error(None, str(refused))
    return None
