"""What stands around every page costs little: the town and the contacts, the person if any."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.reports.conftest import Citizen

AROUND = ["hotspots_municipality", "hotspots_contact"]
PERSON = ["django_session", "accounts_user", "accounts_role"]


def tables(queries):
    return [query["sql"].split(' FROM "')[1].split('"')[0] for query in queries]


@pytest.mark.parametrize(
    ("path", "around"), [("/segnala/", AROUND[:1]), ("/privacy/", AROUND)]
)
def test_an_anonymous_page_reads_the_town_and_the_contacts_it_shows(
    client, programme, path, around, django_assert_num_queries
):
    with django_assert_num_queries(len(around)) as queries:
        client.get(path)

    assert sorted(tables(queries)) == sorted(around)


def test_a_page_of_staff_reads_the_person_too(
    client_as, programme, django_assert_num_queries
):
    officer = client_as("officer")

    with django_assert_num_queries(6) as queries:
        officer.get("/profilo/")

    assert sorted(tables(queries)) == sorted([*AROUND, *PERSON, "mfa_authenticator"])


def test_what_a_citizen_sends_never_reads_a_session_or_a_person(programme, settings):
    settings.REPORT_LIMITS = {**settings.REPORT_LIMITS, "minimum_seconds": 0}
    citizen = Citizen().ready()

    with CaptureQueriesContext(connection) as queries:
        assert citizen.send().status_code == 302

    written = " ".join(query["sql"] for query in queries)
    assert "reports_report" in written
    assert [table for table in PERSON if table in written] == []
