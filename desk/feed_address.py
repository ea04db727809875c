"""The secret address of a person's calendar: opened, opened again under another, switched off."""

import base64
import uuid

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from accounts.services import record
from interventions.models import CalendarFeed
from interventions.permissions import InterventionPermission
from texts.codes import hash_key, opens

TOKEN_BYTES = 16


def derive_token(nonce, secret=None):
    """Return the word that ends the address: 26 letters and figures, 128 bits.

    An HMAC of ``nonce`` under the secret key of the portal: it can be shown again although the
    database holds only a hash of it.
    """
    digest = salted_hmac(
        "interventions.calendar", str(nonce), secret=secret, algorithm="sha256"
    ).digest()
    return base64.b32encode(digest[:TOKEN_BYTES]).decode().rstrip("=").lower()


def token_of(feed):
    """Return the token of a ``CalendarFeed``, or None when its secret key is configured no more."""
    for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        token = derive_token(feed.nonce, secret)
        if opens(token, feed.token_hash):
            return token
    return None


def person_of(token):
    """Return the person whose calendar ``token`` opens, or None.

    One query and one hash whatever the token; who left the office or may no longer read the
    interventions has no calendar.
    """
    feed = (
        CalendarFeed.objects.select_related("person__role")
        .filter(token_hash=hash_key(token))
        .first()
    )
    if feed is None or not feed.person.may(InterventionPermission.READ):
        return None
    return feed.person


@transaction.atomic
def renew_calendar_feed(*, by):
    """Give the person a new secret address; the one before opens nothing any more."""
    nonce = uuid.uuid4()
    feed, _ = CalendarFeed.objects.update_or_create(
        person=by,
        defaults={"nonce": nonce, "token_hash": hash_key(derive_token(nonce))},
    )
    record("intervention.feed_renew", by, by=by)
    return feed


@transaction.atomic
def stop_calendar_feed(*, by):
    """Switch the person's calendar off; twice is once."""
    deleted, _ = CalendarFeed.objects.filter(person=by).delete()
    if deleted:
        record("intervention.feed_stop", by, by=by)
