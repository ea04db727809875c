"""The Celery application; its schedule is ``CELERY_BEAT_SCHEDULE`` in the settings."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cremona_safety.settings.prod")

TRANSPORT_ALIASES["filesystem"] = "jobs.transport:Transport"
TRANSPORT_ALIASES["redis"] = "jobs.transport:RedisTransport"

app = Celery("cremona_safety")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
