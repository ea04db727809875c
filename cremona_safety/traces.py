"""Which request, and which task, a line of the log is of.

A request has a name, made here or by a proxy of ours; its answer carries it, and so do the tasks that
it queued: one search finds what a citizen's press did, in the web process and in the worker.
"""

import re
from contextvars import ContextVar
from uuid import uuid4

from celery.signals import before_task_publish, task_postrun, task_prerun
from django.conf import settings
from django.core.signals import request_finished
from django.dispatch import receiver

HEADER = "X-Request-ID"
IN_TASK = "request_id"
GIVEN = re.compile(
    r"[0-9a-fA-F-]{8,64}"
)  # as nginx and others make them: no word fits in

request_id = ContextVar("request_id", default="")
task_id = ContextVar("task_id", default="")


class RequestIdMiddleware:
    """Gives each request its name; the first of all, so that every line has it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        name = _given(request) or uuid4().hex
        request_id.set(name)
        response = self.get_response(request)
        response[HEADER] = name
        return response


@receiver(request_finished)
def forget(**signal):
    """Only now: Django writes its line on an answer that went wrong after every middleware."""
    request_id.set("")


def _given(request):
    """Return the name that a proxy of ours gave; a stranger's word is not taken."""
    name = request.headers.get(HEADER, "")
    return name if settings.TRUSTED_PROXIES and GIVEN.fullmatch(name) else ""


@before_task_publish.connect
def hand_on(headers, **kwargs):
    if name := request_id.get():
        headers[IN_TASK] = name


@task_prerun.connect
def begin(task, **signal):
    task_id.set(signal["task_id"])
    if not task.request.is_eager:  # in a test it is the request's own process
        request_id.set(task.request.get(IN_TASK) or "")


@task_postrun.connect
def end(task, **signal):
    task_id.set("")
    if not task.request.is_eager:
        request_id.set("")
