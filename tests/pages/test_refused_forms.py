"""A refused form: its page says it in the title, and the focus goes to what to mend."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.servers import PAGE_PATIENCE

EMPTY = {"nothing": "typed"}
REFUSED = [  # a role, the name of a page, what is typed
    ("anonymous", "report_follow", EMPTY),
    ("anonymous", "account_login", EMPTY),
    ("anonymous", "account_login", {"login": "nessuno@example.org", "password": "x"}),
    ("officer", "board", EMPTY),
    ("coordinator", "hotspot_create", EMPTY),
    ("coordinator", "event_create", EMPTY),
    ("officer", "referral_create", EMPTY),
    ("coordinator", "force_import", EMPTY),
    ("coordinator", "force_create", EMPTY),
    ("educator", "diary_list", EMPTY),
]
SUMMARY = "[data-error-summary]:focus"


def title_of(response):
    return re.search(r"<title>(.*?)</title>", response.content.decode(), re.S)[1]


@pytest.mark.parametrize(("role", "name", "typed"), REFUSED)
def test_the_title_of_a_refused_form_begins_with_the_error(
    programme, client_as, role, name, typed
):
    refused = client_as(role).post(reverse(name), typed)
    page = refused.content.decode()

    assert title_of(refused).startswith("Errore: ")
    assert title_of(refused).count("Errore") == 1
    assert len(re.findall(r"<div[^>]* autofocus data-error-summary>", page)) == 1


def test_a_page_where_nothing_is_refused_says_no_error(programme):
    for path in ["/segnalazioni/", "/accedi/", "/"]:
        page = Client().get(path)

        assert "Errore" not in title_of(page)
        assert "autofocus" not in page.content.decode()


def test_an_english_title_says_it_in_english(programme):
    header = {"accept-language": "en"}

    refused = Client().post("/segnalazioni/", EMPTY, headers=header)

    assert title_of(refused).startswith("Error: ")


def test_no_template_says_it_by_itself():
    titles = [
        (path.name, title)
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        for title in re.findall(
            r"{% block title %}(.*?){% endblock %}", path.read_text("utf-8")
        )
    ]

    assert [name for name, title in titles if "Errore" in title] == []


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_focus_goes_to_the_summary_and_its_link_to_the_field(
    live_server, programme, browser, script
):
    context = browser.new_context(java_script_enabled=script, locale="it-IT")
    page = context.new_page()
    page.goto(f"{live_server.url}/accedi/")
    page.locator("main").get_by_role("button", name="Entra").click()

    page.locator(SUMMARY).wait_for(timeout=PAGE_PATIENCE * 1000)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.url.endswith("#id_login")
    page.locator("#id_login:focus").wait_for()
    context.close()
