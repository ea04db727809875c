"""The register of processing, and what is kept of one colleague."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts import leaving, register
from accounts.models import User
from accounts.people_views import Question, person_action
from accounts.services import record
from documents.tables import csv_response
from listing.table import as_table
from texts.kept import Kind

TITLE = "Registro dei trattamenti"


@require_GET
def processing_register(request):
    of_people, others = [], []
    for entry in register.entries():
        kept = others if entry.kinds == (Kind.NOTHING,) else of_people
        kept.append((entry, register.how_erased(entry), register.where(entry)))
    context = {
        "of_people": of_people,
        "others": others,
        "trail": [("Registro", reverse("audit_list")), (TITLE, "")],
    }
    return render(request, "accounts/processing_register.html", context)


@require_GET
def processing_register_file(request, kind):
    """Give the register as CSV or as XLSX."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    table = as_table(register.FILE, register.entries())
    name = f"trattamenti-{timezone.localdate():%Y-%m-%d}"
    record("accounts.register_exported", request.user, by=request.user)
    if kind == "csv":
        return csv_response(name, *table)
    from documents.workbooks import xlsx_response  # openpyxl weighs, few ask for it

    return xlsx_response(name, *table, title=TITLE)


@require_GET
def user_held(request, pk):
    person = get_object_or_404(User, pk=pk)
    context = {
        "person": person,
        "held": leaving.held_of(person),
        "is_erased": leaving.is_erased(person),
        "trail": [
            ("Persone", reverse("user_list")),
            (person.full_name, reverse("user_edit", args=[pk])),
            ("I suoi dati", ""),
        ],
    }
    return render(request, "accounts/user_held.html", context)


user_erase = person_action(
    leaving.erase_person,
    "I dati di {} sono cancellati.",
    Question(
        "Vuoi cancellare i dati di {name}?",
        "Email, password, secondo fattore, turni dichiarati e calendario spariscono per sempre. "
        "Resta il nome su ciò che ha firmato, finché la legge chiede di conservarlo.",
        yes="Cancella i dati",
        no="Tieni i dati",
    ),
)
