"""The mail to the people of a service: who can read their notebook from now on."""

from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from interventions.confidential.notebooks import NOTEBOOKS
from interventions.models import service_of
from interventions.record.crew import people_of

SUBJECT = "Una persona in più legge: {title}"


def notify_new_reader(person, *, by):
    """Tell everybody of the service of ``person`` but the two; nobody when they are of none."""
    service = service_of(person)
    if service is None:
        return
    notebook = NOTEBOOKS[service]
    url = settings.PUBLIC_URL + notebook.url("list")
    body = render_to_string(
        "interventions/mail/new_reader.txt",
        {"person": person, "by": by, "notebook": notebook, "url": url},
    )
    news = uuid4()
    for colleague in people_of(service):
        if colleague not in (person, by):
            EmailMessage(
                SUBJECT.format(title=notebook.title.lower()),
                body,
                to=[colleague.email],
                headers={"X-Outbox-Key": f"new-reader-{news}-{colleague.pk}"},
            ).send()
