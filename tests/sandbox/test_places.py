"""How many files are open at once, and that nobody takes the places of others."""

from contextlib import ExitStack
from importlib import reload
from threading import Event, Thread

import pytest

from cremona_safety.settings import files
from sandbox.places import Busy, Places
from tests.servers import PATIENCE, wait_until


@pytest.fixture
def places(settings):
    """Two places, and nobody may wait for one."""
    settings.SANDBOX = {"at_once": 2, "waiting": 0, "wait_seconds": PATIENCE}
    return Places()


def is_free(places, whose):
    try:
        with places.taken(whose):
            return True
    except Busy:
        return False


def test_one_person_has_one_file_open_at_a_time(places):
    with places.taken("one"):
        assert not is_free(places, "one")
        assert is_free(places, "another")
    assert is_free(places, "one")


def test_there_are_no_more_places_than_the_setting_says(places):
    with places.taken("one"), places.taken("another"):
        assert not is_free(places, "a third")
        assert not is_free(places, "")
    assert is_free(places, "a third")


def test_what_is_of_nobody_takes_a_place_like_the_others(places):
    with places.taken(""), places.taken(""):
        assert not is_free(places, "one")


def test_a_file_that_breaks_gives_its_place_back(places):
    with ExitStack() as stack, pytest.raises(ValueError):
        stack.enter_context(places.taken("one"))
        raise ValueError

    assert is_free(places, "one")


def test_who_may_wait_has_the_place_when_it_is_free(places, settings):
    settings.SANDBOX = settings.SANDBOX | {"waiting": 1}
    done = Event()

    def wait():
        with places.taken("one"):
            done.set()

    with places.taken("one"):
        waiting = Thread(target=wait)
        waiting.start()
        wait_until(lambda: places._waiting == 1, what="one who waits")
        assert not is_free(places, "one")  # the one chair is taken
        assert is_free(places, "another")  # whoever waits
        assert not done.is_set()
    waiting.join()

    assert done.is_set() and is_free(places, "one")


def test_nobody_waits_longer_than_the_setting_says(places, settings):
    settings.SANDBOX = settings.SANDBOX | {"waiting": 1, "wait_seconds": 0.01}

    with places.taken("one"):
        assert not is_free(places, "one")
    assert places._waiting == 0 and is_free(places, "one")


@pytest.mark.parametrize(("threads", "at_once", "waiting"), [
    (1, 1, 0), (2, 1, 0), (3, 1, 1), (4, 2, 1), (8, 4, 3),
])  # fmt: skip
def test_a_thread_is_left_for_the_pages(threads, at_once, waiting, monkeypatch):
    monkeypatch.setenv("WEB_THREADS", str(threads))
    kept = reload(files).SANDBOX
    monkeypatch.undo()
    reload(files)

    assert (kept["at_once"], kept["waiting"]) == (at_once, waiting)
    assert at_once + waiting < threads or threads == 1
