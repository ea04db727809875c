"""What every test stands on: a private house, the cast by role, and a strict Client."""

import os
import shutil
from pathlib import Path

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings as django_settings
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.db.models.signals import post_save
from django.test import Client
from django.test import client as django_client
from django.utils import translation
from django.utils.translation import trans_real
from hypothesis import HealthCheck
from hypothesis import settings as walks
from playwright.sync_api import expect

from cremona_safety import catalogue
from cremona_safety.request import Utf8Request
from tests import busy
from tests.database import (
    Written,
    close_forgotten_sessions,
    copy_migrated_database,
    flush_past_the_audit_trail,
)
from tests.moments import clock_of, moment
from tests.one_writer import one_writer
from tests.servers import PAGE_PATIENCE, chromium, locked, prepare

pytest_plugins = ["tests.sorting"]
# the Client and the live server make their requests as cremona_safety/wsgi.py does
django_client.WSGIRequest = WSGIHandler.request_class = Utf8Request
# playwright's loop runs in the test's thread, beside the ORM
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
if busy.BUSY:
    busy.answer_late()

# the walks at random: a few in the suite, many with --hypothesis-profile=long (docs/quality.md)
walks.register_profile(
    "suite",
    max_examples=15,
    stateful_step_count=20,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
walks.register_profile(
    "long", walks.get_profile("suite"), max_examples=500, stateful_step_count=40
)
walks.load_profile("suite")

PROGRAMME = Path(__file__).resolve().parents[1] / "programmes" / "cremona.toml"
UNDEFINED = b"undefined-"  # string_if_invalid of the test settings


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Give a test its clock before its fixtures are made, until they are gone."""
    with clock_of(item):
        return (yield)


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """Return the folder that all the workers of this run have."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, shared):
    """Give this worker a copy of the database that the first worker makes: migrating takes long."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with django_db_blocker.unblock(), locked(shared / "database"):
        copy_migrated_database(connection, shared, worker)
        flush_past_the_audit_trail(connection)
    yield
    with django_db_blocker.unblock():
        close_forgotten_sessions(connection)


@pytest.fixture(scope="session", autouse=True)
def catalogues_are_compiled():
    """Let pages and forms say our words even where nobody has compiled them yet."""
    catalogue.compile_catalogues()
    trans_real._translations.clear()
    trans_real._default = None


@pytest.fixture(scope="session", autouse=True)
def outings_have_one_writer():
    with one_writer():
        yield


@pytest.fixture(autouse=True)
def private_house(settings, tmp_path):
    """Give each test its own files, cache and mailbox; mail still passes by the outbox."""
    settings.VAR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.EMAIL_BACKEND = "jobs.mail.OutboxBackend"
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    }
    cache.clear()
    translation.activate("it")  # whatever language the last test spoke


@pytest.fixture(scope="session", autouse=True)
def who_signs_in_has_just_said_who_they_are():
    """Let ``force_login`` be a sign-in: what is ``confirmed`` opens for ten minutes after it."""

    def note(request, user, **kwargs):
        record_authentication(request, user, method="password")

    user_logged_in.connect(note)
    yield
    user_logged_in.disconnect(note)


@pytest.fixture(autouse=True)
def pages_print_no_undefined_variable(monkeypatch):
    """Fail the test whose page printed a template variable that does not exist."""
    ask = Client.request

    def request(self, **environ):
        response = ask(self, **environ)
        if not response.streaming and UNDEFINED in response.content:
            start = response.content.index(UNDEFINED)
            shown = response.content[max(0, start - 80) : start + 80].decode()
            pytest.fail(f"{environ.get('PATH_INFO')}: undefined variable in …{shown}…")
        return response

    monkeypatch.setattr(Client, "request", request)


@pytest.fixture(autouse=True)
def the_trail_is_written_in_italian():
    """Fail the test that leaves a row with a key nobody gave a name to."""
    from accounts.models import AuditEntry
    from accounts.targets import model_of
    from accounts.trail import sentences, words

    def refuse(sender, instance, **kwargs):
        if instance.action not in sentences():
            return  # of the tests of the trail itself
        fields = model_of(instance.target_type)._meta.fields
        known = words().keys() | {field.name for field in fields}
        raw = {*instance.before, *instance.after} - known
        assert not raw, (
            f"{instance.action}: no Italian for {raw}, see AppConfig.trail_words"
        )

    post_save.connect(refuse, sender=AuditEntry)
    yield
    post_save.disconnect(refuse, sender=AuditEntry)


@pytest.fixture
def stop_clock(time_machine):
    """Return a function that stops the clock, or moves it, until the test ends."""
    return lambda when: time_machine.move_to(moment(when), tick=False)


@pytest.fixture(scope="session")
def programme_rows(django_db_setup, django_db_blocker):
    """Return what loading the programme of Cremona writes, loaded once."""
    from cremona_safety.programme import load_programme

    with django_db_blocker.unblock():
        return Written(lambda: load_programme(PROGRAMME))


@pytest.fixture
def programme(db, programme_rows):
    """Load the programme of Cremona and return its Municipality."""
    from cremona_safety.programme import load_programme
    from hotspots.models import Municipality

    if programme_rows.may_be_again():
        programme_rows.write()  # the same, without a fifth of a second of checks
    else:
        load_programme(PROGRAMME)  # beside what the test already wrote
    return Municipality.objects.get()


@pytest.fixture
def roma(programme):
    from hotspots.models import Hotspot

    return Hotspot.objects.get(slug="piazza-roma")


@pytest.fixture
def marconi(programme):
    from hotspots.models import Hotspot

    return Hotspot.objects.get(slug="piazza-marconi")


@pytest.fixture
def user_as(db):
    """Return a function that gives the one demo person of a role: ``user_as("officer")``."""
    from accounts.models import Role, User
    from cremona_safety.roles import ROLES

    def person(role_code):
        role, _ = Role.objects.get_or_create(
            code=role_code,
            defaults={
                "label": role_code,
                "permissions": [str(permission) for permission in ROLES[role_code]],
            },
        )
        person, _ = User.objects.get_or_create(
            email=f"{role_code}@example.org",
            defaults={"full_name": f"{role_code.capitalize()} demo", "role": role},
        )
        return person

    return person


@pytest.fixture
def client_as(user_as):
    """Return a function that gives a signed-in Client: ``client_as("officer")``.

    ``client_as("anonymous")`` is a Client that nobody signed in.
    """

    def client(role_code):
        client = Client()
        if role_code != "anonymous":
            client.force_login(user_as(role_code))
        return client

    return client


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
def cast(programme, user_as):
    return user_as("officer"), user_as("educator")


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory, shared):
    """Return a function that gives a new VAR_DIR with the demonstration in it.

    It is made once for all the workers of a run and copied: making it takes half a minute.
    """
    made = shared / "demonstration"
    with locked(made):
        if not made.exists():
            prepare(shared / "in-the-making").rename(made)

    def copied():
        return shutil.copytree(
            made, tmp_path_factory.mktemp("demonstration"), dirs_exist_ok=True
        )

    return copied


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Use the Chromium of the machine, without its windows if it can: none is downloaded."""
    return {
        **browser_type_launch_args,
        "executable_path": chromium(),
        "args": ["--no-sandbox", "--disable-dev-shm-usage"],
    }


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
        cookie = client_as(role).cookies[django_settings.SESSION_COOKIE_NAME]
        context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
        )
        page = context.new_page()
        page.goto(path)
        return page

    yield open_at
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def browser(browser):
    """Let whatever waits in a page wait for its state as long as ``PAGE_PATIENCE`` says."""
    milliseconds = PAGE_PATIENCE * 1000
    expect.set_options(timeout=milliseconds)
    new_context = browser.new_context

    def patient(**options):
        context = new_context(**options)
        context.set_default_timeout(milliseconds)
        if busy.BUSY:
            context.new_page = lambda: busy.slow_page(context)
        return context

    browser.new_context = patient
    return browser
