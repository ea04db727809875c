import factory
from django.core.mail import EmailMessage

from jobs import messages
from jobs.models import JobRun, Outbox


def a_mail(subject="Segnalazione ricevuta", **changes):
    """Return an e-mail as the portal writes them."""
    fields = {
        "subject": subject,
        "body": "La tua segnalazione è arrivata.",
        "from_email": "portale@example.org",
        "to": ["cittadina@example.org"],
    }
    return EmailMessage(**{**fields, **changes})


class OutboxFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Outbox

    kind = "mail"
    key = factory.Sequence(lambda n: f"chiave-{n}")
    payload = factory.LazyFunction(lambda: messages.pack(a_mail()))


class JobRunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JobRun

    name = "indicators.refresh"
