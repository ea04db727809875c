"""The people and the phones of the tests of interventions."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests.interventions.street import ready, sign_in


@pytest.fixture
def officer(user_as):
    return user_as("officer")


@pytest.fixture
def educator(user_as):
    return user_as("educator")


@pytest.fixture
def coordinator(user_as):
    return user_as("coordinator")


@pytest.fixture
def phone(programme, officer, client_as):
    """Return the Client of an officer's phone."""
    return client_as("officer")


@pytest.fixture
def cast(programme, user_as):
    return user_as("officer"), user_as("educator")


@pytest.fixture
def street(live_server, browser):
    """Return a function that gives a signed-in page of a phone; the worker is at work on it."""
    contexts = []

    def open_page(person, context=None, size=(360, 740), **more):
        if context is None:
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                base_url=live_server.url,
                locale="it-IT",
                timezone_id="Europe/Rome",
                **more,
            )
            context.set_default_timeout(8000)
            contexts.append(context)
        sign_in(context, person, live_server.url)
        page = context.new_page()
        page.goto(reverse("field"))
        ready(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def open_page(live_server, client_as, browser):
    """Return a function that opens a page of a desk, where a role is signed in."""
    contexts = []

    def open_at(path, size=(1280, 900), role="officer", **more):
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            base_url=live_server.url,
            **more,
        )
        contexts.append(context)
        cookie = client_as(role).cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )
        page = context.new_page()
        page.set_default_timeout(8000)
        page.goto(path)
        return page

    yield open_at
    for context in contexts:
        context.close()
