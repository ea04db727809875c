"""The door for gunicorn."""

import os

import django

from cremona_safety.request import Utf8Handler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cremona_safety.settings.prod")
# a person waits less than a worker for a database that is locked
os.environ.setdefault("SQLITE_WAIT_SECONDS", "5")

django.setup(set_prefix=False)

application = Utf8Handler()
