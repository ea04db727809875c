"""Workers, queues, databases and mail servers that really die."""

import json
import urllib.error
import urllib.request
from collections import Counter

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone
from kombu.common import ignore_errors
from kombu.simple import SimpleQueue

from jobs import services
from jobs.models import JobRun, Outbox
from reports.models import Report
from tests import servers
from tests.jobs.conftest import TOKEN
from tests.jobs.factories import OutboxFactory
from tests.reports.factories import ReportFactory

pytestmark = pytest.mark.server
MAILS = 30
PROCESSES = 2


def all_delivered():
    return not Outbox.objects.waiting().exists()


def get(url):
    """Return status and body, also of an error page, to who has the token."""
    asked = urllib.request.Request(url, headers={"Authorization": f"Bearer {TOKEN}"})
    try:
        with urllib.request.urlopen(asked, timeout=servers.PATIENCE) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def parts_of(house):
    return json.loads(get(house.url("/readyz"))[1])


def mail_at(port):
    return {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port)}


AT_HOME = pytest.param("folder", marks=pytest.mark.engine)


@pytest.mark.parametrize("transport", [AT_HOME, "redis"])
def test_a_worker_killed_in_the_middle_loses_nothing(transport, house, smtp, request):
    """Each mail arrives; only one that a killed process held may arrive again, and shows it."""
    queue = request.getfixturevalue("redis").url if transport == "redis" else ""
    home = house(REDIS_URL=queue, **mail_at(smtp.port))
    home.send_mails(MAILS)
    smtp.seconds = 0.15
    home.start("beat")
    (worker,) = home.start("worker")
    servers.wait_until(lambda: len(smtp.messages) >= 6, what="the first deliveries")

    worker.kill()
    assert not all_delivered()
    home.start("worker")
    servers.wait_until(all_delivered, what="the delivery of every mail")

    arrived = Counter(message["Subject"] for message in smtp.messages)
    assert set(arrived) == {f"mail {n}" for n in range(MAILS)}
    assert sum(arrived.values()) <= MAILS + PROCESSES
    assert len({message["Message-ID"] for message in smtp.messages}) == MAILS
    assert not Outbox.objects.exclude(payload={}).exists()


ASK_TO_MOVE = """
from accounts.models import User
from reports.placing import boundary_version
from reports.services.reassign import start_reassignment
start_reassignment(version=boundary_version(), expected=1, by=User.objects.get())
"""


@pytest.fixture
def misplaced(transactional_db, programme, user_as):
    user_as("coordinator")
    return ReportFactory(hotspot=None)


def is_moved(report):
    run = JobRun.objects.get(name="reports.reassign_places")
    place = Report.objects.get(pk=report.pk).hotspot
    return run.state == JobRun.State.DONE and place is not None


def test_reports_are_moved_when_the_worker_that_took_the_message_is_killed(
    misplaced, house
):
    home = house()
    home.run(ASK_TO_MOVE)
    with transaction.atomic():  # the worker waits for this row
        JobRun.objects.update(detail="")
        (worker,) = home.start("worker")
        servers.wait_until(
            lambda: not home.queued("reassign_places"), what="the message taken"
        )
        worker.kill()

    home.start("worker", "beat")

    servers.wait_until(lambda: is_moved(misplaced), what="the move from the row")


def test_without_redis_the_move_is_asked_and_done_later(misplaced, house, redis):
    home = house(REDIS_URL=redis.url)
    redis.stop()
    home.run(ASK_TO_MOVE)
    assert not is_moved(misplaced)

    redis.start()
    home.start("worker", "beat")

    servers.wait_until(lambda: is_moved(misplaced), what="the move from the row")


def test_a_queue_that_is_wiped_loses_nothing(house, smtp, redis):
    home = house(REDIS_URL=redis.url, **mail_at(smtp.port))
    home.send_mails(3)
    redis.stop()
    redis.forget()
    redis.start()

    home.start("worker", "beat")

    servers.wait_until(all_delivered, what="the delivery from the rows")
    assert len(smtp.messages) == 3


def test_without_redis_pages_answer_and_mails_wait(house, smtp, redis, static_files):
    home = house(REDIS_URL=redis.url, **mail_at(smtp.port), **static_files)
    redis.stop()
    home.start("web")
    servers.wait_until(lambda: servers.answers(int(home.environment["PORT"])))

    home.send_mails(1)  # and does not wait for Redis
    assert get(home.url("/healthz")) == (200, b"ok")
    assert get(home.url("/accedi/"))[0] == 200
    servers.wait_until(lambda: parts_of(home)["queue"] is False, what="the red light")
    assert Outbox.objects.waiting().count() == 1

    redis.start()
    home.start("worker", "beat")
    servers.wait_until(all_delivered, what="the delivery of what waited")
    servers.wait_until(lambda: parts_of(home)["ready"], what="readiness")


def test_a_mail_server_that_refuses_gets_the_mail_later(
    transactional_db, settings, smtp
):
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp.port
    settings.EMAIL_USE_TLS = False
    smtp.refusal = "451 4.7.1 cittadina@example.org: try later"
    row = OutboxFactory()

    services.sweep()

    row.refresh_from_db()
    assert (row.attempts, row.last_error) == (1, "SMTPDataError 451")
    assert row.not_before > timezone.now()

    smtp.refusal = None
    Outbox.objects.update(not_before=timezone.now())
    services.sweep()

    assert all_delivered()
    assert [message["To"] for message in smtp.messages] == ["cittadina@example.org"]


def test_the_portal_survives_a_restart_of_postgresql(house, smtp):
    with servers.postgresql() as database, servers.redis() as queue:
        home = house(
            DATABASE_URL=database.url, REDIS_URL=queue.url, **mail_at(smtp.port)
        )
        home.run("from django.core.management import call_command as c; c('migrate')")
        home.start("web", "worker", "beat")
        servers.wait_until(
            lambda: servers.answers(int(home.environment["PORT"])), what="the start"
        )
        servers.wait_until(lambda: parts_of(home)["ready"], what="readiness")

        with database.frozen():  # answered all the same
            servers.wait_until(
                lambda: parts_of(home)["database"] is False, what="the red light"
            )
        servers.wait_until(lambda: parts_of(home)["ready"], what="readiness, thawed")

        database.stop()
        assert get(home.url("/healthz"))[0] == 200
        servers.wait_until(
            lambda: parts_of(home)["database"] is False, what="the red light"
        )

        database.start()
        servers.wait_until(lambda: parts_of(home)["ready"], what="readiness again")
        home.send_mails(1)
        servers.wait_until(lambda: len(smtp.messages) == 1, what="a mail afterwards")
        home.kill()


def test_a_worker_outlives_a_redis_that_stops_while_it_holds_a_task(redis):
    """What it held comes back by its row; the worker that lost it must only connect again."""
    with current_app.connection_for_write(redis.url) as connection:
        channel = connection.default_channel
        SimpleQueue(channel, "q").put({})
        channel.basic_get("q")
        redis.stop()
        channel.connection.client = (
            None  # as ``collect`` leaves it, which fails half way
        )

        ignore_errors(connection, connection.close)  # all that Celery does about it
        with pytest.raises(connection.connection_errors):
            channel.basic_ack("of the task that ends now")
