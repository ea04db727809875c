"""Reads the demo's mailbox: the folder where mail is delivered when no server is configured."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

FOLDER_BACKEND = "jobs.mail.FolderBackend"
FILE_NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9a-f]{12}\.eml")
LINK = re.compile(r"(https?://[^\s<>\"]+)")


@dataclass(frozen=True)
class Mail:
    name: str
    subject: str
    to: str
    sent_at: datetime
    body: str

    @property
    def pieces(self):
        """Return the body cut at its links: pairs (text, is a link)."""
        return [
            (piece, index % 2 == 1) for index, piece in enumerate(LINK.split(self.body))
        ]


def is_open():
    """Tell whether staff may read the mail here: it is delivered to the folder, and invented.

    A real one names citizens and holds the links that open their reports.
    """
    return settings.DEMO and settings.DELIVERY_EMAIL_BACKEND == FOLDER_BACKEND


def latest_mails(count=50):
    """Return the newest mails of the folder, newest first."""
    if not is_open():
        return []
    names = sorted(
        (path.name for path in Path(settings.EMAIL_FILE_PATH).glob("*.eml")),
        reverse=True,
    )
    return [mail for name in names[:count] if (mail := find_mail(name))]


def find_mail(name):
    """Return the mail in the file ``name``, or None; a name that is not ours finds nothing."""
    path = Path(settings.EMAIL_FILE_PATH) / name
    if not is_open() or not FILE_NAME.fullmatch(name) or not path.is_file():
        return None
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    body = message.get_body(("plain", "html"))
    return Mail(
        name=name,
        subject=str(message["Subject"]),
        to=str(message["To"]),
        sent_at=parsedate_to_datetime(message["Date"]),
        body=body.get_content() if body else "",
    )
