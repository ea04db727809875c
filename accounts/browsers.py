"""The browsers each person entered from: what is open where, and who is no stranger.

A browser keeps for a year a signed cookie with a token of its own; the database has a hash of it,
beside each person who entered there. No address is kept.
"""

import secrets
import time
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import Browser

KEPT = timedelta(days=365)
COOKIE = f"{settings.COOKIE_PREFIX}conosciuto"
SALT = "accounts.browser"
BY_ITSELF = "X-By-Itself"  # a page that asks again: maybe nobody looks at it
OPEN, SEEN = "browser", "seen_at"  # in the session: whose row it has, the last use
MINUTE = 60  # between two writings of the last use
IDLE = "Per {minutes} minuti non hai usato il portale: entra di nuovo."
CLOSED = "Questa sessione è stata chiusa: entra di nuovo."
# words of a User-Agent, the first found names it: the later ones stand in the earlier too
PROGRAMS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}


def name_of(request):
    """Say what somebody uses, "Firefox su Windows", as far as it tells of itself."""
    agent = request.headers.get("User-Agent", "")
    program = next((name for word, name in PROGRAMS.items() if word in agent), None)
    system = next((name for word, name in SYSTEMS.items() if word in agent), None)
    return " su ".join(filter(None, [program or "Un browser", system]))


def known(request, email):
    """Return the row of this browser for the person with ``email``, or None for a stranger."""
    token = _token(request)
    if token is None:
        return None
    rows = Browser.objects.filter(token_hash=_hash(token), person__email=email.lower())
    return rows.first()


def enter(request, response, person):
    """Note that ``person`` entered here and give the browser its cookie; tell whether it is new.

    Return (row, is_new). A session left open here before is closed.
    """
    token = _token(request) or secrets.token_urlsafe(32)
    now = timezone.now()
    row, is_new = Browser.objects.get_or_create(
        person=person, token_hash=_hash(token), defaults={"name": name_of(request)}
    )
    _close_session(row)
    row.name, row.session_key = name_of(request), request.session.session_key
    row.opened_at = row.seen_at = now
    row.save()
    request.session[OPEN], request.session[SEEN] = row.pk, time.time()
    response.set_signed_cookie(
        COOKIE,
        token,
        salt=SALT,
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return row, is_new


def note_use(request):
    """Keep the time of this use; end a session that was idle too long, or closed elsewhere.

    Return the sentence for who is put out, or None. It writes once a minute.
    """
    seen = request.session.get(SEEN)
    if seen is None:
        return None
    idle = time.time() - seen
    if idle > settings.IDLE_MINUTES * MINUTE:
        leave(request)
        logout(request)
        return IDLE.format(minutes=settings.IDLE_MINUTES)
    if idle < MINUTE or BY_ITSELF in request.headers:
        return None
    request.session[SEEN] = time.time()
    if follow(request):
        return None
    logout(request)
    return CLOSED


def follow(request):
    """Write in the row of this browser its last use, and the key its session has now.

    Return False when there is no row any more.
    """
    key = request.session.session_key
    return bool(_of(request).update(seen_at=timezone.now(), session_key=key))


def leave(request):
    """Note that the session of this browser is over; the browser stays known."""
    _of(request).update(session_key="")


def close(row):
    """End the session of a browser, which becomes a stranger."""
    _close_session(row)
    row.delete()


def close_all(person, *, but=None):
    """End the sessions of a person and forget the browsers, ``but`` that of a request."""
    rows = Browser.objects.filter(person=person)
    for row in rows.exclude(pk=but.session.get(OPEN)) if but else rows:
        close(row)


def prune():
    """Forget the browsers that nobody entered from for a year; return how many."""
    return Browser.objects.filter(seen_at__lt=timezone.now() - KEPT).delete()[0]


def _of(request):
    return Browser.objects.filter(pk=request.session.get(OPEN))


def _close_session(row):
    if row.session_key:
        Session.objects.filter(session_key=row.session_key).delete()


def _token(request):
    return request.get_signed_cookie(COOKIE, default=None, salt=SALT, max_age=KEPT)


def _hash(token):
    return sha256(token.encode()).hexdigest()
