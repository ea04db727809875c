"""Composition only: settings, urls, Celery, roles, the programme's loader."""

from cremona_safety.celery import app as celery_app

__all__ = ["celery_app"]
__version__ = "0.1.0"  # of pyproject.toml too
