"""The pages for what goes wrong: 400, 403, 404, 500, 503 and a form that stayed open too long.

The views of the applications answer 429 themselves, with the template ``429.html``.
"""

import errno
import logging
import secrets
import sys
from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext
from django.views.decorators.csrf import requires_csrf_token

from accounts.access import Forbidden
from accounts.models import Role
from reports.views.steps import labels_of_words

logger = logging.getLogger(__name__)

# the only forms whose text comes back on an error page: nothing there needs an account
WIZARD = "/segnala/"
BUSY_SECONDS = 60
DISK_CLOSED = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


@dataclass(frozen=True)
class Typed:
    """A field of a refused form; ``label`` is empty when a person did not write it in words."""

    name: str
    value: str
    label: str


@requires_csrf_token
def bad_request(request, exception=None):
    """Answer 400 without a word of what the server thought of the request.

    A session that the database could not keep is no fault of who asked.
    """
    if is_away(exception):
        return server_error(request, exception)
    return render(request, "400.html", status=400)


@requires_csrf_token
def permission_denied(request, exception=None):
    """Answer 403 with the roles that may open the page, when the refusal says which."""
    roles = []
    if isinstance(exception, Forbidden):
        roles = [
            role
            for role in Role.objects.all()
            if exception.permission in role.permissions
        ]
    return render(request, "403.html", {"roles": roles}, status=403)


@requires_csrf_token
def not_found(request, exception=None):
    """Answer 404: the same page for what does not exist and for what is not yours to see."""
    return render(request, "404.html", status=404)


@requires_csrf_token
def server_error(request, exception=None):
    """Answer 500 with a code that is in the log too; must work when nothing else does.

    503 when it is the database that does not answer, or the disk that is full: who waits a minute
    finds it again.
    """
    busy = is_away(exception or sys.exc_info()[1])
    code = secrets.token_hex(4).upper()
    # the trace is in the line of django.request that follows
    logger.error("page of error shown, code %s, %s", code, request.path)
    context = {"code": code, "words": words_of(typed_fields(request))}
    try:
        template = loader.get_template("503_busy.html" if busy else "500.html")
        body = template.render(context, request=None)
    except Exception:
        # the templates themselves are broken: say the one thing that matters
        logger.exception("the page of error 500 cannot be shown, code %s", code)
        body = gettext("Qualcosa non ha funzionato. Riprova tra poco. Codice:")
        body = f"{body} {code}"
    if busy:
        return HttpResponse(body, status=503, headers={"Retry-After": BUSY_SECONDS})
    return HttpResponse(body, status=500)


def is_away(error):
    """Tell whether an error began with a database or a disk that is away, whatever came of it."""
    while error:
        if is_database_away(error) or is_disk_closed(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def is_database_away(error):
    """Tell a database that is locked or does not answer from a query that is wrong.

    PostgreSQL says a wrong query with other classes, SQLite with one of its error names.
    """
    name = getattr(error.__cause__, "sqlite_errorname", "") if error else ""
    return isinstance(error, OperationalError) and name != "SQLITE_ERROR"


def is_disk_closed(error):
    """Tell a disk that is full, or that may only be read, from a file that is wrong."""
    return isinstance(error, OSError) and error.errno in DISK_CLOSED


@requires_csrf_token
def csrf_failure(request, reason=""):
    """Answer 403 to a form without a valid token, giving back what the citizen had typed."""
    logger.warning("form refused: %s", reason)
    typed = typed_fields(request)
    context = {"typed": typed, "words": words_of(typed)}
    return render(request, "403_csrf.html", context, status=403)


def typed_fields(request):
    """List the fields of a POST of the report wizard, as ``Typed``, without the token.

    Empty elsewhere. Files cannot be kept: the page says so.
    """
    if request.method != "POST" or not request.path.startswith(WIZARD):
        return []
    try:
        lists = list(request.POST.lists())
    except (SuspiciousOperation, UnreadablePostError):
        return []
    labels = labels_of_words()
    return [
        Typed(name, value, labels.get(name, ""))
        for name, values in lists
        if name != "csrfmiddlewaretoken"
        for value in values
    ]


def words_of(typed):
    """Keep, of the fields of a form, what a person wrote: never a code or a coordinate."""
    return [field for field in typed if field.label and field.value]
