"""The joint outings of a month, as anybody reads them."""

import re
from datetime import date

import pytest
from django.test import Client

from hotspots.models import Hotspot
from indicators.models import Measure, Watermark
from tests.indicators.factories import make_count

OCTOBER = date(2026, 10, 1)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.mark.parametrize(
    ("language", "words", "few"),
    [
        ("it", "12 uscite congiunte di agenti ed educatori a ottobre", "meno di 5"),
        (
            "en",
            "12 joint outings of officers and street educators in October",
            "fewer than 5",
        ),
    ],
)
@pytest.mark.parametrize("path", ["/", "/luoghi/piazza-roma/"])
def test_anybody_reads_the_joint_outings_of_the_month(roma, path, language, words, few):
    marconi = Hotspot.objects.get(slug="piazza-marconi")
    for hotspot, value in [(roma, 12), (marconi, 0)]:
        make_count(value, day=OCTOBER, hotspot=hotspot, measure=Measure.PUBLIC_JOINT)
    Watermark.objects.create(measure=Measure.PUBLIC_JOINT)

    page = text_of(Client().get(path, headers={"accept-language": language}))

    assert words in page
    if path == "/":  # with the card of piazza Marconi
        assert few in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("it", "educatori: dato non ancora disponibile."),
        ("en", "educators: not available yet."),
    ],
)
def test_joint_outings_never_published_are_no_zero(roma, language, words):
    page = Client().get("/luoghi/piazza-roma/", headers={"accept-language": language})

    assert words in text_of(page)
