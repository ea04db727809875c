"""The invented people and places that the demonstration data are written with."""

from datetime import datetime

import pytest

from cremona_safety.demo.people import create_demo_people
from hotspots.models import Hotspot
from tests.moments import ROME

AFTERNOON = datetime(2026, 11, 25, 15, 0, tzinfo=ROME)  # Wednesday


@pytest.fixture
def places(programme):
    return list(Hotspot.objects.programme())


@pytest.fixture
def street(places):
    """Officers, educators and who plans for both."""
    return [
        person
        for person in create_demo_people("insieme-in-piazza")
        if person.role_id in {"officer", "educator", "coordinator"}
    ]
