"""Drawing takes nearly all the time of a page of the dashboard: equal charts are drawn once."""

import pickle

import pytest

from indicators import charts

DRAWN = {}  # of this worker


def once(draw):
    def kept(*arguments, **named):
        asked = pickle.dumps((draw.__name__, arguments, sorted(named.items())))
        if asked not in DRAWN:
            DRAWN[asked] = draw(*arguments, **named)
        return DRAWN[asked]

    return kept


@pytest.fixture(autouse=True)
def equal_charts_are_drawn_once(monkeypatch):
    for name in ("by_place", "one_place", "small"):
        monkeypatch.setattr(charts, name, once(getattr(charts, name)))
