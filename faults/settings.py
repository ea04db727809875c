"""Production settings for the faults: plain http on loopback, and a clock that can be moved."""

from cremona_safety.settings.prod import *  # noqa: F403
from faults import clock

SECOND_FACTOR_REQUIRED = False  # people are signed in by writing their session
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
SECURE_SSL_REDIRECT = False
EMAIL_USE_TLS = False
EMAIL_TIMEOUT = 3  # a mail server that hangs is seen as soon
REPORT_LIMITS["minimum_seconds"] = 0  # noqa: F405
LOGGING["root"]["level"] = "WARNING"  # noqa: F405
if moved := env.text("FAULTS_CLOCK", "-").strip("-"):  # noqa: F405
    clock.follow(Path(moved))  # noqa: F405
