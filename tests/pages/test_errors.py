import errno
import logging

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.models import Session
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from cremona_safety import errors


def test_a_missing_page_offers_the_way_home(programme):
    page = Client().get("/nessuna/")

    assert page.status_code == 404
    assert "Non troviamo questa pagina" in page.content.decode()


def test_a_page_not_found_speaks_english_too(programme):
    page = Client().get("/nessuna/", headers={"accept-language": "en"})

    assert "We cannot find this page" in page.content.decode()


def test_a_missing_report_and_a_missing_page_look_the_same(programme):
    one = Client().get("/segnalazioni/CR-2026-AAAAAA/")
    other = Client().get("/segnalazioni/CR-2026-BBBBBB/")

    assert one.status_code == other.status_code == 404
    assert _without_tokens(one) == _without_tokens(other)


def _without_tokens(response):
    lines = response.content.decode().splitlines()
    return [
        line
        for line in lines
        if "csrfmiddlewaretoken" not in line and 'name="next"' not in line
    ]


def test_a_refusal_says_which_roles_may_enter(programme, client_as):
    page = client_as("educator").get("/operatori/segnalazioni/").content.decode()

    assert "<strong>Agente di Polizia Locale</strong>" in page
    assert "<strong>Coordinatore del programma</strong>" in page
    assert "<strong>Assessore</strong>" not in page
    assert "chiedi a chi amministra il portale" in page


def test_a_role_that_may_not_open_a_page_reads_which_one_may(programme, client_as):
    page = client_as("officer").get("/operatori/lavori/")

    assert page.status_code == 403
    assert "Amministratore" in page.content.decode()


def test_a_form_left_open_gives_back_what_was_typed(programme):
    client = Client(enforce_csrf_checks=True)

    page = client.post("/segnala/", {"details": "Un lampione <spento>", "photos": ""})

    body = page.content.decode()
    assert page.status_code == 403
    assert (
        '<input type="hidden" name="details" value="Un lampione &lt;spento&gt;">'
        in body
    )
    assert "Le foto non si possono conservare" in body
    assert 'name="csrfmiddlewaretoken"' in body


def test_a_form_left_open_elsewhere_gives_nothing_back(programme):
    client = Client(enforce_csrf_checks=True)

    page = client.post("/accedi/", {"login": "a@example.org", "password": "segreta"})

    assert page.status_code == 403
    assert "segreta" not in page.content.decode()
    assert "a@example.org" not in page.content.decode()


def test_a_body_that_cannot_be_read_gives_nothing_back(rf, monkeypatch):
    request = rf.post("/segnala/", {"details": "x"})

    def refuse(self):
        raise SuspiciousOperation

    monkeypatch.setattr(type(request), "POST", property(refuse))

    assert errors.typed_fields(request) == []


def test_an_error_page_has_a_code_that_is_in_the_log_too(caplog):
    request = RequestFactory().post("/segnala/", {"details": "Un lampione spento"})

    with caplog.at_level(logging.ERROR, logger="cremona_safety.errors"):
        page = errors.server_error(request)

    body = page.content.decode()
    code = caplog.records[0].args[0]
    assert page.status_code == 500
    assert code in body
    assert "Un lampione spento" in body


def test_an_error_page_needs_no_database(django_assert_num_queries):
    # no ``db`` fixture: a query would raise
    assert errors.server_error(RequestFactory().get("/")).status_code == 500


def test_an_error_page_survives_broken_templates(monkeypatch):
    def broken(name):
        raise ValueError(name)

    monkeypatch.setattr(errors.loader, "get_template", broken)

    page = errors.server_error(RequestFactory().get("/"))

    assert page.status_code == 500
    assert "Codice:" in page.content.decode()


def test_a_bad_request_gets_a_page(programme, rf):
    request = rf.get("/")

    page = errors.bad_request(request, SuspiciousOperation("details of the attack"))

    assert page.status_code == 400
    assert "details of the attack" not in page.content.decode()


@pytest.mark.parametrize("path", ["/", "/segnala/", "/accedi/", "/nessuna/"])
def test_maintenance_closes_every_page_without_the_database(settings, path):
    settings.MAINTENANCE = True

    page = Client().get(path)

    assert page.status_code == 503
    assert page["Retry-After"] == "1800"
    assert "in manutenzione" in page.content.decode()


def test_maintenance_lets_the_probe_answer(settings):
    settings.MAINTENANCE = True

    assert Client().get("/healthz").status_code == 200


def test_too_many_requests_say_when_to_come_back(programme, rf):
    from django.shortcuts import render

    page = render(rf.get("/"), "429.html", {"time": "19:30"}, status=429)

    assert "Riprova dopo le 19:30:" in page.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "charset", ["utf-16", "latin-1", "punycode", "undefined", "rot13", "idna", "utf-8-sig", "zip", "unicode_escape"]
)  # fmt: skip
@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=b"]
)
def test_a_charset_that_is_not_ours_is_a_bad_request(
    programme, caplog, method, charset, kind
):
    client = Client(enforce_csrf_checks=True)
    client.get("/segnala/")

    page = client.generic(
        method, "/segnala/?a=b", b"danger=no", content_type=f"{kind}; charset={charset}"
    )

    assert page.status_code == 400
    assert "Non abbiamo capito la richiesta" in page.content.decode()
    assert not [record for record in caplog.records if record.exc_info]


def test_a_type_that_cannot_be_read_is_a_bad_request(programme, caplog):
    """``make fuzz`` found it: no page could say so, and a server without a word is a raw 500."""
    page = Client().post("/segnala/", b"a=b", content_type="text/html; charset*=x''y")

    assert page.status_code == 400
    assert "Non abbiamo capito la richiesta" in page.content.decode()
    assert not [record for record in caplog.records if record.exc_info]


@pytest.mark.parametrize("charset", ["UTF-8", "utf8", "U8", '"utf_8"', "nessuna"])
def test_our_own_charset_is_read_however_it_is_named(programme, charset):
    client = Client(enforce_csrf_checks=True)
    client.get("/segnala/")
    token = client.cookies["csrftoken"].value

    page = client.generic(
        "POST",
        "/segnala/",
        f"danger=no&csrfmiddlewaretoken={token}".encode(),
        content_type=f"application/x-www-form-urlencoded; charset={charset}",
    )

    assert page.status_code == 302


@pytest.mark.parametrize(
    "words", ["database is locked", "connection lost", "pool timeout"]
)
def test_a_database_away_is_said_and_gives_back_what_was_typed(monkeypatch, words):
    def away(*args, **kwargs):
        raise OperationalError(words)

    monkeypatch.setattr(connection, "ensure_connection", away)
    client = Client(raise_request_exception=False)
    client.cookies["sessione"] = "a" * 32

    page = client.post("/segnala/che-cosa/", {"details": "Un lampione spento"})

    assert page.status_code == 503
    assert page["Retry-After"] == "60"
    assert "troppo occupato" in page.content.decode()
    assert "Un lampione spento" in page.content.decode()


def test_a_wrong_query_is_still_our_error(db):
    with pytest.raises(Exception, match="nessuna") as caught:
        connection.cursor().execute("SELECT 1 FROM nessuna")

    assert not errors.is_database_away(caught.value)


@pytest.mark.parametrize(
    ("number", "status"),
    [(errno.ENOSPC, 503), (errno.EROFS, 503), (errno.ENOENT, 500)],
    ids=["full", "read-only", "a file that is not there"],
)
def test_a_disk_that_is_closed_is_said_as_a_database_that_is_away(number, status):
    try:
        raise OSError(number, "…")
    except OSError:
        page = errors.server_error(RequestFactory().post("/segnala/"))

    assert page.status_code == status
    assert page.headers.get("Retry-After") == ("60" if status == 503 else None)


def test_a_session_that_the_database_could_not_keep_is_no_fault_of_who_asked(db, rf):
    """Django says of it that the session was deleted meanwhile: 400."""
    store = SessionStore("a" * 32)
    with (
        pytest.MonkeyPatch.context() as broken,
        pytest.raises(SessionInterrupted) as caught,
    ):
        broken.setattr(Session, "save", away)
        keep(store)

    page = errors.bad_request(rf.get("/"), caught.value)

    assert page.status_code == 503
    assert page["Retry-After"] == "60"


def away(*args, **kwargs):
    raise OperationalError("connection lost")


def keep(store):
    """As Django's middleware does."""
    try:
        store.save()
    except UpdateError:
        raise SessionInterrupted  # noqa: B904
