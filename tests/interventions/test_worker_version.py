"""The field page as an app: the version of its worker, what it keeps, what the page itself says."""

import pytest
from django.urls import reverse

from hotspots.models import Municipality
from interventions.views import field_app
from texts.guard.for_the_phone import guard_for_the_phone


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


def test_the_words_of_the_guard_are_a_file_that_the_phone_keeps(client_as):
    client, address = client_as("officer"), reverse("field_guard")
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert first.json() == guard_for_the_phone()
    assert again.status_code == 304
    assert address in field_app.files()
    page = client.get(reverse("field")).content.decode()
    assert f'data-guard="{address}"' in page
    assert guard_for_the_phone()["words"]["S"] not in page


def test_the_page_knows_where_the_sun_sets_on_its_comune(programme, client_as):
    where = 'data-latitude="{0.latitude}" data-longitude="{0.longitude}"'
    page = client_as("officer").get(reverse("field")).content.decode()

    assert where.format(Municipality.objects.get()) in page
