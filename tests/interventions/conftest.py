"""The phones of the tests of interventions."""

import pytest
from django.urls import reverse

from tests.interventions.street import ready, sign_in


@pytest.fixture
def phone(programme, officer, client_as):
    """Return the Client of an officer's phone."""
    return client_as("officer")


# a phone's clock is wrong by some minutes, until a test puts it right: window.shift = 0
MOVED_CLOCK = """
const Real = Date;
window.Date = class extends Real {
    constructor(...parts) {
        if (parts.length) super(...parts);
        else super(Real.now() + window.shift);
    }
    static now() { return Real.now() + window.shift; }
};
"""


@pytest.fixture
def street(live_server, browser):
    """Return a function that gives a signed-in page of a phone; the worker is at work on it."""
    contexts = []

    def open_page(
        person, context=None, size=(360, 740), zone="Europe/Rome", shift=0, **more
    ):
        if context is None:
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                base_url=live_server.url,
                locale="it-IT",
                timezone_id=zone,
                **more,
            )
            contexts.append(context)
            context.add_init_script(f"window.shift = {shift * 60_000};" + MOVED_CLOCK)
        sign_in(context, person, live_server.url)
        page = context.new_page()
        page.goto(reverse("field"))
        ready(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
