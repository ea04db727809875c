"""A Comune that is not Cremona: everything about it comes from its file."""

import re
from itertools import count

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from cremona_safety.programme import load_programme
from hotspots.geometry import in_municipality
from hotspots.models import Hotspot, Municipality
from reports.models import Category, Report
from tests.conftest import PROGRAMME

DEGREES_AWAY = {"45": "41", "10": "14", "9": "13"}
FOURTH_PLACE = """
[[places]]
slug = "largo-fiera"
name = "Largo Fiera"
ring = [[14.030, 41.150], [14.032, 41.150], [14.031, 41.151]]
boundary_source = "Inventato"
accuracy_m = 50

[[landmarks]]"""


@pytest.fixture
def elsewhere(tmp_path, db):
    """Load a Comune far from Cremona, with four places and its own codes of categories."""
    text = PROGRAMME.read_text("utf-8")
    text = re.sub(
        r"\b(45|10|9)\.(\d{5})\b", lambda m: f"{DEGREES_AWAY[m[1]]}.{m[2]}", text
    )
    number = count(1)
    text = re.sub(
        r"(\[\[categories]]\ncode = )\S+",
        lambda m: f'{m[1]}"voce-{next(number)}"',
        text,
    )
    text = text.replace("[[landmarks]]", FOURTH_PLACE.lstrip(), 1)
    text = text.replace('province_code = "CR"', 'province_code = "XX"')
    path = tmp_path / "altrove.toml"
    path.write_text(text, "utf-8")
    load_programme(path)
    return Municipality.objects.get()


def test_the_demonstration_happens_in_the_comune_of_the_file(elsewhere):
    call_command("load_demo")

    reports = Report.objects.select_related("category")
    taken = Category.objects.exclude(stop=Category.Stop.ALWAYS)
    points = reports.values_list("latitude", "longitude")
    inside = sum(in_municipality(*point) for point in points)
    assert inside > 0.99 * reports.count() > 1000
    assert {report.category for report in reports} == set(taken)
    assert set(reports.values_list("hotspot__slug", flat=True)) == {
        None,
        *Hotspot.objects.programme().values_list("slug", flat=True),
    }


def test_the_demonstration_publishes_only_what_the_file_lets_be_moderated(elsewhere):
    call_command("load_demo")

    published = Report.objects.exclude(published_at=None)
    assert published.exists()
    assert not published.filter(public_line="").exists()
    assert set(published.values_list("category__publication", flat=True)) == {
        "moderata"
    }


def test_the_example_of_a_code_begins_like_the_codes_of_the_comune(elsewhere, client):
    for address in (reverse("home"), reverse("report_follow")):
        page = client.get(address).content.decode()
        assert "Per esempio XX-2026-7F3K9Q." in page
        assert "CR-" not in page


def test_nothing_of_cremona_is_written_in_code():
    own = r"\bCremona\b|\bCR-|019036|26100|D150|\b45\.1\d{2,}|\b10\.0[0-4]\d+"
    files = [*(settings.BASE_DIR / "templates").rglob("*.*")]
    files += (settings.BASE_DIR / "static" / "js").rglob("*.js")
    for app in settings.OUR_APPS:
        files += (settings.BASE_DIR / app).rglob("*.py")

    found = [
        f"{path.relative_to(settings.BASE_DIR)}: {line.strip()}"
        for path in files
        for line in path.read_text("utf-8").splitlines()
        if re.search(own, line)
    ]

    assert found == []
