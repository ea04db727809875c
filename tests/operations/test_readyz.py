"""What /readyz says, to whom, and how long it takes with a part that does not answer."""

from threading import Event

import pytest
from django.db import OperationalError

from cremona_safety.operations import facts
from jobs.models import Heartbeat

GREEN = dict.fromkeys(
    ["database", "queue", "beat", "jobs", "outbox", "figures", "media", "disk"], True
)


def down():
    raise OperationalError("connection to server at 10.0.0.7 failed")


def ready(client, token):
    return client.get("/readyz", headers=token).json()


def test_who_has_the_token_reads_every_part(client, well, token):
    response = client.get("/readyz", headers=token)

    assert response.status_code == 200
    assert response.json() == {"ready": True, **GREEN, "since": {}}


@pytest.mark.parametrize("role", ["anonymous", "officer", "coordinator"])
@pytest.mark.parametrize("header", ["", "Bearer ", "Bearer another", "Bearer è"])
def test_a_stranger_reads_that_it_is_ready_or_not(client_as, well, token, role, header):
    client = client_as(role)
    told = client.get("/readyz", headers={"authorization": header})
    Heartbeat.objects.all().delete()
    later = client.get("/readyz", headers={"authorization": header})

    assert (told.status_code, told.json()) == (200, {"ready": True})
    assert (later.status_code, later.json()) == (503, {"ready": False})


def test_an_administrator_reads_it_in_the_browser(client_as, well):
    Heartbeat.objects.all().delete()

    answer = client_as("admin").get("/readyz").json()

    assert answer["beat"] is False
    assert answer["queue"] is True


def test_without_a_token_in_the_settings_an_empty_one_opens_nothing(client, well):
    answer = client.get("/readyz", headers={"authorization": "Bearer "})

    assert answer.json() == {"ready": True}


def test_a_beat_that_stopped_says_since_when(client, well, token, stop_clock):
    stop_clock("2026-11-30 10:00")
    Heartbeat.objects.update(at="2026-11-30T09:00:00Z", since="2026-11-30T08:00:00Z")
    stop_clock("2026-11-30 10:04")

    answer = ready(client, token)

    assert answer["beat"] is False
    assert answer["since"]["beat"] == "2026-11-30T09:00:00Z"


def test_a_queue_that_does_not_answer_is_red_and_not_named(
    client, well, token, settings
):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    response = client.get("/readyz", headers=token)

    assert response.status_code == 503
    assert response.json()["queue"] is False
    assert b"127.0.0.1" not in response.content


def test_a_folder_of_photos_that_is_not_there_is_red(client, well, token, settings):
    settings.MEDIA_ROOT.rmdir()

    answer = ready(client, token)

    assert answer["media"] is False
    assert answer["queue"] is True


def test_too_little_space_is_red(client, well, token, settings):
    settings.DISK_FREE_MB = 10**12

    assert ready(client, token)["disk"] is False


def test_without_a_database_what_is_read_from_it_is_red_too_and_nothing_says_why(
    client, well, token, monkeypatch
):
    monkeypatch.setattr(facts, "rows", down)

    response = client.get("/readyz", headers=token)

    answer = response.json()
    assert response.status_code == 503
    assert [answer[name] for name in ("database", "beat", "outbox")] == [False] * 3
    assert answer["queue"] is True
    assert set(answer["since"]) == {"database", "beat", "jobs", "outbox", "figures"}
    assert b"10.0.0.7" not in response.content


def test_nobody_asks_who_comes_while_the_database_does_not_answer(
    client_as, well, monkeypatch, django_assert_num_queries
):
    client = client_as("admin")
    monkeypatch.setattr(facts, "rows", down)

    with django_assert_num_queries(0):
        assert client.get("/readyz").json() == {"ready": False}


def test_a_part_that_hangs_is_red_within_the_seconds_and_is_asked_once(
    settings, token, monkeypatch
):
    settings.HEALTH_SECONDS = 0.05
    let_go, asked = Event(), []

    def hang():
        asked.append(1)
        let_go.wait()
        return {}

    monkeypatch.setattr(facts, "rows", down)
    monkeypatch.setattr(facts, "queued", lambda: 0)
    monkeypatch.setattr(facts, "write_media", lambda: None)
    monkeypatch.setattr(facts, "free", hang)

    found = [facts.asked() for _ in range(3)]
    let_go.set()

    assert [type(one.free.error) for one in found] == [TimeoutError] * 3
    assert len({one.free.since for one in found}) == 1
    assert asked == [1]


def test_many_who_ask_at_once_make_one_question(settings, monkeypatch):
    settings.HEALTH_KEPT_SECONDS = 60
    monkeypatch.setattr(facts, "_kept", facts.Kept())
    asked = []
    monkeypatch.setattr(facts, "asked", lambda: asked.append(1) or "facts")

    answers = [facts.known() for _ in range(20)]

    assert answers == ["facts"] * 20
    assert asked == [1]


def test_while_one_asks_the_others_read_what_was_known(settings, monkeypatch):
    settings.HEALTH_KEPT_SECONDS = 0
    kept = facts.Kept("before")
    monkeypatch.setattr(facts, "_kept", kept)
    monkeypatch.setattr(facts, "asked", lambda: facts.known())  # meanwhile, another

    assert facts.known() == "before"
    assert kept.turn.acquire(blocking=False)
