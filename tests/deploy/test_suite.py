"""The suite sends each test where it belongs, runs both halves, and says what each did."""

from contextlib import contextmanager, nullcontext

import pytest
from django.db import connection

from tests import suite
from tests.servers import Missing

RESULTS = """<testsuites><testsuite>
<testcase classname="tests.a" name="test_slow" time="3.5"/>
<testcase classname="tests.a" name="test_wrong" time="0.5"><failure message="no"/></testcase>
<testcase classname="tests.a" name="test_unable" time="0.1"><error message="no"/></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def pytests(monkeypatch):
    """Answer for pytest; return the (marks, environment) it was called with, and its statuses."""
    monkeypatch.delenv("REDIS_URL", raising=False)
    monkeypatch.setenv("TEST_MOMENT", "2028-02-29T12:00+01:00")
    monkeypatch.setattr(
        suite, "production", lambda: nullcontext({"REDIS_URL": "redis:"})
    )
    calls, statuses = [], [0, 0]

    def call(command, env):
        path = next(word for word in command if word.startswith("--junitxml="))
        with open(path.removeprefix("--junitxml="), "w") as results:
            results.write(RESULTS)
        calls.append((command[command.index("-m", 3) + 1], env))
        return statuses[len(calls) - 1]

    monkeypatch.setattr(suite.subprocess, "call", call)
    return calls, statuses


@pytest.mark.parametrize(
    "first, second, worst", [(1, 0, 1), (0, 1, 1), (2, 1, 2), (5, 0, 0)]
)
def test_both_halves_run_and_the_worst_status_is_returned(
    pytests, first, second, worst
):
    calls, statuses = pytests
    statuses[:] = first, second

    assert suite.main([]) == worst
    assert [marks for marks, _ in calls] == [suite.PRODUCTION[1], suite.HOME[1]]


def test_the_moment_is_said_and_the_slowest_tests_come_first(pytests, capsys):
    suite.main([])

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "TEST_MOMENT=2028-02-29T12:00+01:00"
    slowest = lines.index("== the 10 slowest tests")
    assert lines[slowest + 1] == lines[slowest + 2] == "   3.5 s  tests.a::test_slow"
    assert lines[-1].startswith("2 passed, 4 failed in ")


def test_servers_that_are_missing_do_not_hide_the_other_half(
    pytests, monkeypatch, capsys
):
    @contextmanager
    def missing():
        raise Missing("initdb is not in PATH: install the package postgresql.")
        yield

    monkeypatch.setattr(suite, "production", missing)
    calls, _ = pytests

    assert suite.main([]) == 1
    assert [marks for marks, _ in calls] == [suite.HOME[1]]
    assert "install the package postgresql" in capsys.readouterr().out


def test_only_the_half_on_the_servers_of_production_has_their_addresses(pytests):
    suite.main([])

    (_, production), (_, home) = pytests[0]
    assert production["REDIS_URL"] == "redis:"
    assert "REDIS_URL" not in home


def name_of_the_database():
    return connection.vendor


def test_who_looks_past_the_models_runs_on_both_databases(request):
    assert name_of_the_database()
    assert request.node.get_closest_marker("engine")


@pytest.mark.django_db(transaction=True)
def test_who_commits_runs_on_both_databases(request):
    assert request.node.get_closest_marker("engine")


def test_who_does_neither_runs_once(request):
    assert not request.node.get_closest_marker("engine")
    assert request.node.get_closest_marker("alone")
