"""Every URL of the portal x every role, compared with ``tests/access_matrix.py``.

A URL that is missing there, or a view without ``.access``, fails.
"""

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

from accounts.access import PUBLIC, SIGNED_IN
from accounts.permissions import AccountPermission
from cremona_safety.headers import ASK_THE_POSITION
from tests.access_matrix import ANYONE, DRAFT, MATRIX, ROLES, STAFF
from tests.house import every_url, filled, lay_house

VIEWS = dict(every_url())
pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, tmp_path_factory):
    """Lay, once for this module, the programme and one row of each kind an URL names."""
    from tests.conftest import PROGRAMME

    media = tmp_path_factory.mktemp("media")
    around = transaction.atomic()
    around._from_testcase = True  # as TestCase does: durable blocks may nest in it
    with django_db_blocker.unblock(), around:
        with override_settings(MEDIA_ROOT=media):
            laid = lay_house(PROGRAMME)
        yield laid | {"media": media}
        transaction.set_rollback(True)


@pytest.fixture
def ask(house, db, settings):
    """Return a function that asks a URL as a role; what the answer writes is undone."""
    settings.MEDIA_ROOT = house["media"]
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 3600  # the house is older than one

    def answer_to(role, row, method, args, undo=True):
        path = reverse(row.name, kwargs=filled(args, house))
        client = Client()
        if role != "anonymous":
            client.cookies["sessione"] = house["sessions"][role]
        with transaction.atomic():
            response = getattr(client, method)(path)
            if response.streaming:
                b"".join(response.streaming_content)  # closes the file
            transaction.set_rollback(undo)
        return path, response

    return answer_to


def as_expected(response, expected):
    """Compare a status with a number, or with a set of them."""
    statuses = {expected} if isinstance(expected, int) else expected
    return response.status_code in statuses


# What a browser may keep also while somebody is signed in, because the answer says so: the same for
# everybody, or a citizen's own draft, to go back to without a connection.
MAY_BE_KEPT = {
    "places_geojson",
    "street_lines",
    "map_tile",
    "field_guard",
    "calendar_feed",
    "report_start",
    *(row.name for row in MATRIX if row.args == DRAFT or "_moved_" in row.name),
}
ALWAYS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def wrong_headers(response, role):
    """Return the names of the headers that do not say what they should."""
    page = response.resolver_match.url_name
    body = b"" if response.streaming else response.content
    asks = page in ASK_THE_POSITION
    position = "geolocation=(self)" if asks else "geolocation=()"
    policy = response.get("Permissions-Policy", "").split(", ")
    may_keep = role == "anonymous" or page in MAY_BE_KEPT
    is_right = {
        "Cache-Control": may_keep or "no-store" in response.get("Cache-Control", ""),
        "Permissions-Policy": (
            policy[:2] == [position, "accelerometer=()"]
            and (asks or b"data-map-locate" not in body)
        ),
        "Content-Security-Policy": (
            "default-src 'none'" in response.get("Content-Security-Policy", "")
        ),
        **{name: response.get(name) == value for name, value in ALWAYS.items()},
    }
    return [name for name, right in is_right.items() if not right]


def test_every_url_is_in_the_matrix_and_the_matrix_names_only_urls():
    written = [row.name for row in MATRIX]

    assert sorted(written) == sorted(set(written))
    assert set(written) == set(VIEWS)


def test_every_url_says_beside_it_who_may_open_it():
    from cremona_safety.roles import ROLES as PERMISSIONS

    def said_beside(name):
        access = getattr(VIEWS[name], "access", None)
        if access == PUBLIC:
            return ANYONE
        if access == SIGNED_IN:
            return STAFF
        return {role for role, held in PERMISSIONS.items() if access in held}

    said = {row.name: said_beside(row.name) for row in MATRIX}

    assert said == {row.name: row.who for row in MATRIX}


# they answer to who is told apart, or sees what is there: nothing opens by them
NOT_SENSITIVE = {
    "mfa_authenticate",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "user_held",
    "user_list",
    "hotspot_list",
}


def test_every_address_that_opens_doors_asks_again_who_it_is():
    """People, roles, second factors, boundaries, keys: a new address of these says it too."""
    sensitive = {
        name
        for name, view in VIEWS.items()
        if name.startswith(("mfa_", "hotspot_"))
        or getattr(view, "access", None) == AccountPermission.MANAGE_PEOPLE
    }
    confirmed = {name for name, view in VIEWS.items() if hasattr(view, "confirmed")}

    assert confirmed == sensitive - NOT_SENSITIVE | {"calendar_feed_renew"}


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: row.name)
def test_each_role_gets_what_the_matrix_says(ask, row):
    method = "post" if row.post else "get"

    for role in ROLES:
        path, response = ask(role, row, method, row.args)

        assert as_expected(response, row.expected(role)), role
        assert wrong_headers(response, role) == [], role
        if role not in row.who and role == "anonymous":
            assert response.url == f"/accedi/?next={path}"


@pytest.mark.parametrize("row", [r for r in MATRIX if r.near], ids=lambda row: row.name)
def test_a_row_that_is_not_there_is_a_404_only_for_who_may_look(ask, row):
    method = "post" if row.post else "get"

    for role in ROLES:
        _, response = ask(role, row, method, row.near)

        expected = 404 if role in row.who else row.expected(role)
        assert as_expected(response, expected), role


@pytest.mark.parametrize("row", [r for r in MATRIX if r.post], ids=lambda row: row.name)
def test_a_button_does_nothing_on_get(ask, row):
    from accounts.models import AuditEntry

    before = AuditEntry.objects.count()
    for role in sorted(row.who):
        _, response = ask(role, row, "get", row.args, undo=False)

        assert as_expected(response, row.on_get), role
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(
    "row", [r for r in MATRIX if r.post and not r.by_itself], ids=lambda row: row.name
)
def test_a_button_pressed_from_another_site_is_refused(house, db, row):
    client = Client(enforce_csrf_checks=True)
    role = sorted(row.who - {"anonymous"})[0]
    client.force_login(house["people"][role])

    response = client.post(reverse(row.name, kwargs=filled(row.args, house)))

    assert response.status_code == 403


def test_the_page_of_the_refusal_says_which_role_is_needed(ask):
    (row,) = [row for row in MATRIX if row.name == "user_list"]

    _, response = ask("officer", row, "get", {})

    assert "Amministratore" in response.content.decode()


def test_a_person_without_a_role_opens_only_what_every_person_opens(house, db):
    from tests.accounts.factories import UserFactory

    client = Client()
    client.force_login(UserFactory(role=None))

    assert client.get(reverse("profile")).status_code == 200
    assert client.get(reverse("report_queue")).status_code == 403
