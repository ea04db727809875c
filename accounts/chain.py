"""The trail as a chain: each link holds the hash of the one before with its own row.

Who rewrites a row has to rewrite every link after it, and then the last hash, the *head*, is not the
one that was sent away. The canonical form of a link is the text of a JSON list, ASCII, without blanks:

    [hash of the link before, number, id, at, action, target_type, digest]

``at`` is in UTC to the microsecond (``2026-12-01T04:50:00.000000Z``); before the first link stand 64
zeros. ``digest`` is the HMAC-SHA256, under the ``salt`` of the link, of what can be erased: the text
of the list ``[actor, actor_label, target_id, before, after]`` with the names of its objects in order.
``hash`` is the SHA-256 of the link's text. When a row is erased its salt goes with it: the digest then
says nothing of what was there, and the chain holds: it is not broken by an erasure that the trail
itself tells (``ERASURE``). Numbers are in the order in which rows joined.
"""

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, date

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.models import ERASED, AuditEntry, TrailLink
from texts.days import midnight

BEGINNING = "0" * 64
BATCH = 1000
LATE = (
    10_000  # ids: a row whose transaction was long joins after others that came later
)
EMPTY = "0 " + BEGINNING
ERASURE = "accounts.readings_erased"  # of the rows of the days before ``until``


@dataclass(frozen=True)
class Fault:
    """The first link that does not fit, and what is wrong with it."""

    number: int
    what: str


def head():
    """Return the head of the chain as people keep it: its number and its hash."""
    last = TrailLink.objects.last()
    return str(last) if last else EMPTY


def join(*, all_rows=False):
    """Give a link to the rows of the trail that have none, the oldest first; return how many.

    ``all_rows`` looks at those of long ago too. Who does the same at the same instant has taken the
    number: the database refuses ours, and they are theirs.
    """
    joined = 0
    while batch := _join_batch(all_rows):
        joined += batch
    return joined


def check(*, whole=None):
    """Return the first ``Fault`` of the chain, or None; ``whole`` is a head that was kept.

    Reads every row, a batch at a time.
    """
    number, before, erased_until = 0, BEGINNING, _erased_until()
    kept_number, kept_hash = whole or (0, BEGINNING)
    while links := list(TrailLink.objects.filter(number__gt=number)[:BATCH]):
        rows = AuditEntry.objects.in_bulk([link.entry_id for link in links])
        for link in links:
            number += 1
            row = rows.get(link.entry_id)
            what = _wrong(link, number, before, row, erased_until)
            if not what and number == kept_number and link.hash != kept_hash:
                what = "it, or one before it, was rewritten since the head was kept"
            if what:
                return Fault(number, what)
            before = link.hash
    if number < kept_number:
        return Fault(number + 1, "it is missing: the head that was kept comes after")
    return None


def outside():
    """Return how many rows of the trail have no link yet."""
    return AuditEntry.objects.filter(link=None).count()


def _join_batch(all_rows):
    try:
        with transaction.atomic():
            last = TrailLink.objects.last()
            number, before = (last.number, last.hash) if last else (0, BEGINNING)
            links = []
            for row in _without_link(all_rows)[:BATCH]:
                number += 1
                links.append(_link(row, number, before))
                before = links[-1].hash
            return len(TrailLink.objects.bulk_create(links))
    except IntegrityError:
        return 0


def _without_link(all_rows):
    rows = AuditEntry.objects.filter(link=None).order_by("pk")
    newest = None if all_rows else TrailLink.objects.aggregate(Max("entry"))
    since = newest and newest["entry__max"]
    return rows.filter(pk__gt=since - LATE) if since else rows


def _link(row, number, before):
    link = TrailLink(number=number, entry=row, salt=secrets.token_hex(16))
    link.digest = _digest(link.salt, row)
    link.hash = _hash(link, before, row)
    return link


def _wrong(link, number, before, row, erased_until):
    """Say what is wrong with a link; empty when it fits."""
    if link.number != number:
        return "it is missing"
    if row is None:
        return f"its row of the trail, {link.entry_id}, is missing"
    about = f"row {row.pk} of the trail, {row.action} of {_moment(row)},"
    if link.hash != _hash(link, before, row):
        return f"{about} is not what it was when it joined"
    if link.salt:
        fits = hmac.compare_digest(link.digest, _digest(link.salt, row))
        return "" if fits else f"{about} does not say what it said when it joined"
    is_empty = all(getattr(row, name) == value for name, value in ERASED.items())
    if not is_empty or erased_until is None or row.at >= erased_until:
        return f"{about} was erased, and no erasure of the trail tells it"
    return ""


def _erased_until():
    """Return the moment before which readings were erased, as the rows of the chain tell; or None."""
    told = AuditEntry.objects.filter(action=ERASURE, link__isnull=False)
    days = [after["until"] for after in told.values_list("after", flat=True)]
    return midnight(date.fromisoformat(max(days))) if days else None


def _digest(salt, row):
    said = [row.actor_id, row.actor_label, row.target_id, row.before, row.after]
    return hmac.new(bytes.fromhex(salt), _text(said), hashlib.sha256).hexdigest()


def _hash(link, before, row):
    fixed = [row.pk, _moment(row), row.action, row.target_type]
    said = _text([before, link.number, *fixed, link.digest])
    return hashlib.sha256(said).hexdigest()


def _moment(row):
    return f"{row.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def _text(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()
