"""The row of an outing has one writer: what it does is in the history, with a new version."""

import re

from django.conf import settings

APPS = ("interventions", "board", "referrals", "notebooks", "desk", "indicators")
WRITER = "interventions/record/lifecycle.py"
WRITES = re.compile(
    r"\bIntervention\.objects\b[^\n]*\.(create|bulk_create|update|bulk_update|delete)\("
    r"|\b(intervention|row|outing)\.save\("
)


def test_only_the_lifecycle_writes_an_outing():
    found = {
        str(path.relative_to(settings.BASE_DIR))
        for app in APPS
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if WRITES.search(path.read_text())
    }

    assert found == {WRITER}
