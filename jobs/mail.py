"""Django e-mail backends: the outbox that every page writes to, and the demo's mailbox."""

import hashlib
import os
from email.utils import parsedate_to_datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from jobs import services, tasks
from jobs.messages import KEY_HEADER
from jobs.queue import enqueue_on_commit


class OutboxBackend(BaseEmailBackend):
    """Makes each message a row of the outbox, in the transaction of who sends it.

    Two messages with the same ``X-Outbox-Key`` header are one; the header is not delivered.
    With ``X-Outbox-Discard`` the whole message is not.
    """

    def send_messages(self, email_messages):
        asked = [message for message in email_messages if message.recipients()]
        for message in asked:
            key = message.extra_headers.get(KEY_HEADER) or uuid4().hex
            row = services.put_mail(message, key=services.key_of(key))
            if row:
                enqueue_on_commit(tasks.deliver, row.pk)
        return len(asked)


class FolderBackend(BaseEmailBackend):
    """Writes each message to its own ``.eml`` file; the same message twice is one file."""

    def send_messages(self, email_messages):
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            mime = message.message()
            half = folder / f"{uuid4().hex}.writing"
            half.touch(mode=0o600)
            half.write_bytes(mime.as_bytes())
            os.replace(half, folder / _file_name(mime))
        return len(email_messages)


def _file_name(mime):
    sent = parsedate_to_datetime(mime["Date"]).astimezone()
    digest = hashlib.sha256(mime["Message-ID"].encode()).hexdigest()
    return f"{sent:%Y%m%d-%H%M%S}-{digest[:12]}.eml"
