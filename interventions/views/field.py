"""The page of who is in the street, and what its phone says to the server."""

import json
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.throttle import MINUTE, Limit
from hotspots.shared_text import asked_of
from interventions.field.answer import read_answer
from interventions.field.document import (
    UNREADABLE,
    DocumentRefused,
    NamesAsked,
    read_document,
)
from interventions.field.reader import NOT_UNDERSTOOD
from interventions.field.street import snapshot, state_for
from interventions.models import Intervention
from interventions.record.lifecycle import StepRefused
from interventions.services.field import NotYours, record_outing
from interventions.services.field_steps import SyncConflict
from interventions.services.merging import KeptApartRefused, keep_apart, merge_outings
from interventions.services.place_photos import add_place_photo
from photos.redrawing import PhotoLater, PhotoRefused

MOST_BYTES = 256 * 1024  # of a document: a long night is a tenth of it
SENDINGS = Limit("field", 120, MINUTE)  # of one person
LATER_SECONDS = 10  # others' photos are being opened
TOO_BIG = "La registrazione è troppo grande."
PHOTO_TOO_BIG = "La foto è troppo grande: scegline una più leggera."
TOO_OFTEN = "Troppi invii in poco tempo: il telefono riprova da solo dopo le {time}."
ANOTHER_PERSON = "Adesso è entrata un’altra persona: questa registrazione non è sua."
NO_SUCH_OUTING = "Una delle due uscite non c’è più."
NO_RECORD_YET = "L’uscita di questa foto non è ancora arrivata."


@require_GET
def field(request):
    """The shell: the same for everybody, so that a phone may keep it. It holds no data."""
    every = {"every": settings.RUNNING_SECONDS}
    return render(request, "interventions/field.html", every)


@never_cache
@require_GET
def field_state(request):
    device = _uuid(request.GET.get("telefono", "")[:36])
    state = state_for(request.user, device)
    return JsonResponse(state | {"csrf": get_token(request)})


@never_cache
@require_http_methods(["PUT"])
def field_record(request, client_id):
    """Take one revision of one record; 201 when it is new, 200 when it changed or was known."""
    if refusal := _too_often(request):
        return refusal
    body = _read_up_to(request, MOST_BYTES)
    if body is None:
        return _sorry(413, TOO_BIG)
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return _sorry(400, UNREADABLE)
    if isinstance(data, dict) and not _is_theirs(request, data.get("user")):
        return _sorry(401, ANOTHER_PERSON)
    try:
        document = read_document(data, client_id)
        done = record_outing(document, by=request.user)
    except NamesAsked as asked:
        return _sorry(422, str(asked), errors=asked.errors, asks=True)
    except DocumentRefused as refused:
        return _sorry(422, str(refused), errors=refused.errors)
    except SyncConflict as conflict:
        server = snapshot(conflict.row, request.user, document.device, client_id)
        return _sorry(409, str(conflict), server=server)
    except NotYours as refused:
        return _sorry(403, str(refused))
    except StepRefused as refused:
        return _sorry(422, str(refused), errors={"": str(refused)})
    answer = {"code": done.code, "version": done.version}
    if done.row:
        answer["server"] = snapshot(done.row, request.user, document.device, client_id)
    return JsonResponse(answer, status=201 if done.created else 200)


@never_cache
@require_http_methods(["PUT"])
def field_doubt(request):
    """Take the answer to whether two outings are the same: they are merged, or kept apart."""
    if refusal := _too_often(request):
        return refusal
    body = _read_up_to(request, MOST_BYTES)
    answer = body and read_answer(body)
    if not answer:
        return _sorry(400, NOT_UNDERSTOOD)
    if not _is_theirs(request, answer.user):
        return _sorry(401, ANOTHER_PERSON)
    visible = Intervention.objects.visible_to(request.user)
    rows = list(visible.filter(code__in=answer.codes).order_by("pk"))
    if len(rows) != 2:
        return _sorry(404, NO_SUCH_OUTING)
    asked = "" if answer.same else asked_of(answer.reason, "Nel motivo")
    if asked and answer.confirmed != answer.reason:
        return _sorry(422, asked, asks=True)
    try:
        if answer.same:
            read = {"despite": [answer.confirmed], "by": request.user}
            merge_outings(rows[0], other=rows[1], **read)
        else:
            reason = {"reason": answer.reason, "by": request.user}
            keep_apart(rows[0], other=rows[1], **reason)
    except KeptApartRefused as refused:
        return _sorry(422, str(refused), asks=True, reason=refused.reason)
    except StepRefused as refused:
        return _sorry(422, str(refused))
    return JsonResponse({})


@never_cache
@require_http_methods(["PUT"])
def field_photo(request, client_id, pk):
    """Take one photo of the place, its bytes as the body; 404 while its record is not here."""
    if refusal := _too_often(request):
        return refusal
    if not _is_theirs(request, _number(request.GET.get("persona", ""))):
        return _sorry(401, ANOTHER_PERSON)
    row = Intervention.objects.filter(client_id=client_id).first()
    if row is None:
        return _sorry(404, NO_RECORD_YET)
    data = _read_up_to(request, settings.PHOTO_LIMITS["bytes"])
    if data is None:
        return _sorry(413, PHOTO_TOO_BIG)
    device = request.GET.get("telefono", "")[:36]
    try:
        _, version = add_place_photo(
            row, pk, ContentFile(data), by=request.user, device=_uuid(device)
        )
    except NotYours as refused:
        return _sorry(403, str(refused))
    except PhotoLater as refused:  # the phone tries again by itself
        later = _sorry(503, str(refused))
        later["Retry-After"] = LATER_SECONDS
        return later
    except (PhotoRefused, StepRefused) as refused:
        return _sorry(422, str(refused))
    return JsonResponse({"version": version})


def _read_up_to(request, most):
    """Return the body, or None when it is longer than ``most`` bytes; never more is read."""
    body = request.read(most + 1)
    return body if len(body) <= most else None


def _is_theirs(request, person):
    """Tell whether ``person``, a pk the phone may say, is who is signed in.

    Somebody else may have signed in, in another tab, since the phone asked who it is.
    """
    return person is None or person == request.user.pk


def _number(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _uuid(text):
    try:
        return UUID(text)
    except ValueError:
        return None


def _too_often(request):
    person = request.user.pk
    if SENDINGS.hit(person):
        return None
    response = _sorry(429, TOO_OFTEN.format(time=SENDINGS.time_for(person)))
    response["Retry-After"] = SENDINGS.seconds_left(person)
    return response


def _sorry(status, sentence, **more):
    return JsonResponse({"error": sentence, **more}, status=status)
