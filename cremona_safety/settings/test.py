"""Tests: the settings of development, faster hashing, tasks run where they are called."""

from cremona_safety.settings.dev import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
STORAGES["staticfiles"]["BACKEND"] = (  # noqa: F405
    "django.contrib.staticfiles.storage.StaticFilesStorage"
)
WHITENOISE_AUTOREFRESH = True
for template_engine in TEMPLATES:  # noqa: F405
    template_engine["OPTIONS"]["string_if_invalid"] = "undefined-%s"
LOGGING["root"]["level"] = "WARNING"  # noqa: F405
# a test database is dropped at the end: no connection may still be on its way to it
DATABASES["default"]["OPTIONS"].pop("pool", None)  # noqa: F405
# each part is asked anew, where the test can see it: its rows are not committed
HEALTH_SECONDS = HEALTH_KEPT_SECONDS = 0
DISK_FREE_MB = 0
