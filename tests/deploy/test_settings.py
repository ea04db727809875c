"""What the settings read in the environment."""

import re
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


def test_a_variable_written_before_a_command_in_the_papers_exists():
    example = (base.BASE_DIR / ".env.example").read_text()
    papers = [base.BASE_DIR / "README.md", *(base.BASE_DIR / "docs").glob("*.md")]

    named = {
        name
        for paper in papers
        for name in re.findall(r"\b([A-Z_]{3,})=\S+ make", paper.read_text())
    }

    assert "PROGRAMME_FILE" in named
    assert all(f"{name}=" in example for name in named), named
