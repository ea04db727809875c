"""The head of the audit trail, kept each day where who administers the database does not write."""

import hashlib
import os

from django.conf import settings
from django.core import checks
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone

from accounts import chain
from jobs.messages import KEY_HEADER

NOBODY = (
    "The head of the audit trail is sent to nobody: each day it is written to {file}, where who"
    " administers both this machine and the database could change it too."
)
SOMEBODY = "Write in TRAIL_HEAD_TO the address of who keeps it: deploy/README.md."


def keep_head():
    """Let every row into the chain, send its head or write it down, and return the head.

    To each address of TRAIL_HEAD_TO one mail a day; without them a line of TRAIL_HEADS_FILE.
    """
    chain.join(all_rows=True)
    head, now = chain.head(), timezone.localtime()
    for address in settings.TRAIL_HEAD_TO:
        _mail(address, head, now)
    if not settings.TRAIL_HEAD_TO:
        _write(head, now)
    return head


def kept_by_nobody(app_configs, databases=None, **kwargs):
    """Say at the start of a real portal that the head stays on its own machine."""
    if settings.DEMO or not databases or settings.TRAIL_HEAD_TO:
        return []
    words = NOBODY.format(file=settings.TRAIL_HEADS_FILE)
    return [checks.Warning(words, SOMEBODY, id="start.W1")]


def _mail(address, head, now):
    number, _ = head.split()
    context = {"head": head, "number": int(number), "now": now}
    body = render_to_string("pages/mail/trail_head.txt", context)
    whom = hashlib.sha256(address.encode()).hexdigest()[:16]
    key = {KEY_HEADER: f"trail-head-{now:%Y-%m-%d}-{whom}"}
    subject = f"Impronta del registro, {now:%d/%m/%Y}"
    EmailMessage(subject, body, to=[address], headers=key).send()


def _write(head, now):
    path = settings.TRAIL_HEADS_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with open(descriptor, "a") as file:
        file.write(f"{now.isoformat(timespec='seconds')} {head}\n")
