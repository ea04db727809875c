import pytest
from django.test import Client

from cremona_safety.sketch import place_sketch
from funding.models import Grant
from hotspots.models import Contact, Event, Hotspot
from indicators.models import DailyCount
from tests.pages.figures import count_last_month

PAGES = [
    "/",
    "/luoghi/",
    "/luoghi/piazza-roma/",
    "/contributo/",
    "/privacy/",
    "/accessibilita/",
    "/note-legali/",
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["it", "en"])
def test_a_public_page_opens_in_both_languages(programme, path, language):
    page = Client().get(path, headers={"accept-language": language})

    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.content.decode()


@pytest.mark.parametrize(
    "path", ["/", "/luoghi/", "/privacy/", "/accessibilita/", "/note-legali/"]
)
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
    assert page.count('"figure-value">meno di 5<') == 2  # piazza Roma and the empty one
    assert page.count('class="month-few"') == 2
    assert ">4</strong>" not in page


def test_the_home_says_it_when_nothing_was_computed_yet(programme):
    DailyCount.objects.all().delete()

    page = Client().get("/").content.decode()

    assert page.count("Il numero del mese non è ancora stato calcolato.") == 3


def test_the_home_says_the_grant_in_one_line_and_leads_to_its_page(programme):
    page = Client().get("/").content.decode()

    assert "7.500,00 euro da Regione Lombardia." in page
    assert 'href="/contributo/"' in page


def test_the_page_of_the_grant_leaves_out_what_the_comune_has_not_said(programme):
    page = Client().get("/contributo/").content.decode()

    assert "7.500,00" in page and "Regione Lombardia, per intero" in page
    for word in [
        "Atto regionale",
        "CUP",
        "Spese ammesse",
        "Rendiconto entro",
        "arrivo",
    ]:
        assert word not in page
    assert "nessun cambiamento si può attribuire solo a questo contributo" in page


def test_a_confirmed_fact_about_the_grant_is_shown(programme):
    Grant.objects.update(cup="D19G24000000002")

    assert "D19G24000000002" in Client().get("/contributo/").content.decode()


def test_without_a_grant_there_is_no_page_of_it(programme):
    Grant.objects.all().delete()

    assert Client().get("/contributo/").status_code == 404
    assert "/contributo/" not in Client().get("/").content.decode()


def test_the_page_of_the_112_lists_only_numbers_one_can_call(programme):
    page = Client().get("/segnala/112/").content.decode()
    numbers = page[page.index('id="altri-numeri"') : page.index("Hai subito un furto")]

    assert 'href="tel:1522"' in numbers
    assert "Sportello per le vittime" not in numbers


def test_the_page_of_the_112_has_no_empty_list(programme):
    Contact.objects.exclude(code="112").delete()

    assert "Altri numeri" not in Client().get("/segnala/112/").content.decode()


def test_the_drawing_of_a_place_is_never_cut_and_shows_a_rough_boundary(programme):
    for place in Hotspot.objects.programme():
        sketch = place_sketch(place, [])
        corners = [corner.split(",") for corner in sketch["points"].split()]
        half = sketch["buffer"] // 2
        for x, y in corners:
            assert half <= int(x) + 1 and int(x) + half <= sketch["width"] + 1
            assert half <= int(y) + 1 and int(y) + half <= sketch["height"] + 1
        assert sketch["rough"]


def test_a_refused_sign_in_blames_no_field_in_particular(programme):
    typed = {"login": "nessuno@example.org", "password": "sbagliata"}
    page = Client().post("/accedi/", typed).content.decode()

    assert "data-error-summary" in page
    assert "Controlla questi campi" not in page


def test_the_list_of_errors_says_each_sentence_once(programme):
    page = Client().post("/accedi/", {"login": "", "password": ""}).content.decode()

    assert "Controlla questi campi" in page
    summary = page[
        page.index("data-error-summary") : page.index(
            "<form", page.index("data-error-summary")
        )
    ]
    assert summary.count("<a ") == 2


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


@pytest.mark.parametrize(
    "language, month, credit",
    [("it", "set", "Confine del Comune:"), ("en", "Sep", "City boundary:")],
)
def test_a_page_of_a_place_writes_months_and_credits_in_its_language(
    programme, language, month, credit
):
    header = {"accept-language": language}
    page = Client().get("/luoghi/piazza-marconi/", headers=header).content.decode()

    assert f'<span class="timeline-month">{month}</span>' in page
    assert f'{credit} <span lang="it"' in page


def test_an_english_page_of_a_place_tells_its_events_in_english(programme):
    english = {"accept-language": "en"}
    Event.objects.filter(slug="bilancio-presidio").update(description_en="")
    page = Client().get("/luoghi/piazza-roma/", headers=english).content.decode()

    assert '<p lang="en">Two officers every day' in page
    assert "Due agenti ogni giorno" not in page
    assert '<span lang="en">Drawn from the streets around it</span>' in page
    # nobody wrote it in English: it says which language it is
    assert '<p lang="it">Circa 490 turni' in page


def test_the_map_knows_the_source_of_the_boundary_in_both_languages(programme):
    features = Client().get("/mappa/luoghi.geojson").json()["features"]
    comune = next(
        row["properties"] for row in features if row["properties"]["kind"] == "comune"
    )

    assert comune["source"].startswith("Limiti ISTAT")
    assert comune["source_en"].startswith("ISTAT boundaries")


def test_a_page_of_a_place_says_once_that_its_boundary_is_rough(programme):
    page = Client().get("/luoghi/piazza-roma/").content.decode()

    assert page.count("Confine indicativo") == 1
    assert "data-map-rough" not in page  # the line under other maps


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
