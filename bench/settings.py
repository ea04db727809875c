"""Production settings for the bench: plain http on loopback, sessions made without a phone."""

from cremona_safety.settings.prod import *  # noqa: F403

SECOND_FACTOR_REQUIRED = False  # the bench signs in by writing the session
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "sessione", "csrftoken"  # over plain http
LOGGING["root"]["level"] = "ERROR"  # noqa: F405
# each of its citizens has an address of their own; of the town there is one
REPORT_LIMITS["per_town_ten_minutes"] = 10**6  # noqa: F405
