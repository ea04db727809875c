"""The Celery application; its schedule is ``CELERY_BEAT_SCHEDULE`` in the settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cremona_safety.settings.prod")

app = Celery("cremona_safety")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
