"""The house rules of the templates and of the catalogues."""

import re

import pytest
from django.conf import settings
from django.template import engines

from cremona_safety import catalogue
from cremona_safety.sketch import HEIGHT, WIDTH, place_sketch
from hotspots.models import Hotspot, Landmark
from hotspots.projection import Projection

TEMPLATES = settings.BASE_DIR / "templates"
PATHS = sorted(TEMPLATES.rglob("*.html"))
# found by name by Django or by allauth, never named in our files
BY_NAME = ("django/", "account/", "mfa/", "socialaccount/", "usersessions/", "allauth/")


TEXTS = {str(path.relative_to(TEMPLATES)): path.read_text("utf-8") for path in PATHS}
INLINE = re.compile(
    r"<script(?![^>]*(?:\bsrc=[^>]*></script>|type=\"application/(?:ld\+)?json\"))"
    r"|<style|\sstyle=|\son[a-z]+=[\"']|javascript:"
)


def test_every_template_compiles():
    for name in TEXTS:
        engines["django"].get_template(name)


def test_no_template_has_an_inline_script_or_style():
    found = {name: INLINE.findall(text) for name, text in TEXTS.items()}

    assert {name: inline for name, inline in found.items() if inline} == {}


def test_the_frame_of_a_list_is_written_once():
    framed = [name for name, text in TEXTS.items() if "components/headings" in text]

    assert set(framed) == {
        "list.html",
        "pages/components.html",
    }  # which shows the pieces


def test_a_short_comment_stays_on_one_line():
    # Django prints a {# comment #} that goes over the line
    broken = [
        (name, line)
        for name, text in TEXTS.items()
        for line in text.splitlines()
        if "{#" in line and "#}" not in line
    ]

    assert broken == []


def test_every_template_is_used():
    sources = list(TEXTS.values())
    for folder in [*settings.OUR_APPS, *settings.GROUND]:
        sources += [
            path.read_text("utf-8")
            for path in (settings.BASE_DIR / folder).rglob("*.py")
        ]
    # f"reports/wizard_{name}.html" uses every template of that shape
    shapes = set(re.findall(r"[\w/.{}-]+\.html", "\n".join(sources)))
    used = re.compile("|".join(re.sub(r"\{\w+\}", r"\\w+", shape) for shape in shapes))

    unused = [
        name
        for name in TEXTS
        if not name.startswith(BY_NAME) and not used.fullmatch(name)
    ]

    assert unused == []


def test_every_script_and_style_sheet_of_a_template_exists():
    from django.contrib.staticfiles import finders

    named = re.findall(r"{% static '([^'{]+)' %}", "\n".join(TEXTS.values()))

    assert named
    assert [name for name in set(named) if not finders.find(name)] == []


def test_every_icon_is_in_the_sprite():
    sprite = (settings.THEME / "static" / "svg" / "sprites.svg").read_text("utf-8")
    drawn = set(re.findall(r'id="([^"]+)"', sprite))

    named = set(re.findall(r'with name="(it-[a-z-]+)" ', "\n".join(TEXTS.values())))

    assert named
    assert named - drawn == set()


def test_the_english_catalogue_is_complete():
    assert catalogue.problems() == []


def test_a_string_without_translation_is_a_problem(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogue, "CATALOGUE", tmp_path / "en" / "django.po")

    waiting = catalogue.update()

    assert waiting > 100
    assert any(
        line.startswith("not translated: Segnala") for line in catalogue.problems()
    )


def test_a_string_nobody_uses_and_a_lost_placeholder_are_problems(
    tmp_path, monkeypatch
):
    text = catalogue.CATALOGUE.read_text("utf-8")
    changed = text.replace("reports in %(month)s", "reports in the month")
    changed += '\nmsgid "Mai usata"\nmsgstr "Never used"\n'
    other = tmp_path / "django.po"
    other.write_text(changed, "utf-8")
    monkeypatch.setattr(catalogue, "CATALOGUE", other)

    assert set(catalogue.problems()) >= {
        "other placeholders: segnalazioni a %(month)s",
        "used nowhere: Mai usata",
    }


def test_what_we_say_better_is_still_said_by_a_package():
    assert catalogue.problems_of_said_better() == []


def test_a_sentence_that_an_upgrade_changed_and_one_left_empty_are_problems(
    tmp_path, monkeypatch
):
    text = catalogue.SAID_BETTER.read_text("utf-8")
    changed = text.replace("This field is required.", "This field was required.")
    changed += '\nmsgctxt "alt. month"\nmsgid "Enter a date."\nmsgstr "Data."\n'
    changed += '\nmsgid "Enter a valid JSON."\nmsgstr ""\n'
    changed += '\nmsgid "Enter a complete value."\nmsgstr "Scrivi %(limit)s."\n'
    other = tmp_path / "django.po"
    other.write_text(changed, "utf-8")
    monkeypatch.setattr(catalogue, "SAID_BETTER", other)

    assert catalogue.problems_of_said_better() == [
        "no package says: This field was required.",
        "no package says: Enter a date.",
        "not said better: Enter a valid JSON.",
        "other placeholders: Enter a complete value.",
    ]


def test_the_drawing_of_a_place_stays_in_its_box_and_its_names_apart(programme):
    for hotspot in Hotspot.objects.programme():
        sketch = place_sketch(hotspot, list(Landmark.objects.all()))

        corners = [
            tuple(map(int, corner.split(","))) for corner in sketch["points"].split()
        ]
        assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in corners)
        heights = sorted(mark["y"] for mark in sketch["names"])
        assert all(0 < y < HEIGHT for y in heights)


def test_a_hundred_metres_are_as_long_as_the_bar_says(programme):
    hotspot = Hotspot.objects.get(slug="piazza-roma")
    latitude, longitude = hotspot.latitude, hotspot.longitude
    east, north = Projection(latitude, longitude).metres_per_degree
    corner = [longitude + 100 / east, latitude + 100 / north]
    hotspot.ring = [[longitude, latitude], corner]

    sketch = place_sketch(hotspot, [])

    (x1, y1), (x2, y2) = (
        map(int, corner.split(",")) for corner in sketch["points"].split()
    )
    assert x2 - x1 == pytest.approx(sketch["bar"], abs=1)
    assert y1 - y2 == pytest.approx(sketch["bar"], abs=1)
