"""The map's data for everybody; places and dated events for the coordinator."""

import hashlib

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.html import format_html
from django.views.decorators.cache import cache_control
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from hotspots.boundary_warnings import boundary_warnings
from hotspots.features import map_features, other_areas
from hotspots.forms import EventForm, HotspotForm
from hotspots.models import Event, Hotspot
from hotspots.services import (
    ChangedMeanwhile,
    archive_hotspot,
    create_hotspot,
    delete_event,
    restore_hotspot,
    save_event,
    update_hotspot,
)
from hotspots.street_lines import read_box, street_features
from texts.refusals import Refused

MEANWHILE = (
    "Mentre lavoravi, un’altra persona ha salvato questo luogo. Qui sotto vedi che cosa cambia; "
    "nei campi c’è quello che hai scritto tu: salva di nuovo per tenerlo."
)
NOT_A_BOX = "bbox: quattro gradi, ovest,sud,est,nord."
PLACE_SAVED = "Luogo salvato."
PLACE_CREATED = "Luogo creato."
ARCHIVED = (
    "Luogo archiviato: non si può più scegliere. I suoi dati e la sua pagina restano."
)
RESTORED = "Luogo ripristinato: si può scegliere di nuovo."
REASSIGN = (
    '{} Il confine è cambiato: <a href="{}">guarda quali segnalazioni si spostano</a>.'
)


@require_safe
@cache_control(public=True, no_cache=True)
def places_geojson(request):
    response = JsonResponse(map_features(), content_type="application/geo+json")
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


@require_safe
@cache_control(public=True, max_age=3600)
def street_lines(request):
    """Answer the streets in ``bbox``, «ovest,sud,est,nord» in degrees."""
    box = read_box(request.GET.get("bbox", ""))
    if box is None:
        return JsonResponse({"error": NOT_A_BOX}, status=400)
    lines = street_features(*box)
    return JsonResponse(lines, content_type="application/geo+json")


@require_safe
def hotspot_list(request):
    spots = list(Hotspot.objects.for_list())
    programme = [spot for spot in spots if spot.kind == Hotspot.Kind.PROGRAMME]
    others = [spot for spot in spots if spot.kind != Hotspot.Kind.PROGRAMME]
    return render(
        request,
        "hotspots/hotspot_list.html",
        {"trail": [("Luoghi", "")], "programme": programme, "others": others},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def hotspot_create(request):
    initial = {
        "kind": Hotspot.Kind.COMPARISON
    }  # those of the programme come from its file
    form = HotspotForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        spot = create_hotspot(by=request.user, **_values(form))
        messages.success(request, PLACE_CREATED)
        return redirect("hotspot_edit", spot.slug)
    return _hotspot_page(request, form, title="Nuovo luogo")


@require_http_methods(["GET", "HEAD", "POST"])
def hotspot_edit(request, slug):
    spot = get_object_or_404(Hotspot, slug=slug)
    name, reach = spot.name, _reach(spot)
    form = HotspotForm(request.POST or None, instance=spot)
    differences = []
    if request.method == "POST" and form.is_valid():
        try:
            saved = update_hotspot(
                spot, by=request.user, seen=form.cleaned_data["seen"], **_values(form)
            )
        except ChangedMeanwhile as meanwhile:
            differences = form.differences(meanwhile.current)
            form.start_again_from(meanwhile.current)
            form.add_error(None, MEANWHILE)
        except Refused as refused:
            form.add_error("kind", str(refused))
        else:
            messages.success(request, _what_next(saved, moved=_reach(saved) != reach))
            return redirect("hotspot_edit", saved.slug)
    return _hotspot_page(request, form, title=name, spot=spot, differences=differences)


@require_POST
def hotspot_archive(request, slug):
    spot = get_object_or_404(Hotspot, slug=slug)
    try:
        archive_hotspot(spot, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, ARCHIVED)
    return redirect("hotspot_edit", spot.slug)


@require_POST
def hotspot_restore(request, slug):
    spot = restore_hotspot(get_object_or_404(Hotspot, slug=slug), by=request.user)
    messages.success(request, RESTORED)
    return redirect("hotspot_edit", spot.slug)


@require_safe
def event_list(request):
    return render(
        request,
        "hotspots/event_list.html",
        {
            "trail": [("Luoghi", reverse("hotspot_list")), ("Eventi", "")],
            "events": Event.objects.prefetch_related("hotspots").order_by("-on", "-pk"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def event_create(request):
    return _event_form(request, None, title="Nuovo evento")


@require_http_methods(["GET", "HEAD", "POST"])
def event_edit(request, slug):
    event = get_object_or_404(Event, slug=slug)
    return _event_form(request, event, title=event.title)


@require_http_methods(["GET", "HEAD", "POST"])
def event_delete(request, slug):
    event = get_object_or_404(Event, slug=slug)
    if request.method == "POST":
        delete_event(event, by=request.user)
        messages.success(request, "Evento eliminato.")
        return redirect("event_list")
    return render(
        request,
        "hotspots/event_delete.html",
        {"event": event, "trail": _event_trail("Elimina")},
    )


def _values(form):
    return {name: value for name, value in form.cleaned_data.items() if name != "seen"}


def _hotspot_page(request, form, *, title, spot=None, differences=()):
    return render(
        request,
        "hotspots/hotspot_form.html",
        {
            "form": form,
            "title": title,
            "spot": spot,
            "trail": [("Luoghi", reverse("hotspot_list")), (title, "")],
            "warnings": boundary_warnings(spot) if spot and not form.is_bound else [],
            "other_areas": other_areas(spot),
            "differences": differences,
        },
    )


def _reach(spot):
    """Return what decides which points belong to a place."""
    return spot.ring, spot.buffer_m


def _what_next(spot, *, moved):
    """Say that the place is saved and, if its boundary moved, where to see what follows."""
    if not moved:
        return PLACE_SAVED
    return format_html(REASSIGN, PLACE_SAVED, reverse("report_reassign"))


def _event_form(request, event, *, title):
    form = EventForm(request.POST or None, instance=event)
    if request.method == "POST" and form.is_valid():
        try:
            save_event(event, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Evento salvato: sta su tutti i grafici.")
            return redirect("event_list")
    return render(
        request,
        "hotspots/event_form.html",
        {"form": form, "title": title, "event": event, "trail": _event_trail(title)},
    )


def _event_trail(title):
    return [
        ("Luoghi", reverse("hotspot_list")),
        ("Eventi", reverse("event_list")),
        (title, ""),
    ]
