"""What is written for programs: whom to tell of a weakness, where not to search, what a policy blocked."""

import json
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Throttle
from accounts.throttle import Limit
from cremona_safety import csp_reports
from hotspots.models import Contact, Municipality
from tests.moments import clock_at

REPORTS = reverse("csp_report")


def security_txt(client):
    return client.get("/.well-known/security.txt")


def lines_of(answer):
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    rows = [line.split(": ", 1) for line in answer.content.decode().splitlines()]
    return {name: [value for key, value in rows if key == name] for name, _ in rows}


@pytest.mark.parametrize("moment", ["2026-02-28T23:59", "2026-12-31T12:00"])
def test_a_weakness_is_told_to_who_the_programme_file_says(client, programme, moment):
    Contact.objects.filter(code="sicurezza-del-portale").update(
        email="sicurezza@example.org", to_confirm=False
    )

    with clock_at(moment):
        said = lines_of(security_txt(client))
        left = datetime.fromisoformat(said["Expires"][0]) - timezone.now()

    assert said["Contact"] == ["mailto:sicurezza@example.org"]
    assert timedelta(days=30) < left < timedelta(days=365)
    assert said["Canonical"][0].endswith("/.well-known/security.txt")


def test_until_the_comune_says_who_a_weakness_is_told_to_its_site(client, programme):
    assert lines_of(security_txt(client))["Contact"] == [
        "https://www.comune.cremona.it"
    ]

    Municipality.objects.update(website="")

    assert security_txt(client).status_code == 404


def test_search_engines_find_the_form_and_no_report(client, db):
    told = client.get("/robots.txt").content.decode()

    assert "Disallow: /segnalazioni/\n" in told and "Disallow: /operatori/\n" in told
    assert "Disallow: /segnala/\n" not in told and "Disallow: /\n" not in told


def tell(body=None, **changes):
    report = {
        "document-uri": "https://portale.example.org/segnalazioni/CR-2026-ABCDEF/chiave/",
        "effective-directive": "script-src-elem",
        "blocked-uri": "https://cattivo.example/furto.js?email=anna@example.org",
        **changes,
    }
    return Client(enforce_csrf_checks=True).post(
        REPORTS,
        json.dumps({"csp-report": report}) if body is None else body,
        content_type="application/csp-report",
    )


def test_what_the_policy_blocked_is_a_line_that_names_nobody(db, caplog):
    for _ in range(2):
        assert tell().status_code == 204

    assert [record.getMessage() for record in caplog.records] == [
        "the policy blocked script-src-elem from cattivo.example on report_open"
    ]
    assert "anna" not in caplog.text and "ABCDEF" not in caplog.text


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff\xfe",
        b"[" * 5_000,
        b'{"csp-report": []}',
        b'{"csp-report": {"violated-directive": 3}}',
    ],
)
def test_what_is_not_a_report_is_answered_and_not_written(db, caplog, body):
    assert tell(body).status_code == 204
    assert not caplog.records


@pytest.mark.parametrize(
    "changes",
    [
        {"effective-directive": "x\ninventato"},
        {"blocked-uri": "https://Anna Rossi@a b/"},
        {"blocked-uri": "https://[::1"},
        {"blocked-uri": {}},
    ],
)
def test_a_line_holds_only_what_a_browser_writes(db, caplog, changes):
    assert tell(**changes).status_code == 204
    assert not caplog.records


def test_reports_have_a_size_and_are_bounded(db, caplog, monkeypatch):
    assert tell(b"x" * 9_000).status_code == 413
    monkeypatch.setattr(csp_reports, "IN_ALL", Limit("csp", 2, 3600))

    answers = [
        tell(**{"blocked-uri": f"https://{n}.example/"}).status_code for n in range(31)
    ]

    assert answers == [204] * 30 + [429]
    assert len([r for r in caplog.records if "policy" in r.getMessage()]) == 2
    assert Throttle.objects.count() <= 5
