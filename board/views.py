"""The handover board: what is new since my last shift, a box to write, who has read what."""

import re
from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Forbidden
from board import services
from board.forms import CorrectionForm, NoteForm, look_at
from board.models import BoardNote
from board.news import NEWEST, may_correct, news_since, readers
from board.permissions import BoardPermission
from board.services import BoardNoteChanged
from hotspots.models import Hotspot
from listing.filters import rows_around
from listing.paging import cut_page
from texts.refusals import CONFLICT, REFUSED, Refused

ROWS = 30  # of a page
PINNED = 20  # at most, on top
MARKED = 100  # read marks accepted at once
LONGEST_CHECK = 1000  # characters looked at while somebody writes
NUMBER = re.compile(r"[0-9]{1,12}", re.ASCII)


@require_http_methods(["GET", "POST"])
def board(request):
    place = _place(request)
    if request.method == "GET":
        return _board(request, place, NoteForm(initial=_initial(place)))
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            note = services.post_note(**form.cleaned_data, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Nota messa in bacheca.")
            return redirect(f"{_address(place)}#nota-{note.pk}")
    return _board(request, place, form, status=REFUSED)


@require_GET
def board_archive(request):
    """The notes that expired, newest first."""
    place = _place(request)
    notes = BoardNote.objects.visible_to(request.user).archived()
    page = _page(request, notes, place)
    context = {
        "page": page,
        "cards": _cards(page.rows, request.user, now=timezone.now()),
        "place": place,
        "places": Hotspot.objects.all(),
        "query": _query(place),
        "trail": [("Bacheca", reverse("board")), ("Archivio", "")],
    }
    return render(request, "board/board_archive.html", context)


@require_POST
def board_check(request):
    """Say while somebody writes what the board would refuse, and what seems a name."""
    text = request.POST.get("text", "")[:LONGEST_CHECK]
    refusal, hint = look_at(text)
    context = {"refusal": refusal, "hint": hint}
    return render(request, "board/_board_hint.html", context)


@require_POST
def board_read(request):
    """Leave the person's read mark on the notes shown: asked by the script, or by a button."""
    wanted = request.POST.getlist("note")[:MARKED]
    services.mark_read(
        [int(pk) for pk in wanted if NUMBER.fullmatch(pk)], by=request.user
    )
    if "scripted" in request.POST:
        return HttpResponse(status=204)
    return redirect("board")


@require_http_methods(["GET", "POST"])
def board_edit(request, pk):
    note = _note_to_correct(request, pk)
    form = CorrectionForm(request.POST or None, note=note)
    status = REFUSED if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            services.correct_board_note(note, **form.cleaned_data, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
            status = CONFLICT if isinstance(refused, BoardNoteChanged) else REFUSED
        else:
            messages.success(request, "Nota corretta.")
            return redirect(f"{reverse('board')}#nota-{note.pk}")
    context = {
        "form": form,
        "note": note,
        "trail": [("Bacheca", reverse("board")), ("Correggi la nota", "")],
    }
    return render(request, "board/board_edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def board_remove(request, pk):
    note = _note_to_correct(request, pk)
    return _do(request, note, services.remove_note, "Nota tolta dalla bacheca.")


@require_http_methods(["GET", "POST"])
def board_pin(request, pk):
    is_pinned = request.POST.get("is_pinned") == "1"
    done = "Nota in evidenza." if is_pinned else "Nota tolta dall’evidenza."
    note = _note(request, pk)
    return _do(request, note, services.pin_note, done, is_pinned=is_pinned)


def _do(request, note, verb, done, **arguments):
    if request.method == "POST":  # GET: a reload, or the way back from the sign-in
        try:
            verb(note, by=request.user, **arguments)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, done)
    return redirect("board")


def _note(request, pk):
    visible = BoardNote.objects.visible_to(request.user).filter(removed_at=None)
    return get_object_or_404(visible.select_related("hotspot"), pk=pk)


def _note_to_correct(request, pk):
    """Return a note that this person may correct: their own of today, any for who moderates."""
    note = _note(request, pk)
    if not may_correct(note, request.user):
        raise Forbidden(BoardPermission.MODERATE)
    return note


def _board(request, place, form, status=200):
    user, now = request.user, timezone.now()
    notes = BoardNote.objects.visible_to(user).current(now)
    page = _page(request, notes.filter(is_pinned=False), place)
    pinned = [] if page.has_previous else _at(notes.filter(is_pinned=True), place)
    since, is_shift = news_since(user, now)
    people = readers()
    cards = _cards([*pinned[:PINNED], *page.rows], user, people=people, now=now)
    # what was there before and is still to be read is no old news
    new = [c for c in cards if c["note"].at > since or c["is_unread"]]
    seen = [card for card in cards if card not in new]
    context = {
        "form": form,
        # what is new comes first, pinned or not
        "new": sorted(new, key=lambda card: card["note"].at, reverse=True),
        "pinned": [card for card in seen if card["note"].is_pinned],
        "old": [card for card in seen if not card["note"].is_pinned],
        "unread": [card["note"].pk for card in cards if card["is_unread"]],
        "page": page,
        "since": since,
        "is_shift": is_shift,
        "place": place,
        "places": Hotspot.objects.all(),
        "query": _query(place),
        "trail": [("Bacheca", "")],
    }
    return render(request, "board/board.html", context, status=status)


def _cards(notes, user, *, now, people=()):
    """Return what the page says of each note: its readers, and what this person may do."""
    return [_card(note, user, now, people) for note in notes]


def _card(note, user, now, people):
    read = {mark.person_id for mark in note.reads.all()}
    others = [person for person in people if person.pk != note.by_id]
    return {
        "note": note,
        "have_read": [person for person in others if person.pk in read],
        "have_not": [person for person in others if person.pk not in read],
        "readers": len(others),
        # it expires at the midnight that ends its last day
        "last_day": note.expires_at and note.expires_at - timedelta(minutes=1),
        "is_unread": note.by_id != user.pk and user.pk not in read,
        "may_correct": may_correct(note, user, now),
    }


def _page(request, notes, place):
    notes = _at(notes, place)
    visible = BoardNote.objects.visible_to(request.user)
    around = rows_around(request, visible, by="pk")
    return cut_page(notes, NEWEST, **around | {"size": ROWS})


def _at(notes, place):
    return (notes.about(place) if place else notes).for_page()


def _place(request):
    """Return the place of the address, or None: a wrong one is no error here."""
    slug = request.GET.get("luogo", "")
    if not re.fullmatch(r"[-\w]{1,50}", slug, re.ASCII):
        return None
    return Hotspot.objects.filter(slug=slug).first()


def _initial(place):
    return {"hotspot": place.slug if place else "", "lasts": "settimana"}


def _query(place):
    return urlencode({"luogo": place.slug}) if place else ""


def _address(place):
    query = _query(place)
    return f"{reverse('board')}?{query}" if query else reverse("board")
