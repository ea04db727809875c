"""The log: one line of JSON per event; routes and ids, never names, mails, keys, positions."""

from cremona_safety import env

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "cremona_safety.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["console"], "propagate": False},
        "gunicorn.error": {"handlers": ["console"], "propagate": False},
        # nobody asks for it (deploy/start.sh); who does reads routes, not the links that open reports
        "gunicorn.access": {"handlers": ["console"], "propagate": False},
        "celery": {"level": "WARNING"},  # a line for each task is too much
    },
}
