"""The row of an outing has one writer, in every test that runs: another one fails at once."""

import sys
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from unittest.mock import patch

from django.conf import settings

from interventions.models import Intervention

HOUSE = Path(settings.BASE_DIR)
WRITER = HOUSE / "interventions" / "record" / "lifecycle.py"
MODELS = HOUSE / "interventions" / "models"  # they only carry what is asked of them
# a test sets its scene, and the demonstration marks what it made as invented
FREE = [HOUSE / "tests", HOUSE / "cremona_safety" / "demo"]
ROWS = ["update", "bulk_update", "bulk_create", "delete"]


class AnotherWriter(AssertionError):
    """Code of the portal wrote an outing's row past the lifecycle."""


@contextmanager
def one_writer():
    """Let the portal write rows of Intervention through its lifecycle alone."""
    rows = type(Intervention.objects.all())
    with (
        patch.object(Intervention, "save", _watched(Intervention.save)),
        patch.object(Intervention, "delete", _watched(Intervention.delete)),
        patch.multiple(rows, **{one: _watched(getattr(rows, one)) for one in ROWS}),
    ):
        yield


def _watched(method):
    @wraps(method)
    def watched(*args, **kwargs):
        writer = _writer(sys._getframe(1))
        if writer not in {None, WRITER}:
            raise AnotherWriter(f"{writer} writes the row of an outing")
        return method(*args, **kwargs)

    return watched


def _writer(frame):
    """Return the file of the portal that asked for it, or None when who did is free to."""
    while frame:
        path = Path(frame.f_code.co_filename)
        if any(map(path.is_relative_to, FREE)):
            return None
        ours = path.is_relative_to(HOUSE) and path.relative_to(HOUSE).parts[0]
        if ours in settings.OUR_APPS and not path.is_relative_to(MODELS):
            return path
        frame = frame.f_back
    return None
