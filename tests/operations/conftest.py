import pytest
from django.utils import timezone

from cremona_safety.operations import asking
from indicators.models import Measure, Watermark
from jobs.models import Heartbeat

TOKEN = "a-token-of-the-tests"


@pytest.fixture(autouse=True)
def nothing_was_silent(monkeypatch):
    monkeypatch.setattr(asking, "_silent", {})
    monkeypatch.setattr(asking, "_asked", {})


@pytest.fixture
def token(settings):
    """Set the token; return the header of who has it."""
    settings.METRICS_TOKEN = TOKEN
    return {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def well(db, settings, tmp_path):
    """Make every part of a portal without servers green; return its heartbeat."""
    settings.REDIS_URL = ""  # the queue of the embedded portal, also beside a Redis
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_out": str(tmp_path)}
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.CELERY_BEAT_SCHEDULE = {"sweep": {"task": "jobs.sweep", "schedule": 30}}
    now = timezone.now()
    Watermark.objects.create(measure=Measure.REPORTS, seen_until=now, computed_at=now)
    return Heartbeat.objects.create(name="beat", at=now, since=now)
