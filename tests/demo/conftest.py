"""The invented people and places, and a demonstration of 120 days, played once for all tests."""

from datetime import datetime, timedelta

import pytest

from cremona_safety.demo.board import put_board
from cremona_safety.demo.forces import put_force_counts
from cremona_safety.demo.interventions import put_outings
from cremona_safety.demo.people import create_demo_people
from cremona_safety.demo.reports import put_reports
from cremona_safety.demo.shifts import put_shifts
from cremona_safety.demo.stage import Stage
from cremona_safety.programme import load_programme
from hotspots.models import Hotspot
from tests.conftest import PROGRAMME
from tests.database import Written
from tests.moments import ROME

AFTERNOON = datetime(2026, 11, 25, 15, 0, tzinfo=ROME)  # Wednesday
DAYS = 120


@pytest.fixture(scope="session")
def demonstration_rows(django_db_setup, django_db_blocker):
    def play():
        load_programme(PROGRAMME)
        stage = new_stage(AFTERNOON, lived=timedelta(days=42))
        put_reports(stage, days=DAYS)
        put_outings(stage, days=DAYS)
        put_board(stage)
        put_shifts(stage)
        put_force_counts(stage)
        stage.play()

    with django_db_blocker.unblock():
        return Written(play)


@pytest.fixture
def demo(db, demonstration_rows):
    """Write the demonstration of ``AFTERNOON``."""
    demonstration_rows.write()


@pytest.fixture
def stage(programme):
    """Return a function that gives an empty stage at a moment, with the first places."""
    return new_stage


def new_stage(now, places=None, **more):
    people = create_demo_people("insieme-in-piazza")
    return Stage(list(Hotspot.objects.programme())[:places], people, now=now, **more)
