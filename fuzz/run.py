"""Ask the portal of one database ``N`` things; ``fuzz/__main__.py`` chooses the database."""

import os
import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import client as django_client
from django.test.utils import setup_test_environment


def main():
    count, seed = int(os.environ.get("N") or 10_000), os.environ.get("SEED") or "1"
    django.setup()
    setup_test_environment()
    with TemporaryDirectory() as folder:
        _settle(Path(folder))
        start = time.monotonic()
        asker = _run(count, seed)
        return _say(asker, seed, time.monotonic() - start)


def _settle(var):
    """Let a request be made as ``cremona_safety/wsgi.py`` does, and keep what is written apart."""
    import logging

    from cremona_safety.request import Utf8Request

    logging.disable(logging.CRITICAL)  # the errors are counted here
    django_client.WSGIRequest = WSGIHandler.request_class = Utf8Request
    settings.VAR, settings.MEDIA_ROOT = var, var / "media"
    settings.EMAIL_BACKEND = "jobs.mail.OutboxBackend"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 3600
    settings.REPORT_LIMITS["minimum_seconds"] = 0


def _run(count, seed):
    from fuzz.asking import Asker
    from fuzz.house import house
    from fuzz.plan import Plan

    with house(random.Random(seed)) as laid:
        asker = Asker(laid)
        plan = Plan(asker, laid)
        for number in range(count):
            plan.ask(number, f"{seed}-{number}")
        return asker


def _say(asker, seed, seconds):
    statuses = ", ".join(f"{s}: {n}" for s, n in asker.statuses.most_common())
    asked = asker.statuses.total()
    print(f"{asked:,} requests in {seconds:.0f} s, seed {seed}; {statuses}", flush=True)
    for wrong, times in asker.faults.most_common():
        print(f"{times} times: {wrong}")
    return 1 if asker.faults else 0


if __name__ == "__main__":
    sys.exit(main())
