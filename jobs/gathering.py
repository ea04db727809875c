"""A mail that waits some minutes, gathers what happens meanwhile, and is written when it goes.

Who made a mistake and put it right has mailed nobody. The row keeps notes, not a text: the writer
of its kind (``OUTBOX_WRITERS``) reads how things are at the last moment, and may have nothing to say.
"""

from datetime import timedelta
from email.utils import format_datetime
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from jobs import messages
from jobs.models import Outbox

PAUSE = timedelta(minutes=2)  # after the last change
LONGEST_PAUSE = timedelta(minutes=10)  # after the first


@transaction.atomic
def gather(kind, about, note, *, opens=True):
    """Let ``note(notes)`` write in the one row of this kind that waits for ``about``, a pk.

    A row that a worker has taken gathers no more, unless it is given back: the next change opens
    another, or none if it does not open any. The sweep delivers it, when its pause is over.
    """
    rows, open_key = Outbox.objects.select_for_update(), _key(kind, about)
    row = rows.filter(open_key=open_key).first()
    if row is None and not opens:
        return
    if row is None:
        start = {"kind": kind, "key": uuid4().hex}
        start["payload"] = {"about": about, "notes": {}}
        row, _ = rows.get_or_create(open_key=open_key, defaults=start)
    note(row.payload["notes"])
    soon = min(timezone.now() + PAUSE, row.created_at + LONGEST_PAUSE)
    row.not_before = max(soon, row.not_before) if row.attempts else soon
    row.save(update_fields=["payload", "not_before"])


@transaction.atomic
def give_back(row):
    """Let a row that was not delivered gather again, also what came while it was tried.

    What a person knew first is what they still know: nothing has reached them.
    """
    rows, open_key = (
        Outbox.objects.select_for_update(),
        _key(row.kind, row.payload["about"]),
    )
    if later := rows.filter(open_key=open_key).first():
        row.payload["notes"] = later.payload["notes"] | row.payload["notes"]
        later.delete()
    rows.filter(pk=row.pk).update(open_key=open_key, payload=row.payload)


def being_gathered(kind):
    """Return whom the rows of this kind that still gather are about."""
    rows = Outbox.objects.filter(kind=kind, open_key__isnull=False)
    return {payload["about"] for payload in rows.values_list("payload", flat=True)}


def _key(kind, about):
    return f"{kind}-{about}"


def written(row):
    """Return the payload of the mail that a gathered row has become, or None for no mail.

    Tried again it says how things are by then, under the same Message-ID.
    """
    write = import_string(settings.OUTBOX_WRITERS[row.kind])
    message = write(row.payload["about"], row.payload["notes"])
    if message is None:
        return None
    domain = message.from_email.rpartition("@")[2].rstrip(">")
    message.extra_headers |= {
        "Message-ID": f"<{row.key}@{domain}>",
        "Date": format_datetime(timezone.localtime(row.created_at)),
    }
    return messages.pack(message)
