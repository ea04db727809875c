"""What keeps a part of a real portal from starting.

``deploy/start.sh`` asks it first: ``manage.py check --deploy --tag start --database default``. It is
nothing for a machine where the portal is only built or checked: without ``--database`` all is well.
A database that does not answer, or has no tables yet, is not a
reason: pages say it, and ``prepare`` makes the tables.
"""

import os
from pathlib import Path

from django.conf import STATICFILES_STORAGE_ALIAS, settings
from django.contrib.staticfiles.storage import ManifestFilesMixin
from django.core import checks
from django.db import DatabaseError
from django.utils.module_loading import import_string

from accounts.models import User
from hotspots.models import Municipality

START = "start"
DEMONSTRATION = (
    "This database is a demonstration's, or one was loaded into it: the portal of a Comune does"
    " not start on invented people and figures."
)
ANOTHER = (
    "Name an empty database in DATABASE_URL, or restore the copy made before the demonstration was"
    " loaded. To try the portal: make run."
)
NO_FILES = "The user who serves cannot read the static files in {folder}."
BUILD = "deploy/build.sh makes them: run it as the user who builds, with the same STATIC_DIR."


def no_demonstration(app_configs, databases=None, **kwargs):
    """Refuse invented data, unless the settings are those of a demonstration."""
    if settings.DEMO or not databases:
        return []
    try:
        marked = Municipality.objects.filter(demo_since__isnull=False).exists()
        invented = marked or User.objects.filter(is_demo=True).exists()
    except DatabaseError:
        return []
    return [checks.Error(DEMONSTRATION, ANOTHER, id="start.E1")] if invented else []


def static_files(app_configs, databases=None, **kwargs):
    """Refuse static files that are not there or not readable: every page would be an error."""
    if settings.DEMO or not databases:
        return []
    storage = import_string(settings.STORAGES[STATICFILES_STORAGE_ALIAS]["BACKEND"])
    if not issubclass(storage, ManifestFilesMixin):
        return []
    if os.access(Path(settings.STATIC_ROOT, storage.manifest_name), os.R_OK):
        return []
    words = NO_FILES.format(folder=settings.STATIC_ROOT)
    return [checks.Error(words, BUILD, id="start.E2")]
