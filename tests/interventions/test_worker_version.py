"""The version of the field page's worker: what it is made of, and when it is read."""

import pytest

from interventions.views import field_app


@pytest.fixture
def modules(tmp_path, monkeypatch):
    """A folder in the place of the page's modules, and nothing read yet."""
    monkeypatch.setattr(field_app, "MODULES", tmp_path)
    monkeypatch.setattr(field_app, "files", list)
    field_app._digest_of_the_release.cache_clear()
    yield tmp_path
    field_app._digest_of_the_release.cache_clear()


def test_a_release_reads_its_files_once_and_who_develops_at_each_request(
    modules, settings
):
    (modules / "main.js").write_text("1")
    released = field_app.version()
    (modules / "main.js").write_text("2")

    assert field_app.version() == released
    settings.DEBUG = True
    assert field_app.version() != released
