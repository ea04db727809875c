import pytest

from jobs.models import Outbox


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
