"""A person opens, opens again under another address, or switches off their own calendar."""

import uuid

from django.db import transaction

from accounts.services import record
from interventions.models import CalendarFeed
from interventions.planning.feeds import derive_token
from texts.codes import hash_key


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
