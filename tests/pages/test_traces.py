"""One search of the log finds a request and the tasks that it queued."""

import io
import json
import logging

import pytest

from cremona_safety import traces
from cremona_safety.logs import JsonFormatter
from jobs.tasks import prune as task

HEADER = traces.HEADER
GIVEN = "0f3c9b1e7a5d4c2b8e6f1a0d9c8b7a65"


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


def test_every_answer_has_a_name_of_its_own(client):
    names = {client.get("/healthz").headers[HEADER] for _ in range(2)}

    assert len(names) == 2
    assert all(traces.GIVEN.fullmatch(name) for name in names)
    assert traces.request_id.get() == ""


@pytest.mark.parametrize(
    ("proxies", "given", "taken"),
    [
        (1, GIVEN, True),
        (0, GIVEN, False),
        (1, "maria.rossi", False),
        (1, f"{GIVEN}\n", False),
        (1, "a" * 65, False),
        (1, "", False),
    ],
)
def test_only_a_proxy_of_ours_gives_it(client, settings, proxies, given, taken):
    settings.TRUSTED_PROXIES = proxies

    answer = client.get("/healthz", headers={HEADER: given})

    assert (answer.headers[HEADER] == given) is taken


def test_every_line_of_a_request_has_its_name(client, log, programme):
    answer = client.get("/non-esiste/")

    assert {line["request"] for line in log()} == {answer.headers[HEADER]}


def test_a_task_that_a_request_queued_writes_with_both_names(log):
    headers = {}
    name = traces.request_id.set(GIVEN)
    traces.hand_on(headers=headers)
    traces.request_id.reset(name)
    task.push_request(headers)  # as the worker does with what it took

    traces.begin(task, task_id="a-task")
    logging.getLogger("jobs").warning("during")
    traces.end(task, task_id="a-task")
    task.pop_request()
    logging.getLogger("jobs").warning("after")

    during, after = log()
    assert (during["request"], during["task"]) == (GIVEN, "a-task")
    assert "request" not in after and "task" not in after


def test_a_task_of_the_schedule_has_no_request(log):
    task.push_request({})
    left = traces.request_id.set(GIVEN)  # of the task before

    traces.begin(task, task_id="a-task")
    logging.getLogger("jobs").warning("during")
    traces.end(task, task_id="a-task")
    task.pop_request()
    traces.request_id.reset(left)

    assert "request" not in log()[0]
