"""Every URL of the portal x every role, compared with a matrix written by hand.

A URL that is missing here, or a view without ``.access``, fails. ``who`` are the roles that get
``answer``; the others get a 403 and who did not sign in is led to the entrance, with the way
back. A row with ``post`` is a button, and does nothing on GET.
"""

from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts.access import PUBLIC, SIGNED_IN

ROLES = (
    "anonymous",
    "officer",
    "educator",
    "social_worker",
    "coordinator",
    "grant_officer",
    "assessore",
    "admin",
)
ANYONE = set(ROLES)
STAFF = ANYONE - {"anonymous"}
DESK = {"officer", "coordinator"}
COORDINATOR = {"coordinator"}
FIGURES = {"coordinator", "grant_officer", "assessore"}
ADMIN = {"admin"}


DONE = 302
REFUSED_FORM = 422  # let in, but an empty form is not enough


@dataclass
class Row:
    """Who may open a URL and what they get.

    ``others`` names the roles that get something else, ``near`` the arguments of a row that is
    not there; ``on_get`` is what a button answers to GET.
    """

    name: str
    who: set
    answer: int = 200
    post: bool = False
    on_get: int = 405
    args: dict = field(default_factory=dict)
    near: dict = field(default_factory=dict)
    others: dict = field(default_factory=dict)

    def expected(self, role):
        if role in self.others:
            return self.others[role]
        if role in self.who:
            return self.answer
        return 302 if role == "anonymous" else 403


SLUG = {"slug": "piazza-roma"}
NO_SLUG = {"slug": "piazza-lode"}
CODE = {"code": "{report}"}
NO_CODE = {"code": "CR-2026-ZZZZZZ"}
PERSON = {"pk": "{person}"}
NO_PERSON = {"pk": 999_999}


def button(name, who, answer=DONE, **more):
    return Row(name, who, answer, post=True, **more)


def step(name, who=DESK, answer=DONE):
    """A verb of the desk: GET, after a sign-in or a reload, leads back to the report."""
    return button(name, who, answer, args=CODE, near=NO_CODE, on_get=302)


def of_person(name, make=button):
    return make(name, ADMIN, args=PERSON, near=NO_PERSON)


def each(roles, answer):
    return dict.fromkeys(roles, answer)


MATRIX = [
    # the portal
    Row("home", ANYONE),
    Row("place", ANYONE, args=SLUG, near=NO_SLUG),
    Row("privacy", ANYONE),
    Row("accessibility", ANYONE),
    Row("legal_notes", ANYONE),
    button("set_language", ANYONE, on_get=302),
    Row("places_geojson", ANYONE),
    Row("healthz", ANYONE),
    Row("readyz", ANYONE, 503),  # no schedule runs beside this test
    # each starts from the first page of the menu; two roles have none yet
    Row("start", STAFF, 302, others=each(["educator", "social_worker"], 200)),
    Row("components", STAFF),
    # entrance
    Row("account_login", ANYONE, others=each(STAFF, 302)),
    Row("mfa_authenticate", ANYONE, 302),
    Row("account_inactive", ANYONE),
    Row("socialaccount_login_cancelled", ANYONE),
    Row("openid_connect_login", ANYONE, 404, args={"provider_id": "comune"}),
    Row("openid_connect_callback", ANYONE, 404, args={"provider_id": "comune"}),
    button("account_logout", ANYONE),
    Row("account_reset_password", ANYONE),
    Row("account_reset_password_done", ANYONE),
    Row(
        "account_reset_password_from_key",
        ANYONE,
        args={"uidb36": "1", "key": "not-a-key"},
    ),
    Row("account_reset_password_from_key_done", ANYONE),
    # one's own profile: no address names a person, so nobody opens another's
    Row("profile", STAFF),
    Row("account_change_password", STAFF),
    Row("account_reauthenticate", STAFF),
    Row("mfa_reauthenticate", STAFF, 302),
    Row("mfa_index", STAFF),
    Row("mfa_activate_totp", STAFF, 302),
    Row("mfa_deactivate_totp", STAFF, 404),
    Row("after_second_factor", STAFF, 302),
    Row("mfa_view_recovery_codes", STAFF, 404),
    Row("mfa_generate_recovery_codes", STAFF, 302),
    Row("mfa_download_recovery_codes", STAFF, 404),
    # people and trail
    Row("user_list", ADMIN),
    Row("user_add", ADMIN),
    of_person("user_edit", Row),
    of_person("user_deactivate"),
    of_person("user_reactivate"),
    of_person("user_invite"),
    of_person("user_reset_second_factor"),
    Row("audit_list", ADMIN),
    Row("audit_export", ADMIN),
    # jobs
    Row("jobs", ADMIN),
    button("outbox_retry", ADMIN, args={"pk": "{outbox}"}, near={"pk": 999_999}),
    Row("mail_detail", ADMIN, 404, args={"name": "nessuna.eml"}),
    # reports: the citizen; without a draft each step leads to the first one
    Row("report_start", ANYONE),
    Row("report_emergency", ANYONE),
    Row("report_consent", ANYONE, 302),
    Row("report_data", ANYONE, 302),
    Row("report_summary", ANYONE, 302),
    Row("report_sent", ANYONE, 302),
    button("report_draft_delete", ANYONE),
    Row("report_follow", ANYONE),
    # the code of a report that is not public is worth as little as a guessed one
    Row("report_status", ANYONE, 404, args=CODE, near=NO_CODE),
    Row("report_open", ANYONE, 404, args={"code": "{report}", "key": "wrong"}),
    Row("report_photo", ANYONE, 404, args={"pk": "{photo}"}, others=each(DESK, 200)),
    # reports: the desk
    Row("report_queue", DESK),
    Row("report_export", DESK),
    Row("report_detail", DESK, args=CODE, near=NO_CODE),
    step("report_take_charge"),
    step("report_answer", answer=REFUSED_FORM),
    step("report_close", answer=REFUSED_FORM),
    step("report_forward", answer=REFUSED_FORM),
    step("report_assign", COORDINATOR, REFUSED_FORM),
    step("report_triage", answer=REFUSED_FORM),
    step("report_merge", answer=REFUSED_FORM),
    step("report_release", answer=REFUSED_FORM),
    step("report_reopen", answer=REFUSED_FORM),
    step("report_unmerge", answer=REFUSED_FORM),
    step("report_note", answer=REFUSED_FORM),
    step("report_publish", COORDINATOR, REFUSED_FORM),
    step("report_unpublish", COORDINATOR, REFUSED_FORM),
    Row("report_reassign", COORDINATOR),
    Row("report_reassign_run", COORDINATOR, 404, args={"pk": 999_999}),
    # places
    Row("hotspot_list", COORDINATOR),
    Row("hotspot_create", COORDINATOR),
    Row("hotspot_edit", COORDINATOR, args=SLUG, near=NO_SLUG),
    Row("event_list", COORDINATOR),
    Row("event_create", COORDINATOR),
    Row("event_edit", COORDINATOR, args={"slug": "{event}"}, near=NO_SLUG),
    button(
        "event_delete",
        COORDINATOR,
        args={"slug": "{event}"},
        near=NO_SLUG,
        on_get=200,  # asks first
    ),
    # dashboard
    Row("dashboard", FIGURES),
    Row("dashboard_csv", FIGURES),
    Row("dashboard_place", FIGURES, args=SLUG, near=NO_SLUG),
    Row("dashboard_place_csv", FIGURES, args=SLUG, near=NO_SLUG),
    Row("dashboard_categories_csv", FIGURES, args=SLUG, near=NO_SLUG),
]


def every_url(resolver=None):
    """Yield (name, view) of every path, whatever its depth."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from every_url(pattern)
        else:
            yield pattern.name, pattern.callback


VIEWS = dict(every_url())


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, tmp_path_factory):
    """Lay, once for this module, the programme and one row of each kind an URL names."""
    from accounts.models import Role
    from cremona_safety.programme import load_programme
    from hotspots.models import Event
    from jobs.models import Outbox
    from tests.accounts.factories import UserFactory
    from tests.conftest import PROGRAMME
    from tests.reports.factories import PhotoFactory, ReportFactory

    media = tmp_path_factory.mktemp("media")
    around = transaction.atomic()
    around._from_testcase = True  # as TestCase does: durable blocks may nest in it
    with django_db_blocker.unblock(), around:
        load_programme(PROGRAMME)
        people = {
            role.code: UserFactory(role=role, full_name=f"{role.label} demo")
            for role in Role.objects.all()
        }
        outbox = Outbox.objects.create(kind="mail", key="a", failed_at=timezone.now())
        report = ReportFactory()
        with override_settings(MEDIA_ROOT=media):
            photo = PhotoFactory(report=report)
        yield {
            "people": people,
            "sessions": {code: session_of(person) for code, person in people.items()},
            "person": UserFactory(role=people["officer"].role).pk,
            "report": report.code,
            "photo": str(photo.pk),
            "media": media,
            "event": Event.objects.first().slug,
            "outbox": outbox.pk,
        }
        transaction.set_rollback(True)


@pytest.fixture
def ask(house, db, settings):
    """Return a function that asks a URL as a role; what the answer writes is undone."""
    settings.MEDIA_ROOT = house["media"]

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


def session_of(person):
    client = Client()
    client.force_login(person)
    return client.session.session_key


def filled(args, house):
    return {
        name: value.format(**house) if isinstance(value, str) else value
        for name, value in args.items()
    }


def test_every_url_is_in_the_matrix_and_the_matrix_names_only_urls():
    written = [row.name for row in MATRIX]

    assert sorted(written) == sorted(set(written))
    assert set(written) == set(VIEWS)


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_every_url_says_beside_it_who_may_open_it(name):
    from cremona_safety.roles import ROLES as PERMISSIONS

    (row,) = [row for row in MATRIX if row.name == name]
    access = getattr(VIEWS[name], "access", None)

    if access == PUBLIC:
        assert row.who == ANYONE
    elif access == SIGNED_IN:
        assert row.who == STAFF
    else:
        assert row.who == {r for r, held in PERMISSIONS.items() if access in held}


@pytest.mark.parametrize("row", MATRIX, ids=lambda row: row.name)
def test_each_role_gets_what_the_matrix_says(ask, row):
    method = "post" if row.post else "get"

    for role in ROLES:
        path, response = ask(role, row, method, row.args)

        assert response.status_code == row.expected(role), role
        if role not in row.who and role == "anonymous":
            assert response.url == f"/accedi/?next={path}"


@pytest.mark.parametrize("row", [r for r in MATRIX if r.near], ids=lambda row: row.name)
def test_a_row_that_is_not_there_is_a_404_only_for_who_may_look(ask, row):
    method = "post" if row.post else "get"

    for role in ROLES:
        _, response = ask(role, row, method, row.near)

        expected = 404 if role in row.who else row.expected(role)
        assert response.status_code == expected, role


@pytest.mark.parametrize("row", [r for r in MATRIX if r.post], ids=lambda row: row.name)
def test_a_button_does_nothing_on_get(ask, row):
    from accounts.models import AuditEntry

    before = AuditEntry.objects.count()
    for role in sorted(row.who):
        _, response = ask(role, row, "get", row.args, undo=False)

        assert response.status_code == row.on_get, role
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("row", [r for r in MATRIX if r.post], ids=lambda row: row.name)
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
