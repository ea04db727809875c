"""What browsers report of the Content-Security-Policy: a line of the log, and no more than some.

Anybody may send one: of what comes only what is in the grammar below is written, never an address
of a page, which may hold the key of a report, nor a person's.
"""

import json
import logging
import re
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.throttle import DAY, HOUR, Limit, SenderLimit, client_address

logger = logging.getLogger(__name__)

LONGEST = 8 * 1024  # bytes; a browser sends one or two thousand
OF_ONE = SenderLimit("csp-sender", 30, HOUR)
IN_ALL = Limit("csp", 100, HOUR)  # lines, whoever sends
SAME = Limit("csp-same", 1, DAY)
DIRECTIVE = re.compile(r"[a-z-]{3,30}")
ORIGIN = re.compile(r"[a-z0-9.:-]{1,100}")


@csrf_exempt  # the browser sends it by itself, without a form
@require_POST
def csp_report(request):
    """Answer 204 to a report, written or not; 413 and 429 to what is too big or too often."""
    if _length(request) > LONGEST:
        return HttpResponse(status=413)
    if not OF_ONE.hit(client_address(request)):
        return HttpResponse(status=429)
    told = _read(request.body)
    if told and IN_ALL.hit("") and SAME.hit(told):
        logger.warning("the policy blocked %s from %s on %s", *told)
    return HttpResponse(status=204)


def _length(request):
    try:
        return int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return 0


def _read(body):
    """Return (directive, blocked, name of the page), or None for what a browser does not write."""
    try:
        report = json.loads(body)["csp-report"]
        directive = report.get("effective-directive") or report["violated-directive"]
        directive = directive.split(" ")[0]
        blocked, page = _origin(report["blocked-uri"]), _page(report["document-uri"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    is_right = DIRECTIVE.fullmatch(directive) and ORIGIN.fullmatch(blocked)
    return (directive, blocked, page) if is_right else None


def _origin(text):
    """Return the host of an address, else its scheme, or the word it is ("inline")."""
    parts = urlsplit(text)
    return parts.netloc.rpartition("@")[2] or parts.scheme or text


def _page(text):
    try:
        return resolve(urlsplit(text).path).url_name
    except Resolver404:
        return "no page"
