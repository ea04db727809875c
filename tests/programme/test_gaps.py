"""What the Comune has not said: nobody reads it in public, the coordinator reads that it is missing."""

import pytest
from django.test import Client

from cremona_safety.programme.gaps import gaps
from funding.models import Grant
from hotspots.models import Contact, Hotspot, Municipality

PUBLIC = ["/", "/luoghi/", "/contributo/", "/privacy/", "/accessibilita/"]
PUBLIC += ["/aiuto-alle-vittime/", "/segnala/", "/segnala/112/", "/segnalazioni/"]


@pytest.mark.parametrize("path", PUBLIC)
def test_no_public_page_shows_what_is_not_confirmed(programme, path):
    Contact.objects.filter(code="urp").update(phone="0372 4071", to_confirm=True)
    Contact.objects.filter(code="sportello-vittime").update(to_confirm=False)

    page = Client().get(path).content.decode()

    for word in ["da confermare", "in arrivo", "0372 4071"]:
        assert word not in page
    for name in Contact.objects.awaited().values_list("name", flat=True):
        assert name not in page


def test_a_confirmed_contact_is_shown(programme):
    Contact.objects.filter(code="urp").update(phone="0372 4071", to_confirm=False)

    assert 'href="tel:03724071"' in Client().get("/").content.decode()


def test_the_coordinator_reads_what_is_missing_and_which_key_to_fill(
    programme, client_as
):
    page = client_as("coordinator").get("/operatori/da-completare/").content.decode()

    for gap in gaps():
        assert gap.keys in page
    for key in ["data_protection_contact", "inefficiency_url", "cup", "verified_on"]:
        assert f">{key}</code>" in page
    assert "phone, email o url; poi to_confirm = false" in page
    assert "code = &quot;urp&quot;" in page


def test_what_is_filled_is_missing_no_more(programme, client_as):
    for key in ["data_protection_contact", "police_privacy_url", "inefficiency_url"]:
        Municipality.objects.update(**{key: "https://comune.example/"})
    for key in ["accessibility_url", "website", "repository"]:
        Municipality.objects.update(**{key: "https://comune.example/"})
    Grant.objects.update(
        regional_act="d.g.r. 1", cup="D19G24000000002", eligible_from="2026-01-01"
    )
    Grant.objects.update(eligible_until="2026-12-31", report_due_on="2027-01-31")
    Hotspot.objects.update(verified_on="2026-01-01")
    Contact.objects.update(to_confirm=False, phone="0372 4071")

    page = client_as("coordinator").get("/operatori/da-completare/").content.decode()

    assert gaps() == []
    assert "Non manca niente" in page


def test_the_service_for_what_does_not_work_is_that_of_the_comune(programme):
    named = 'data-element="report-inefficiency"'
    assert named not in Client().get("/").content.decode()

    Municipality.objects.update(inefficiency_url="https://comune.example/disservizi")

    page = Client().get("/").content.decode()
    assert f'<a href="https://comune.example/disservizi" {named}>' in page


def test_before_a_programme_is_loaded_nothing_of_it_is_missing(db):
    assert gaps() == []
