"""At home: one command, plain http on this machine, no second factor in the way."""

from cremona_safety.settings.base import *  # noqa: F403

SECRET_KEY = env.text("SECRET_KEY", "only-for-a-demonstration-on-this-machine")  # noqa: F405
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = False
COOKIE_PREFIX = ""  # browsers take the one of production over https only
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "sessione", "csrftoken"
LANGUAGE_COOKIE_NAME, DRAFT_COOKIE_NAME = "lingua", "bozza"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http"
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", False)  # noqa: F405
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = (
    True  # http://localhost; of an IP no browser has one
)
DEMO = True
DEMO_PASSWORD = env.text("DEMO_PASSWORD", "insieme-in-piazza")  # noqa: F405
