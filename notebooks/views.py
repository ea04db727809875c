"""The diary and the police notes: the same pages, for two services that never meet.

What these pages show is kept by no browser and no proxy, and the trail says who read it: the list too
shows how each text begins. Words to look for are posted.
"""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import AuditEntry
from accounts.readings import record_readings
from accounts.targets import labels_of
from accounts.trail import codes_of
from hotspots.models import place_name
from interventions.models import Intervention
from listing.filters import named_row, rows_around
from listing.paging import COUNT_LIMIT
from notebooks.filters import NotesFilterForm, NotesSearchForm
from notebooks.forms import FORMS
from notebooks.reading import (
    NOTEBOOKS,
    NOTES,
    SEARCH_ROWS,
    OpenNote,
    open_notes,
    search,
)
from notebooks.services import (
    CORRECTED,
    READ,
    WRITTEN,
    SealedNoteChanged,
    correct_note,
    write_note,
)
from texts.refusals import CONFLICT, REFUSED

SAVED = "Salvato e cifrato."
CHANGED = (
    "Nel frattempo hai corretto questo testo da un’altra pagina: qui sotto c’è com’è adesso. "
    "Nei campi c’è quello che hai scritto ora: salva di nuovo per tenerlo."
)


def of_notebook(*methods):
    """Give a view its Notebook, and keep what it shows out of caches and error reports."""

    def decorate(view):
        @wraps(view)
        def wrapper(request, service, **kwargs):
            return view(request, NOTEBOOKS[service], **kwargs)

        allowed = require_http_methods(methods) if methods else require_safe
        return never_cache(sensitive_post_parameters()(allowed(wrapper)))

    return decorate


@of_notebook("GET", "HEAD", "POST")
def note_list(request, notebook):
    form = NotesFilterForm(request.GET, user=request.user)
    asked = NotesSearchForm(request.POST if request.method == "POST" else None)
    context = {
        "notebook": notebook,
        "form": form,
        "search": asked,
        "trail": [(notebook.title, "")],
        "count_limit": COUNT_LIMIT,
    }
    if not form.is_valid():
        return render(request, "notebooks/sealed_list.html", context)
    notes = form.filter(notebook.notes(request.user)).for_list()
    order = form.cleaned_data["order"]
    if asked.is_bound and asked.is_valid():
        found, is_whole = search(
            NOTES.in_order(notes, order), asked.cleaned_data["words"]
        )
        context |= {"notes": found, "is_search": True}
        context |= {"is_whole": is_whole, "search_rows": SEARCH_ROWS}
    elif not asked.is_bound:
        around = rows_around(request, notes, by="pk")
        page = NOTES.cut_page(notes, order, **around)
        context |= {"page": page, "notes": open_notes(page.rows)}
    status = REFUSED if asked.is_bound and asked.errors else 200
    _record(request, notebook, context.get("notes", []))
    return render(request, "notebooks/sealed_list.html", context, status=status)


@of_notebook()
def note_detail(request, notebook, pk):
    note = OpenNote(_note(request, notebook, pk))
    _record(request, notebook, [note])
    context = {
        "note": note,
        "notebook": notebook,
        "heading": _heading(note.row),
        "trail": [(notebook.title, notebook.url("list")), (_heading(note.row), "")],
        "is_mine": note.row.by_id == request.user.pk,
        "history": _history(note.row),
    }
    return render(request, "notebooks/sealed_detail.html", context)


@of_notebook("GET", "HEAD", "POST")
def note_create(request, notebook):
    typed = request.POST if request.method == "POST" else None
    outing = _outing(request)
    form = FORMS[notebook.service](typed, user=request.user, intervention=outing)
    if form.is_bound and form.is_valid():
        note = write_note(form.data_to_seal, by=request.user, **form.facts)
        messages.success(request, SAVED)
        return redirect(notebook.url("detail", note.pk))
    return _form_page(request, notebook, form, title=notebook.write)


@of_notebook("GET", "HEAD", "POST")
def note_edit(request, notebook, pk):
    row = _note(request, notebook, pk)
    if row.by_id != request.user.pk:
        raise PermissionDenied
    now = OpenNote(row)
    if now.data is None:  # saving would bury what a lost key may still open
        return redirect(now.url)
    typed = request.POST if request.method == "POST" else None
    form = FORMS[notebook.service](typed, user=request.user, note=row, said=now.data)
    if form.is_bound and form.is_valid():
        try:
            correct_note(
                row,
                form.data_to_seal,
                by=request.user,
                seen=form.cleaned_data["seen"],
                **form.facts,
            )
        except SealedNoteChanged:
            return _conflict(request, notebook, form, pk)
        messages.success(request, SAVED)
        return redirect(now.url)
    return _form_page(request, notebook, form, title="Correggi", note=now)


def _note(request, notebook, pk):
    return get_object_or_404(notebook.notes(request.user).for_list(), pk=pk)


def _record(request, notebook, notes):
    """Leave in the trail that these texts were read; one that no key opens was not."""
    read = [note.row for note in notes if note.data is not None]
    record_readings(READ[notebook.service], read, by=request.user)


def _outing(request):
    visible = Intervention.objects.visible_to(request.user)
    return named_row(request, "intervento", visible)


def _heading(row):
    return f"{place_name(row.hotspot)}, {row.on:%d/%m/%Y}"


def _history(row):
    """List who wrote and who corrected, from the trail: the first one is the writing.

    Not who read: that is for who audits.
    """
    acts = [*codes_of(WRITTEN[row.service]), *codes_of(CORRECTED[row.service])]
    return AuditEntry.objects.filter(
        target_type__in=labels_of(row), target_id=str(row.pk), action__in=acts
    ).order_by("at", "pk")


def _conflict(request, notebook, form, pk):
    """Give back what was typed beside what the note says now; pressing again keeps it."""
    now = OpenNote(_note(request, notebook, pk))
    form.data = form.data.copy()
    form.data["seen"] = now.row.version
    form.add_error(None, CHANGED)
    return _form_page(
        request, notebook, form, title="Correggi", note=now, is_conflict=True
    )


def _form_page(request, notebook, form, *, title, note=None, is_conflict=False):
    back = note.url if note else notebook.url("list")
    trail = [(notebook.title, notebook.url("list"))]
    if note:
        _record(request, notebook, [note])
        trail.append((_heading(note.row), note.url))
    context = {
        "notebook": notebook,
        "form": form,
        "title": title,
        "trail": [*trail, (title, "")],
        "back": back,
        "now": note if is_conflict else None,
    }
    status = CONFLICT if is_conflict else REFUSED if form.errors else 200
    return render(request, "notebooks/sealed_form.html", context, status=status)
