"""Every setting, with the values of production; ``dev`` and ``test`` loosen a few."""

from importlib.util import find_spec
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from cremona_safety import env
from cremona_safety.settings.backups import *  # noqa: F403
from cremona_safety.settings.files import *  # noqa: F403
from cremona_safety.settings.logs import *  # noqa: F403
from cremona_safety.settings.maps import *  # noqa: F403
from cremona_safety.settings.reports import *  # noqa: F403
from cremona_safety.settings.schedule import *  # noqa: F403
from cremona_safety.settings.sign_in import *  # noqa: F403
from cremona_safety.settings.watch import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parents[2]
VAR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
THEME = Path(find_spec("bootstrap_italia_template").submodule_search_locations[0])

# --- Identity and security
DEBUG = False
SECRET_KEY = env.text("SECRET_KEY", "")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
PUBLIC_URL = env.text("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
# How many proxies in front of us write X-Forwarded-For: 0 means nobody's word is taken.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
)
SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600  # one long shift
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# a browser takes a cookie of this prefix only over https, from this host, for all its pages: nobody
# plants one from another name of the Comune's
COOKIE_PREFIX = "__Host-"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessione"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}lingua"
LANGUAGE_COOKIE_SAMESITE = "Lax"
DRAFT_COOKIE_NAME = f"{COOKIE_PREFIX}bozza"
MESSAGE_STORAGE = "cremona_safety.cookies.MessageStorage"
X_FRAME_OPTIONS = "DENY"
MAINTENANCE = env.flag("MAINTENANCE", False)  # every page answers 503
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
CSRF_FAILURE_VIEW = "cremona_safety.errors.csrf_failure"

# --- Applications
OUR_APPS = [
    "cremona_safety",
    "accounts",
    "jobs",
    "hotspots",
    "reports",
    "interventions",
    "board",
    "referrals",
    "notebooks",
    "forces",
    "funding",
    "desk",
    "indicators",
]
# packages without models or addresses that the apps stand on
GROUND = ["actions", "listing", "documents", "photos", "sandbox", "texts", "tiles"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "leaflet",
    "template_partials",
    *OUR_APPS,
]
MIDDLEWARE = [
    "cremona_safety.traces.RequestIdMiddleware",
    "cremona_safety.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cremona_safety.operations.metrics.MetricsMiddleware",
    "csp.middleware.CSPMiddleware",
    "cremona_safety.maintenance.MaintenanceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.IdleMiddleware",
    "accounts.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cremona_safety.charset.Utf8OnlyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
]
ROOT_URLCONF = "cremona_safety.urls"
WSGI_APPLICATION = "cremona_safety.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "hotspots.context_processors.municipality",
                "accounts.context_processors.second_factor",
                "cremona_safety.navigation.navigation",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "cremona_safety.templatetags.portal",
                "hotspots.templatetags.places",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data
DATABASES = {
    "default": env.database(env.text("DATABASE_URL", ""), VAR / "portal.sqlite3")
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.with_password(env.text("REDIS_URL", ""), env.text("REDIS_PASSWORD", ""))
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "cremona_safety.cache.ForgivingRedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
    }
else:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cache",
        }
    }
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# private: served by reports.views.photo and interventions.views.place_photo alone
MEDIA_ROOT = VAR / "media"
BACKUP_DIR = Path(env.text("BACKUP_DIR", str(VAR / "backups")))
STORAGES = {
    "default": {"BACKEND": "photos.storage.WholeFileStorage"},
    # made by who builds, read by another user, who serves
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "OPTIONS": {
            "file_permissions_mode": 0o644,
            "directory_permissions_mode": 0o755,
        },
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# --- Static files: everything third-party comes out of installed packages
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_DIR", str(VAR / "static")))
STATICFILES_DIRS = [("bootstrap-italia", THEME / "static"), BASE_DIR / "static"]
LEAFLET_CONFIG = {
    "RESET_VIEW": False,
    "FORCE_IMAGE_PATH": f"{STATIC_URL}leaflet/images/",
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:", *MAP_SOURCES],  # noqa: F405
        "font-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],  # the one that keeps the field page on the phone
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "report-uri": ["/csp/"],
    }
}

# --- Mail: every message is first a row of jobs.Outbox, then the worker delivers it
EMAIL_BACKEND = "jobs.mail.OutboxBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = VAR / "mail"
SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
DELIVERY_EMAIL_BACKEND = SMTP_BACKEND if EMAIL_HOST else "jobs.mail.FolderBackend"
# how long a worker may hold a row of the outbox, or a resumable run without a sign of life:
# longer than CELERY_TASK_TIME_LIMIT
OUTBOX_LEASE_SECONDS = env.number("OUTBOX_LEASE_SECONDS", 360)
# who writes the mails that gather some minutes of changes (jobs/gathering.py)
OUTBOX_WRITERS = {"outings": "interventions.notifications.changes.write_changes"}
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "portale@example.org")

# --- Queue
QUEUE = VAR / "queue"
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"
if REDIS_URL:
    # a task whose worker died comes back after visibility_timeout: keep it above the longest task
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 600,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 2,
        "socket_timeout": 5,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE / "tasks"),
        "data_folder_out": str(QUEUE / "tasks"),
        "control_folder": str(QUEUE / "control"),
        # taken messages move here by one rename; jobs.sweep empties it
        "processed_folder": str(QUEUE / "taken"),
        "store_processed": True,
        "polling_interval": 0.1,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False  # the outbox row is safe, the sweep will find it
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_BEAT_SCHEDULER = "jobs.beat:RowScheduler"
CELERY_TIMEZONE = "Europe/Rome"

# --- The audit trail: who keeps the head of its chain, each day; nobody: a file (ADR 0023)
TRAIL_HEAD_TO = env.words("TRAIL_HEAD_TO")
TRAIL_HEADS_FILE = VAR / "trail-heads.txt"
READING_MONTHS = env.number("READING_MONTHS", 24)  # who read what, then erased

# --- Interventions
# Fernet keys of the confidential notes, newest first; empty: derived from SECRET_KEY.
# After adding one in front: manage.py rotate_keys
CONFIDENTIAL_KEYS = env.words("CONFIDENTIAL_KEYS")
RUNNING_SECONDS = env.number(
    "RUNNING_SECONDS", 120
)  # a phone tells how its outing goes
REST_HOURS = env.number("REST_HOURS", 11)  # between two shifts of a person
WEEKLY_HOURS = env.number("WEEKLY_HOURS", 36)  # of a person: beyond, a warning
CREW_NAME_DAYS = env.number("CREW_NAME_DAYS", 30)  # after the approval: then counts
DIARY_MONTHS = env.number("DIARY_MONTHS", 24)  # confidential notes, then erased
PLACE_PHOTO_MONTHS = env.number("PLACE_PHOTO_MONTHS", 12)
FORGOTTEN_MONTHS = env.number("FORGOTTEN_MONTHS", 12)  # nobody approved nor cancelled
BOARD_MONTHS = env.number("BOARD_MONTHS", 12)  # after a note of the board was over
AVAILABILITY_MONTHS = env.number("AVAILABILITY_MONTHS", 3)

# --- Invented data: only with the settings of development
DEMO = False
PROGRAMME_FILE = env.text(
    "PROGRAMME_FILE", str(BASE_DIR / "programmes" / "cremona.toml")
)

# --- Language and time
LANGUAGE_CODE = "it"
LANGUAGES = [("it", "Italiano"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Rome"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = "cremona_safety.formats"
