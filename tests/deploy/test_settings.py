"""What the settings read in the environment."""

import runpy
from pathlib import Path

import pytest

from cremona_safety.settings import base


@pytest.mark.parametrize(
    ("written", "read"),
    [("", []), ("di-ieri, di-prima", ["di-ieri", "di-prima"])],
)
def test_the_keys_of_before_are_read_with_commas(monkeypatch, written, read):
    monkeypatch.setenv("SECRET_KEY_FALLBACKS", written)

    assert runpy.run_path(Path(base.__file__))["SECRET_KEY_FALLBACKS"] == read
