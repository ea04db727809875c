"""A page that fails on any trouble, and the background of the maps as an environment gives it."""

import runpy
import sys
from pathlib import Path

import pytest

from cremona_safety import headers
from cremona_safety.settings import base
from tests.hotspots.wms import wms_server
from tests.tiles.files import MAKERS, town

MAPS = "cremona_safety.settings.maps"


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    # a page that does not scroll smoothly has arrived at once
    return {**browser_context_args, "locale": "it-IT", "reduced_motion": "reduce"}


@pytest.fixture
def desk(page):
    """A page that fails its test on any script error or refusal of the CSP."""
    troubles = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on(
        "console",
        lambda message: message.type == "error" and troubles.append(message.text),
    )
    yield page
    assert troubles == []


@pytest.fixture
def read_settings(monkeypatch):
    """Return a function that reads the settings of an environment with these variables."""

    def read(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, str(value))
        monkeypatch.delitem(sys.modules, MAPS)  # as at the start of a process
        return runpy.run_path(Path(base.__file__))

    return read


@pytest.fixture
def use_background(read_settings, settings):
    """Return a function that gives the portal the maps, and the CSP, of these variables."""

    def use(**variables):
        for name, value in read_settings(**variables).items():
            if name.startswith("MAP_") or name == "CONTENT_SECURITY_POLICY":
                setattr(settings, name, value)

    return use


@pytest.fixture
def tiles_of(tmp_path):
    """Return a function that writes the town, all of one colour, as a file of a kind."""
    return lambda kind, colour="#3cb371": MAKERS[kind](
        tmp_path / f"mappa.{kind}", town(colour)
    )


@pytest.fixture
def with_file(use_background, tiles_of):
    """Give the portal a file of tiles; return its path."""
    path = tiles_of("mbtiles")
    use_background(MAP_TILES_FILE=path, MAP_TILES_ATTRIBUTION="Comune di Prova")
    return path


@pytest.fixture
def wms():
    with wms_server() as server:
        yield server


@pytest.fixture
def point_page(desk, live_server, settings, programme, monkeypatch):
    settings.ROOT_URLCONF = "tests.hotspots.point_page"
    monkeypatch.setattr(headers, "ASK_THE_POSITION", {"point_page"})

    def visit(query=""):
        desk.goto(f"{live_server.url}/punto/{query}")
        desk.wait_for_selector("[data-map-ready]")
        return desk

    return visit
