"""Whose a draft is: the browser with its cookie, or the page that carries the draft's key.

The session is not used, so that its end loses nothing. The cookie is signed, unreadable by
scripts and lasts a day from the last form; the database holds only a hash of its token. The key
is a signed capability of one draft, written in each of its forms: whoever sends it had the page.
"""

import secrets
from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.utils import timezone

from accounts.throttle import HOUR, SenderLimit, client_address
from reports.drafts import LIFETIME
from reports.models import Draft

COOKIE = settings.DRAFT_COOKIE_NAME
COOKIE_SALT, KEY_SALT = "reports.draft", "reports.draft.form"
# drafts begun from an address: an office or a school shares one
BEGUN = SenderLimit("report-draft", 60, HOUR)
SECONDS = int(LIFETIME.total_seconds())


class TooManyDrafts(Exception):
    """One address begins too many drafts."""


class Browser:
    """The browser of a request, and the drafts that are its own, younger than a day."""

    def __init__(self, request):
        self.request = request
        self.token = request.get_signed_cookie(
            COOKIE, default=None, salt=COOKIE_SALT, max_age=SECONDS
        )

    def drafts(self):
        """Return its drafts, sent or not, the last touched first."""
        if self.token is None:
            return Draft.objects.none()
        return _young().filter(token_hash=_hash(self.token)).order_by("-updated_at")

    def find(self, pk):
        """Return its draft ``pk``, or None."""
        return self.drafts().filter(pk=pk).first() if self.token else None

    def begin(self):
        """Return a new draft of its own; raise ``TooManyDrafts``."""
        if not BEGUN.hit(client_address(self.request)):
            raise TooManyDrafts
        return Draft.objects.create(token_hash=_hash(self._own_token()))

    def adopt(self, pk):
        """Make its own an unsent draft whose key it has shown; return it, or None if it is gone.

        One already sent stays with the browser that has its secret link.
        """
        token_hash = _hash(self._own_token())
        unsent = _young().filter(pk=pk, sent_at=None)
        if not unsent.update(token_hash=token_hash):
            return None
        return Draft.objects.get(pk=pk)

    def remember(self, response):
        """Give it its cookie for another day; return the response."""
        if self.token:
            response.set_signed_cookie(
                COOKIE,
                self.token,
                salt=COOKIE_SALT,
                max_age=SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    def forget(self, response):
        """Take the cookie away from it; return the response."""
        self.token = None
        response.delete_cookie(COOKIE, samesite="Lax")
        return response

    def _own_token(self):
        self.token = self.token or secrets.token_urlsafe(32)
        return self.token


def form_key(draft):
    """Return the key that the forms of a draft carry; it is good for a day."""
    return signing.dumps(str(draft.pk), salt=KEY_SALT)


def holds_key(request, pk):
    """Tell whether a POST carries the key of the draft ``pk`` and comes from our own pages.

    A page of others may have a key too, of a draft of its own: it must not plant it here.
    """
    try:
        held = signing.loads(
            request.POST.get("key", ""), salt=KEY_SALT, max_age=SECONDS
        )
    except signing.BadSignature:
        return False
    return held == str(pk) and _from_here(request)


def _from_here(request):
    origin = request.headers.get("Origin")
    if origin is None:  # an old browser; with a key it had the page anyway
        return True
    here = f"{request.scheme}://{request.get_host()}"
    return origin == here or origin in settings.CSRF_TRUSTED_ORIGINS


def _young():
    return Draft.objects.filter(updated_at__gt=timezone.now() - LIFETIME)


def _hash(token):
    return sha256(token.encode()).hexdigest()
