"""The door for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cremona_safety.settings.prod")
# a person waits less than a worker for a database that is locked
os.environ.setdefault("SQLITE_WAIT_SECONDS", "5")

application = get_wsgi_application()
