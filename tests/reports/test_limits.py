"""Floods and bodies too big: a sentence, and the draft stays."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.throttle import Limit
from reports.models import Draft
from reports.views.steps import CONTACT
from tests.reports.pictures import picture, upload


@pytest.fixture
def limits(settings, citizen):
    def set_limits(**changes):
        settings.REPORT_LIMITS = {**settings.REPORT_LIMITS, **changes}

    return set_limits


def test_another_address_is_not_stopped(citizen, limits):
    limits(per_address_hour=1)
    citizen.ready().send()
    citizen.ready()

    response = citizen.send_from("192.0.2.7")

    assert response.url == citizen.path("report_sent")


def test_sending_again_what_is_sent_is_never_counted(citizen, limits):
    limits(per_address_hour=1)
    citizen.ready().send()

    assert citizen.send().url == citizen.path("report_sent")


def test_a_flood_of_drafts_gets_429(citizen):
    for _ in range(60):
        Client().post(reverse("report_start"), {"danger": "no"})

    response = Client().post(reverse("report_start"), {"danger": "no"})

    assert response.status_code == 429
    assert Draft.objects.count() == 60


def test_many_photos_in_an_hour_get_a_sentence(citizen, monkeypatch):
    monkeypatch.setattr("reports.views.uploads.PHOTOS", Limit("x", 1, 3600))
    citizen.ready()
    for _ in range(2):
        citizen.step(CONTACT, photos=[upload(picture("JPEG"))], action="photos")

    assert re.search(r"riprova dopo le \d\d:\d\d", citizen.page("report_contact"))
    assert citizen.draft.photos.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        {"details": "a" * 2_000_000},
        {f"campo-{number}": "x" for number in range(300)},
        {"photos": [upload(b"x", f"{number}.jpg") for number in range(20)]},
    ],
    ids=["2 MB of text", "300 fields", "20 files"],
)
def test_a_body_too_big_gets_a_sentence(citizen, body):
    citizen.ready()

    response = citizen.post("report_what", citizen.typed(**body))

    assert response.status_code == 413
    assert "Hai mandato troppo in una volta" in response.content.decode()
    assert f'href="{citizen.path("report_what")}"' in response.content.decode()
    assert "Vetri rotti" in citizen.page("report_summary")
