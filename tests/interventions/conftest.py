"""The phones of the tests of interventions, and the outing that mails tell of."""

import pytest
from django.urls import reverse

from tests.hotspots.factories import HotspotFactory
from tests.interventions.factories import InterventionFactory
from tests.interventions.street import ready, sign_in


@pytest.fixture
def phone(programme, officer, client_as):
    """Return the Client of an officer's phone."""
    return client_as("officer")


@pytest.fixture
def outing(user_as):
    """An outing of Friday evening, of both services, with texts that no mail may tell."""
    return InterventionFactory(
        crew=[user_as("officer"), user_as("educator")],
        hotspot=HotspotFactory(name="piazza Roma"),
        aim="Parlare con Mario Rossi",
        shared_note="Si è visto un coltello",
    )


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
