"""The page of the person on call, and the addresses that machines ask."""

import platform

import django
from django.conf import settings
from django.db import connection
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from cremona_safety import __version__
from cremona_safety.operations import metrics as counted
from cremona_safety.operations.facts import known
from cremona_safety.operations.lights import lights_of
from cremona_safety.operations.numbers import numbers_of
from jobs import mailbox
from jobs.models import JobRun, Outbox
from jobs.permissions import JobPermission

SHOWN = 30
BEARER = "Bearer "


@require_safe
@never_cache
def readyz(request):
    """Say whether every part works, 200 or 503; which one and since when, to who may know."""
    lights = lights_of(known())
    said = {"ready": all(light.is_green for light in lights)}
    if _may_know(request, lights):
        said |= {light.name: light.is_green for light in lights}
        said["since"] = {
            light.name: light.since for light in lights if not light.is_green
        }
    return JsonResponse(said, status=200 if said["ready"] else 503)


@require_safe
@never_cache
def metrics(request):
    """Answer Prometheus; without the token of ``METRICS_TOKEN`` there is nothing here."""
    if not _has_token(request):
        raise Http404
    return HttpResponse(counted.text(), content_type=CONTENT_TYPE_LATEST)


@require_GET
def state(request):
    facts = known()
    lights = lights_of(facts)
    context = {
        "trail": [("Stato del portale", "")],
        "lights": sorted(lights, key=lambda light: light.is_green),  # red first
        "red": [light for light in lights if not light.is_green],
        "numbers": numbers_of(facts),
        "jobs": getattr(facts.rows, "jobs", []),  # a silence has none
        "runs": JobRun.objects.all()[:SHOWN],
        "waiting": Outbox.objects.waiting().order_by("created_at")[:SHOWN],
        "failed": Outbox.objects.failed()[:SHOWN],
        "versions": versions(),
        "mailbox_is_open": mailbox.is_open(),
        "mails": mailbox.latest_mails(),
    }
    return render(request, "operations/state.html", context)


def versions():
    """Return what runs here, as pairs of words."""
    return [
        ("Portale", __version__),
        ("Django", django.get_version()),
        ("Python", platform.python_version()),
        (
            connection.display_name,
            ".".join(map(str, connection.get_database_version())),
        ),
    ]


def _may_know(request, lights):
    """Tell whether who asks has the token, or is an administrator: of whom nobody is sure while
    the database does not answer."""
    if _has_token(request):
        return True
    answers = {light.name: light.is_green for light in lights}
    user = request.user if answers["database"] else None
    return bool(user and user.is_authenticated and user.may(JobPermission.READ))


def _has_token(request):
    given = request.headers.get("Authorization", "").removeprefix(BEARER)
    token = settings.METRICS_TOKEN
    return bool(token) and constant_time_compare(given, token)
