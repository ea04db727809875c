"""An e-mail as a row's JSON payload, and back."""

import base64
from email.mime.base import MIMEBase
from email.utils import formatdate, parseaddr
from uuid import uuid4

from django.core.mail import EmailMultiAlternatives, get_connection

KEY_HEADER = "X-Outbox-Key"
DISCARD_HEADER = "X-Outbox-Discard"  # a row like another, that is delivered to nobody
PLAIN_FIELDS = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to")


def pack(message):
    """Return the payload of a Django e-mail, without its outbox key.

    Date and Message-ID are fixed here: a message that has to be sent again is recognised as the
    same by who receives it. Raises ``BadHeaderError`` for a line break in a header.
    """
    headers = {k: str(v) for k, v in message.extra_headers.items() if k != KEY_HEADER}
    domain = parseaddr(message.from_email)[1].rpartition("@")[2] or "localhost"
    headers.setdefault("Message-ID", f"<{uuid4().hex}@{domain}>")
    headers.setdefault("Date", formatdate(localtime=True))
    payload = {name: getattr(message, name) for name in PLAIN_FIELDS}
    payload |= {
        "headers": headers,
        "subtype": message.content_subtype,
        "alternatives": [list(part) for part in getattr(message, "alternatives", [])],
        "attachments": [_pack_attachment(part) for part in message.attachments],
    }
    unpack(payload, connection=None).message()
    return payload


def unpack(payload, *, connection):
    """Return the Django e-mail of a payload, to be sent through ``connection``."""
    message = EmailMultiAlternatives(
        **{name: payload[name] for name in PLAIN_FIELDS},
        headers=payload["headers"],
        connection=connection,
    )
    message.content_subtype = payload["subtype"]
    for content, mimetype in payload["alternatives"]:
        message.attach_alternative(content, mimetype)
    for name, content, mimetype in payload["attachments"]:
        message.attach(name, base64.b64decode(content), mimetype)
    return message


def send(payload, *, backend):
    """Deliver a payload through the Django e-mail backend at the dotted path ``backend``."""
    unpack(payload, connection=get_connection(backend)).send()


def _pack_attachment(part):
    if isinstance(part, MIMEBase):
        name, content, mimetype = (
            part.get_filename(),
            part.get_payload(decode=True),
            part.get_content_type(),
        )
    else:
        name, content, mimetype = part
    if isinstance(content, str):
        content = content.encode()
    return [name, base64.b64encode(content).decode(), mimetype]
