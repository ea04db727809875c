"""The mail to the people of a service: who can read their notebook from now on."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

SUBJECT = "Una nuova persona può leggere: {title}"


def reader_key(entry, colleague):
    return f"new-reader-{entry.pk}-{colleague.pk}"


def notify_new_reader(entry, person, colleague, *, notebook):
    """Tell ``colleague`` that ``person`` reads the notebook since the AuditEntry ``entry``."""
    url = settings.PUBLIC_URL + notebook.url("list")
    body = render_to_string(
        "notebooks/mail/new_reader.txt",
        {"person": person, "entry": entry, "notebook": notebook, "url": url},
    )
    EmailMessage(
        SUBJECT.format(title=notebook.title.lower()),
        body,
        to=[colleague.email],
        headers={"X-Outbox-Key": reader_key(entry, colleague)},
    ).send()
