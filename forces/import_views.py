"""Importing a file of counts: the file, what it would change, doing it, taking it back."""

import secrets

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from documents.tables import XLSX, csv_response
from forces import services
from forces.forms import UploadForm
from forces.models import FORCE_KINDS, Force, ForceImport
from forces.rows import CHANGED, NEW, SAME, Line, compare, read_lines, stored_counts
from forces.template import template_csv, template_xlsx
from hotspots.models import ELSEWHERE_LABEL, Hotspot
from texts.refusals import REFUSED, Refused

DRAFT = "force_draft"  # in the person's own session: no hidden field to trust
SHOWN = 200  # rows and sentences on a page
RECENT = 50
USED = "Questa anteprima non c’è più: l’hai già importata, oppure hai caricato un altro file."
NOTHING = "Tutti i conteggi erano già così: non è cambiato niente."


@require_http_methods(["GET", "POST"])
def force_import(request):
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent, by=request.user)
    if form.is_valid():
        request.session[DRAFT] = _draft(form)
        return redirect("force_preview")
    context = {
        "form": form,
        "imports": ForceImport.objects.select_related("by")[:RECENT],
        "trail": [_home(), ("Importa", "")],
    }
    status = REFUSED if form.is_bound else 200
    return render(request, "forces/force_import.html", context, status=status)


@require_http_methods(["GET", "POST"])
def force_preview(request):
    draft = request.session.get(DRAFT)
    if request.method == "POST":
        return _do_import(request, draft)
    if draft is None:
        return redirect("force_import")
    lines = [Line.unpacked(kept) for kept in draft["lines"]]
    found = compare(lines, stored_counts(lines))
    states = [state for _, state, _ in found]
    told = [row for row in found if row[1] != SAME]
    context = {
        "draft": draft,
        "right": len(lines),
        "new": states.count(NEW),
        "changed": states.count(CHANGED),
        "same": states.count(SAME),
        "rows": _shown(told[:SHOWN]),
        "more": max(0, len(told) - SHOWN),
        "twin": ForceImport.objects.filter(digest=draft["digest"], undone_at=None)
        .select_related("by")
        .first(),
        "trail": [_home(), ("Importa", reverse("force_import")), ("Anteprima", "")],
    }
    return render(request, "forces/force_preview.html", context)


@require_GET
def force_import_detail(request, pk):
    batch = _batch(pk)
    changed = batch.changes.exclude(before=F("after"))
    changes = list(changed.select_related("hotspot")[:SHOWN])
    stored = stored_counts(changes)
    context = {
        "batch": batch,
        "changes": [(change, stored.get(_key(change))) for change in changes],
        "more": max(0, changed.count() - SHOWN),
        "trail": [
            _home(),
            ("Importa", reverse("force_import")),
            (f"Importazione {batch.pk}", ""),
        ],
    }
    return render(request, "forces/force_import_detail.html", context)


@require_http_methods(["GET", "POST"])
def force_undo(request, pk):
    batch = _batch(pk)
    if request.method == "POST":
        try:
            kept = services.undo_import(batch, by=request.user)
        except Refused as refused:
            messages.info(request, str(refused))
        else:
            messages.success(request, _undone(kept))
    return redirect("force_import_detail", pk=batch.pk)


@require_GET
def force_template_csv(request):
    heading, *rows = template_csv()
    return csv_response("modello-altre-forze", heading, rows)


@require_GET
def force_template_xlsx(request):
    return HttpResponse(
        template_xlsx(),
        content_type=XLSX,
        headers={
            "Content-Disposition": 'attachment; filename="modello-altre-forze.xlsx"'
        },
    )


def _do_import(request, draft):
    if draft is None or request.POST.get("draft") != draft["token"]:
        messages.info(request, USED)
        return redirect("force_import")
    lines = [Line.unpacked(kept) for kept in draft["lines"]]
    batch = services.import_counts(
        lines, by=request.user, file_name=draft["name"], digest=draft["digest"]
    )
    del request.session[DRAFT]
    if batch is None:
        messages.info(request, NOTHING)
        return redirect("force_import")
    messages.success(request, _imported(len(lines), draft["wrong"]))
    return redirect("force_import_detail", pk=batch.pk)


def _draft(form):
    lines, sentences, wrong = read_lines(form.table.rows)
    return {
        "token": secrets.token_urlsafe(16),
        "name": form.cleaned_data["file"].name[-120:],
        "digest": form.digest,
        "remarks": form.table.remarks,
        "lines": [line.packed() for line in lines],
        "sentences": sentences[:SHOWN],
        "more_sentences": max(0, len(sentences) - SHOWN),
        "wrong": wrong,
    }


def _shown(found):
    places, kinds = dict(Hotspot.objects.values_list("pk", "name")), dict(FORCE_KINDS)
    return [
        {
            "line": line,
            "place": places.get(line.hotspot_id, ELSEWHERE_LABEL),
            "force": Force(line.force).label,
            "kind": kinds[line.kind],
            "state": state,
            "now": now,
        }
        for line, state, now in found
    ]


def _imported(right, wrong):
    if not wrong:
        return "Conteggi importati."
    done = "Importata 1 riga" if right == 1 else f"Importate {right} righe"
    left = "1 era" if wrong == 1 else f"{wrong} erano"
    return f"{done} su {right + wrong}: {left} da correggere."


def _undone(kept):
    if not kept:
        return "Importazione annullata: i conteggi sono di nuovo come prima."
    some = "un conteggio" if len(kept) == 1 else f"{len(kept)} conteggi"
    return f"Importazione annullata, tranne {some} di chi ha scritto dopo: vedi la tabella."


def _key(change):
    return change.force, change.hotspot_id, change.month, change.kind


def _batch(pk):
    found = ForceImport.objects.select_related("by", "undone_by")
    return get_object_or_404(found, pk=pk)


def _home():
    return "Altre forze", reverse("force_counts")
