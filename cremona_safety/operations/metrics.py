"""What Prometheus reads at ``/metrics``: requests counted by each web process, the rest by asking.

The web processes of one machine add up through files of ``PROMETHEUS_MULTIPROC_DIR``, a folder that
``deploy/start.sh web`` makes. No label holds a person, a code, a place: names of routes, of jobs, of
parts, and statuses.
"""

import os
from time import perf_counter

from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import MiddlewareNotUsed
from django.utils import timezone
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from cremona_safety.operations.asking import Silence
from cremona_safety.operations.facts import known
from cremona_safety.operations.lights import lights_of
from sandbox.running import PLACES

FOLDER = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
NO_ROUTE = "none"  # an address that is no page: its path may say anything
SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

HERE = CollectorRegistry()
REQUESTS = Counter(
    "portal_requests", "Requests answered", ["route", "status"], registry=HERE
)
DURATION = Histogram(
    "portal_request_seconds",
    "Time to answer",
    ["route"],
    buckets=SECONDS,
    registry=HERE,
)
REFUSED = Counter("portal_sign_ins_refused", "Sign-ins refused", registry=HERE)
OPEN = Gauge(
    "portal_sandbox_files",
    "Files from outside being opened now",
    registry=HERE,
    multiprocess_mode="livesum",
)


class MetricsMiddleware:
    """Counts every request but the static files, which WhiteNoise answers before."""

    def __init__(self, get_response):
        if not settings.METRICS_TOKEN:
            raise MiddlewareNotUsed
        self.get_response = get_response
        user_login_failed.connect(count_refused)
        PLACES.told = OPEN.set

    def __call__(self, request):
        begun = perf_counter()
        response = self.get_response(request)
        route = request.resolver_match.view_name if request.resolver_match else NO_ROUTE
        DURATION.labels(route).observe(perf_counter() - begun)
        REQUESTS.labels(route, response.status_code).inc()
        return response


def count_refused(**kwargs):
    REFUSED.inc()


def text():
    """Return the metrics in the text format of Prometheus, as bytes."""
    registry = HERE
    if FOLDER:
        registry = CollectorRegistry()
        _forget_the_dead()
        MultiProcessCollector(registry, FOLDER)
    asked = CollectorRegistry()
    asked.register(Asked())
    return generate_latest(registry) + generate_latest(asked)


def _forget_the_dead():
    """Take from the gauges what a killed process was doing; what it counted stays."""
    for name in os.listdir(FOLDER):
        kind, _, pid = name.removesuffix(".db").rpartition("_")
        if kind.startswith("gauge") and not _is_alive(int(pid)):
            mark_process_dead(pid, FOLDER)


def _is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class Asked:
    """What the parts answer when they are asked: nothing of one that is silent."""

    def collect(self):
        facts = known()
        lit = {light.name: int(light.is_green) for light in lights_of(facts)}
        yield _gauge("portal_part_up", "Parts of the portal, 1 is green", lit, "part")
        if not isinstance(facts.queued, Silence):
            yield _gauge("portal_queue_tasks", "Tasks waiting", {(): facts.queued})
        if not isinstance(facts.free, Silence):
            yield _gauge("portal_free_bytes", "Free space", facts.free, "disk")
        if not isinstance(facts.rows, Silence):
            yield from _of_rows(facts.rows)


def _of_rows(rows):
    mails, now = rows.deliveries, timezone.now()
    states = {"waiting": mails.waiting, "abandoned": mails.abandoned}
    yield _gauge("portal_mails", "Mails not delivered", states, "state")
    age = {(): _age(mails.oldest, now)} if mails.oldest else {(): 0}
    yield _gauge("portal_oldest_mail_seconds", "Age of the oldest mail waiting", age)
    ages = {name: _age(at, now) for name, at in rows.figures.items()}
    yield _gauge("portal_figures_age_seconds", "Since each was counted", ages, "source")
    runs = "Last runs of each job, of those kept"
    yield _gauge("portal_job_runs", runs, rows.runs, "job", "state")
    done = {
        job.name: _age(job.last_done.started_at, now)
        for job in rows.jobs
        if job.last_done
    }
    yield _gauge("portal_job_done_age_seconds", "Since its last success", done, "job")


def _age(moment, now):
    return (now - moment).total_seconds()


def _gauge(name, about, values, *labels):
    """Return a metric of ``{labels: number}``; a key of one label is its word."""
    family = GaugeMetricFamily(name, about, labels=labels)
    for key, value in values.items():
        family.add_metric([key] if isinstance(key, str) else list(key), value)
    return family
