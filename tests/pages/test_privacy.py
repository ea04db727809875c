"""What the portal says of personal data is what it does: the notice, the paper, the register."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.register import entries
from cremona_safety.privacy_paper import PAPER, written
from reports.drafts import LIFETIME
from texts.kept import Months

TOLD = {
    "REPORT_TEXT_MONTHS": "Testo, foto ed email: 17 mesi",
    "DIARY_MONTHS": "note di servizio: 17 mesi",
    "PLACE_PHOTO_MONTHS": "Foto dei luoghi: 17 mesi",
    "BOARD_MONTHS": "senza nomi: 17 mesi",
    "BACKUP_KEEP_MONTHS": "al massimo per 17 mesi",
    "CREW_NAME_DAYS": "in servizio: 17 giorni",
}
OF_STAFF = {"AVAILABILITY_MONTHS"}  # their notice is in docs/privacy.md


def page():
    return Client().get(reverse("privacy")).content.decode()


@pytest.mark.parametrize("setting", TOLD)
def test_the_notice_says_the_time_of_the_settings(programme, settings, setting):
    setattr(settings, setting, 17)

    assert TOLD[setting] in page()


def test_the_notice_says_every_time_of_the_register():
    times = [entry.lasts for entry in entries() if isinstance(entry.lasts, Months)]

    assert {time.setting for time in times} - OF_STAFF <= set(TOLD)


def test_the_notice_says_the_times_that_are_no_setting(programme):
    assert LIFETIME.days == 1 and "Bozza: un giorno dall’ultima modifica" in page()
    limits = next(e for e in entries() if e.code == "limits")
    # a night more: the job that prunes runs once a day
    assert limits.lasts.length.days == 1 and "al massimo due giorni" in page()


def test_the_notice_tells_the_two_laws_apart_and_leads_to_the_rights(programme):
    text = page()

    assert "segue il decreto legislativo 51/2018" in text
    assert "articolo 2-ter del decreto legislativo 196/2003" in text
    assert reverse("report_follow") in text and "entro un mese" in text


def test_the_paper_is_what_the_register_and_the_settings_make():
    wanted = "the paper is old: manage.py privacy"

    assert PAPER.read_text() == written(), wanted
