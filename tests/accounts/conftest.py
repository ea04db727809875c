import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from jobs.models import Outbox

PASSWORD = "lunga-e-mia-2026"


@pytest.fixture
def person(user_as):
    """Return an officer who enters with ``PASSWORD``."""
    person = user_as("officer")
    person.set_password(PASSWORD)
    person.save()
    return person


@pytest.fixture
def secret(person):
    """Return the secret of the person's second factor."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


@pytest.fixture
def mail_text(db):
    """Return a function that gives subject and body of the last message of the outbox."""

    def last():
        payload = Outbox.objects.latest("pk").payload
        return f"{payload['subject']}\n{payload['body']}"

    return last


@pytest.fixture
def redis_away(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "cremona_safety.cache.ForgivingRedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
