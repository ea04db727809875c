"""What the log says of a request that went wrong, and what it never says."""

import io
import json
import logging

import pytest
from django.db import DataError
from django.test import Client

from cremona_safety.logs import JsonFormatter

CODE, KEY = "CR-2026-T6PMYZ", "f6hksa2b3c4d5e6f7g2h3j4k5m"
PERSON = "maria.rossi@example.org"
STATUS = "/segnalazioni/<code:code>/<slug:key>/"


@pytest.fixture
def log():
    """Return what the portal's handler writes: a function that reads its lines."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (f"/segnalazioni/{CODE}/{KEY}/", STATUS),
        (f"/segnalazioni/{CODE}/{KEY}.", "/segnalazioni/…/…"),
        (f"/segnalazioni/{CODE}/{KEY}/extra/", "/segnalazioni/…/…"),
        (f"/segnalazioni/{CODE} /{KEY} x/", "/segnalazioni/…/…"),
        (f"/{CODE}/{KEY}/", "/…/…"),
        (f"/calendario/{KEY}.ics", "/calendario/<slug:token>.ics"),
        (f"/calendario/{KEY}", "/calendario/…"),
        (f"/calendario/{KEY}.ics/", "/calendario/…"),
        (f"/password/nuova/3.{KEY}/", "/password/nuova/…"),
        (f"/segnalazioni/{PERSON}/", "/segnalazioni/…"),
        (f"/{PERSON}/", "/…"),
    ],
)
def test_a_missing_page_is_logged_by_its_route(programme, log, path, shown):
    assert Client().get(path).status_code == 404

    assert shown in [line["message"].removeprefix("Not Found: ") for line in log()]
    _assert_silent(log())


@pytest.mark.parametrize(
    "path", [f"/segnalazioni/{CODE}/{KEY}/", f"/password/nuova/3-{KEY}/"]
)
def test_a_form_without_its_token_is_logged_by_its_route(programme, log, path):
    client = Client(enforce_csrf_checks=True)

    assert client.post(path, {"a": PERSON}).status_code in {403, 405}

    assert log()
    _assert_silent(log())


def test_an_error_is_logged_with_its_type_and_frames_and_none_of_its_words(
    programme, log, monkeypatch
):
    def fail(*args, **kwargs):
        raise DataError(f"value too long: {PERSON} {KEY}") from ValueError(PERSON)

    monkeypatch.setattr("reports.models.Report.objects.filter", fail)
    client = Client(raise_request_exception=False)

    response = client.get(f"/segnalazioni/{CODE}/{KEY}/")

    assert response.status_code == 500
    [trace] = [line["exception"] for line in log() if "exception" in line]
    assert "django.db.utils.DataError" in trace
    assert "ValueError" in trace
    assert 'raise DataError(f"value too long' in trace
    assert f"Internal Server Error: {STATUS}" in [line["message"] for line in log()]
    _assert_silent(log())


@pytest.mark.parametrize(
    ("message", "args"),
    [
        ("Error handling request %s", (f"/segnalazioni/{CODE}/{KEY}./?a={KEY}",)),
        ('"%s" %s %s', (f"GET /segnalazioni/{CODE}/{KEY}. HTTP/1.1", "404", "12")),
        (f"from https://portale.example/segnalazioni/{CODE}/{KEY}. to {PERSON}", ()),
        ("refused: %s", (ValueError(KEY),)),
        ("Task %(name)s: %(exc)s", ({"name": "a.b", "exc": repr(ValueError(KEY))},)),
    ],
)
def test_what_servers_and_libraries_log_is_masked_too(log, message, args):
    try:
        raise ValueError(KEY)
    except ValueError:
        logging.getLogger("anyone").exception(message, *args)

    assert len(log()) == 1
    _assert_silent(log())


@pytest.mark.parametrize(
    ("message", "args"),
    [
        ("at %s, %s", (45.133712, 10.024531)),
        ("at %.6f %.6f", (45.133712, 10.024531)),
        ("at POINT(10.024531 45.133712)", ()),
        ("at %s", ({"lat": -45.1337, "lon": 10.0245},)),
    ],
)
def test_no_line_says_where_somebody_is(log, message, args):
    logging.getLogger("anyone").warning(message, *args)

    [line] = log()
    assert "133" not in line["message"]
    assert "024" not in line["message"]


@pytest.mark.parametrize(
    "logger",
    ["gunicorn.error", "celery.app.trace", "django.security", "django.db.backends"],
)
def test_a_library_that_logs_a_mail_and_a_secret_link_is_masked(log, logger):
    words = f"{PERSON} sent https://portale.example/s/{KEY} and /{CODE}/{KEY}/"
    logging.getLogger(logger).error("%s", words)

    _assert_silent(log())


def test_an_ordinary_line_keeps_its_words_and_numbers(log):
    logging.getLogger("indicators").warning("%d rows of %s differed", 3, "2026-11-16")

    assert log()[0]["message"] == "3 rows of 2026-11-16 differed"


def test_the_server_of_the_pages_writes_with_the_same_handler(settings):
    assert settings.LOGGING["loggers"]["gunicorn.error"]["handlers"] == ["console"]
    assert settings.LOGGING["formatters"]["json"]["()"].endswith("JsonFormatter")


def _assert_silent(lines):
    written = json.dumps(lines, ensure_ascii=False)
    assert KEY not in written
    assert CODE not in written
    assert "maria" not in written
