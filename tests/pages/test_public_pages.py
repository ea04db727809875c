import pytest
from django.test import Client

from funding.models import Grant
from hotspots.models import Contact, Event, Hotspot
from indicators.models import DailyCount
from tests.pages.figures import count_last_month

PAGES = ["/", "/luoghi/piazza-roma/", "/privacy/", "/accessibilita/", "/note-legali/"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["it", "en"])
def test_a_public_page_opens_in_both_languages(programme, path, language):
    page = Client().get(path, headers={"accept-language": language})

    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.content.decode()


@pytest.mark.parametrize("path", ["/", "/privacy/", "/accessibilita/", "/note-legali/"])
def test_a_public_page_opens_before_any_programme_is_loaded(db, path):
    assert Client().get(path).status_code == 200


def test_every_page_shows_112_and_says_it_is_no_complaint_to_the_police(programme):
    page = Client().get("/").content.decode()

    assert 'href="tel:112"' in page
    assert "Non sostituisce il 112 e non è una denuncia." in page


def test_the_home_never_prints_a_small_count(programme):
    count_last_month({"piazza-roma": 4, "piazza-marconi": 17})

    page = Client().get("/").content.decode()

    assert '<strong class="figure-value">17</strong>' in page
    assert page.count("meno di 5</strong>") == 2  # piazza Roma and the empty one, alike
    assert ">4</strong>" not in page


def test_the_home_says_it_when_nothing_was_computed_yet(programme):
    DailyCount.objects.all().delete()

    page = Client().get("/").content.decode()

    assert page.count("Il numero del mese non è ancora stato calcolato.") == 3


def test_the_home_shows_the_money_and_what_the_comune_must_still_confirm(programme):
    page = Client().get("/").content.decode()

    assert "7.500,00" in page
    assert page.count("da confermare dal Comune") == 4
    assert "nessun cambiamento si può attribuire solo a questo contributo" in page


def test_a_confirmed_fact_about_the_money_is_shown(programme):
    Grant.objects.update(cup="D19G24000000002")

    assert "D19G24000000002" in Client().get("/").content.decode()


def test_an_unconfirmed_contact_says_so(programme):
    Contact.objects.exclude(kind="vittime").delete()
    Contact.objects.update(to_confirm=False)

    assert "recapito da confermare" not in Client().get("/").content.decode()


def test_the_home_asks_the_database_as_much_for_many_places_as_for_three(
    programme, django_assert_max_num_queries
):
    model = Hotspot.objects.first()
    for number in range(20):
        model.pk, model.slug = None, f"luogo-{number}"
        model.save()

    with django_assert_max_num_queries(12):
        Client().get("/")


def test_the_english_home_takes_the_words_of_the_programme_file(programme):
    page = Client().get("/", headers={"accept-language": "en"}).content.decode()

    assert "Together for safety" in page
    assert "Report a problem" in page
    assert "7,500.00" in page


def test_a_page_of_a_place_shows_its_events_and_those_of_all(programme):
    page = Client().get("/luoghi/piazza-marconi/").content.decode()

    assert "La Giunta aderisce al progetto regionale" in page
    assert "Il Consiglio amplia l’articolo 34" in page
    assert "Presidio fisso in piazza Roma" not in page


def test_a_boundary_is_indicative_until_somebody_verifies_it(programme):
    before = Client().get("/luoghi/piazza-roma/").content.decode()
    Hotspot.objects.filter(slug="piazza-roma").update(verified_on="2026-10-02")
    after = Client().get("/luoghi/piazza-roma/").content.decode()

    assert "Confine indicativo" in before
    assert "Confine indicativo" not in after
    assert "Confine verificato il 02/10/2026." in after


def test_a_place_without_events_says_so(programme):
    Event.objects.all().delete()

    assert (
        "Nessun fatto inserito" in Client().get("/luoghi/piazza-roma/").content.decode()
    )


def test_an_area_of_comparison_has_no_public_page(programme):
    Hotspot.objects.filter(slug="piazza-roma").update(kind=Hotspot.Kind.COMPARISON)

    assert Client().get("/luoghi/piazza-roma/").status_code == 404


def test_the_legal_notes_carry_the_licence_the_national_validator_reads(programme):
    page = Client().get("/note-legali/").content.decode()

    assert 'data-element="legal-notes-section">Licenza dei contenuti</h2>' in page
    assert (
        'data-element="legal-notes-body">In applicazione del principio open by' in page
    )
    for name in ["legal-notes", "privacy-policy-link", "accessibility-link"]:
        assert f'data-element="{name}"' in page


def test_the_language_changes_with_a_form_and_no_script(programme):
    client = Client()

    answer = client.post(
        "/lingua/", {"language": "en", "next": "/privacy/"}, follow=True
    )

    assert answer.redirect_chain[-1][0] == "/privacy/"
    assert "Privacy notice" in answer.content.decode()


def test_a_demonstration_says_it_on_every_page(programme):
    programme.demo_since = "2026-01-01T00:00Z"
    programme.save()

    for path in [*PAGES, "/nessuna/"]:
        assert "Dati dimostrativi" in Client().get(path).content.decode()


def test_public_pages_are_read_only(programme):
    for path in PAGES:
        assert Client().post(path).status_code == 405
