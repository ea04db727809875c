"""The whole portal as `make run` starts it, on the databases this run of the suite has."""

import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.servers import PATIENCE, ROOT, free_port, wait_until

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class Portal:
    """A portal that runs: its address and the folder of its files."""

    url: str
    var: Path


def _answers(url):
    try:
        return urlopen(f"{url}/healthz", timeout=PATIENCE).status == 200  # noqa: S310
    except (URLError, OSError):
        return False


@pytest.fixture(scope="session")
def portal(demonstration):
    """Start the portal with its demonstration data; end it as Ctrl-C does."""
    var = demonstration()
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    own = {"VAR_DIR": str(var), "PORT": str(port), "PUBLIC_URL": url}
    own["DJANGO_SETTINGS_MODULE"] = "cremona_safety.settings.dev"
    own["REFRESH_SECONDS"] = "5"
    with (var / "log").open("wb") as log:
        process = subprocess.Popen(
            [ROOT / "deploy" / "run.sh"],
            env=os.environ | own,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until(lambda: _answers(url), what=f"{url}/healthz, see {var}")
        yield Portal(url, var)
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(PATIENCE)


@pytest.fixture
def visitor(browser):
    """Return a function that opens a browser of its own and watches what it refuses.

    ``visitor(PHONE, script=False)`` gives a Page; at the end of the test none may have broken
    the Content-Security-Policy or thrown an error.
    """
    contexts, refusals = [], []

    def open_browser(size, *, script=True):
        context = browser.new_context(
            viewport=size, locale="it-IT", java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: refusals.append(str(error)))
        page.on("console", lambda line: _keep_refusal(line, refusals))
        return page

    yield open_browser
    for context in contexts:
        context.close()
    assert refusals == []


def _keep_refusal(line, refusals):
    if "Content Security" in line.text:
        refusals.append(line.text)
