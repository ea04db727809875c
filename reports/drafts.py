"""The draft of a citizen, found by a token in a cookie of its own.

The session is not used, so that its end loses nothing. The cookie is signed, unreadable by
scripts and lasts a day; the database holds only a hash of the token.
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from accounts import throttle
from reports.models import AlreadySent, Draft
from reports.photos import delete_photos

COOKIE = "bozza"
SALT = "reports.draft"
BEGUN = "report-draft"  # the count of drafts begun from an address
LIFETIME = timedelta(hours=24)
NEW_PER_HOUR = 60  # of one address: an office or a school shares one
LONGEST_TEXT = 20_000  # characters kept of one field: too long, but given back whole
GATE, CONSENT, TYPED, CLEAN, TRIED = "gate", "consent", "typed", "clean", "tried"


class TooManyDrafts(Exception):
    """One address begins too many drafts."""


def find_draft(request):
    """Return the draft of this browser, sent or not, or None; younger than a day."""
    token = request.get_signed_cookie(
        COOKIE, default=None, salt=SALT, max_age=LIFETIME.total_seconds()
    )
    if token is None:
        return None
    return Draft.objects.filter(
        token_hash=_hash(token), updated_at__gt=timezone.now() - LIFETIME
    ).first()


def open_draft(request):
    """Return the unsent draft of this browser, or begin one; raise ``TooManyDrafts``.

    A new draft carries its ``token``: ``remember`` must give it to the browser.
    """
    draft = find_draft(request)
    if draft and not draft.sent_at:
        return draft
    address = throttle.client_address(request)
    if not throttle.hit(BEGUN, address, limit=NEW_PER_HOUR, window_seconds=3600):
        raise TooManyDrafts
    token = secrets.token_urlsafe(32)
    draft = Draft.objects.create(token_hash=_hash(token))
    draft.token = token
    return draft


def remember(response, draft):
    """Give the browser the cookie of a draft just begun; return the response."""
    if token := getattr(draft, "token", None):
        response.set_signed_cookie(
            COOKIE,
            token,
            salt=SALT,
            max_age=int(LIFETIME.total_seconds()),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def forget(response):
    """Take the cookie away from the browser; return the response."""
    response.delete_cookie(COOKIE, samesite="Lax")
    return response


def keep(draft, **data):
    """Write values on a draft, and the time of its last touch; a None takes the value away.

    Raise ``AlreadySent`` when it was sent meanwhile: what is sent stays empty.
    """
    draft.data = {k: v for k, v in {**draft.data, **data}.items() if v is not None}
    draft.updated_at = timezone.now()
    unsent = Draft.objects.filter(pk=draft.pk, sent_at=None)
    if not unsent.update(data=draft.data, updated_at=draft.updated_at):
        raise AlreadySent


def keep_typed(draft, post, names, **data):
    """Keep what was typed in the fields ``names`` of a form, right or wrong as it is."""
    typed = {name: without_nul(post.get(name, ""))[:LONGEST_TEXT] for name in names}
    keep(draft, **{TYPED: typed, CLEAN: None, **data})


def without_nul(text):
    """Return ``text`` without the one character that PostgreSQL cannot keep."""
    return text.replace("\x00", "")


def delete_draft(draft):
    """Delete a draft and its photos, files included."""
    delete_photos(draft.photos.all())
    draft.delete()


def seconds_of(draft):
    """Return how long ago a draft was begun, in seconds."""
    return (timezone.now() - draft.created_at).total_seconds()


def _hash(token):
    return sha256(token.encode()).hexdigest()
