"""Where each person starts, the menu of each role, the header of the office's pages."""

import pytest
from django.test import Client

from tests.accounts.factories import UserFactory


def test_who_has_no_role_yet_reads_so_at_the_start(programme):
    client = Client()
    client.force_login(UserFactory(role=None))

    page = client.get("/inizio/")

    assert page.status_code == 200
    text = page.content.decode()
    assert "Per il tuo ruolo non c’è ancora una pagina iniziale" in text
    assert "/componenti/" not in text


@pytest.mark.parametrize("role", ["officer", "educator", "coordinator"])
def test_who_goes_out_and_who_coordinates_start_on_the_day(programme, client_as, role):
    assert client_as(role).get("/inizio/").url == "/operatori/"
    assert client_as(role).get("/operatori/").status_code == 200


def test_one_item_of_the_menu_is_where_i_am(programme, client_as):
    client = client_as("coordinator")

    for path in ("/operatori/", "/operatori/invii/", "/operatori/segnalazioni/"):
        page = client.get(path).content.decode()
        menu = page[page.index("<nav") : page.index("</nav>")]

        assert menu.count("aria-current") == 1
        assert f'href="{path}" aria-current="page"' in menu


def test_the_social_worker_starts_on_the_referrals(programme, client_as):
    assert client_as("social_worker").get("/inizio/").url == "/operatori/invii/"


def test_the_start_sends_to_the_first_page_of_the_menu(programme, client_as):
    answer = client_as("admin").get("/inizio/")

    assert answer.status_code == 302
    assert answer.url.startswith(("/operatori/", "/amministrazione/", "/persone/"))


def test_the_start_needs_a_person(programme, client):
    assert client.get("/inizio/").url.startswith("/accedi/")


def test_a_menu_holds_only_what_the_role_may_open(programme, client_as):
    admin = client_as("admin").get("/componenti/").content.decode()
    educator = client_as("educator").get("/componenti/").content.decode()

    assert "Stato</span>" in admin
    assert "Segnalazioni</span>" not in admin
    assert "Stato</span>" not in educator


def test_the_header_says_who_is_signed_in(programme, client_as):
    page = client_as("officer").get("/").content.decode()

    assert "Officer demo" in page
    assert "Agente di Polizia Locale" in page
    assert ">Esci</button>" in page


def test_staff_pages_are_in_italian_whatever_the_browser_asks(programme, client_as):
    page = client_as("officer").get("/componenti/", headers={"accept-language": "en"})

    assert '<html lang="it">' in page.content.decode()


def test_every_component_has_its_place_on_the_page_of_components(
    programme, client_as, settings
):
    page = client_as("officer").get("/componenti/").content.decode()

    for path in (settings.BASE_DIR / "templates" / "components").glob("[!_]*.html"):
        assert path.name in page, path.name
