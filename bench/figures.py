"""What the portal promises to stay fast at, as ratios of two things measured in one run."""

from dataclasses import dataclass, field
from itertools import cycle, islice
from statistics import median

from bench.citizens import prepare_walks
from bench.house import embedded
from bench.load import Browser, fire, one_by_one

ROUNDS = 3
EMPTY = "/healthz"
MAP = "/mappa/luoghi.geojson"
DASHBOARD = "/cruscotto/"
QUEUE = "/operatori/segnalazioni/"
FILTERS = [
    "", "status=tutte", "status=chiusa", "place=piazza-roma&status=tutte", "place=altro",
    "category=rifiuti&status=tutte", "priority=1&status=tutte", "late=on", "order=due",
    "since=2026-01-01&until=2026-06-30&status=tutte", "q=vetri&status=tutte",
    "q=panchina+77&status=tutte", "place=piazza-roma&category=rifiuti&status=chiusa&q=vetri",
]  # fmt: skip
PAGES = [
    ("", "/"), ("", "/segnala/"), ("", "/luoghi/piazza-roma/"), ("", MAP),
    ("assessore", DASHBOARD), ("assessore", f"{DASHBOARD}piazza-roma/"),
    *[("officer", f"{QUEUE}?{query}") for query in FILTERS],
]  # fmt: skip


@dataclass
class Figure:
    """What is measured, its value in each round, and what it must reach."""

    name: str
    values: list = field(default_factory=list)
    at_most: float | None = None
    at_least: float | None = None
    unit: str = ""
    note: str = ""

    @property
    def value(self):
        return median(self.values)

    @property
    def reached(self):
        if self.at_most is not None:
            return self.value <= self.at_most
        return None if self.at_least is None else self.value >= self.at_least


def accepted_reports(portal):
    """Reports sent by the real form at concurrency 8, over the empty view's rate."""
    share = Figure("accepted reports/s over empty view/s", at_least=10, unit="%")
    rate = Figure("  accepted reports/s", note="shown for scale only")
    empty = Figure("  empty view/s", note="shown for scale only")
    walk = Figure("  preparing one walk, ms", note="5 requests before the last POST")
    for number in range(ROUNDS):
        citizens, seconds = prepare_walks(
            portal.port, 120, first=number * 1000, wait=4.5
        )
        before = portal.order("count_reports")
        a = _empty_rate(portal)
        per_second, came = fire(citizens)
        b = _empty_rate(portal)
        written = portal.order("count_reports") - before
        if written != len(citizens):
            raise RuntimeError(f"{written} reports of {len(citizens)}: {came}")
        rate.values.append(per_second)
        empty.values.append((a + b) / 2)
        walk.values.append(seconds * 1000)
        share.values.append(100 * per_second / ((a + b) / 2))
    return [share, rate, empty, walk]


def _empty_rate(portal):
    return fire([Browser(portal.port, EMPTY) for _ in range(3000)])[0]


def dashboard(small, large):
    floor = Figure("dashboard over empty view", at_most=8)
    anew = Figure("  the same, first reader after a change", at_most=8)
    growth = Figure("dashboard, 1 M over 10 k", at_most=1.1)
    nothing = Browser(large.port, EMPTY)
    reader = {portal: _signed_in(portal, "assessore") for portal in (small, large)}
    for portal in (small, large):
        reader[portal].turn_to(DASHBOARD)
        one_by_one(reader[portal], 20)
    for _ in range(2 * ROUNDS):
        little = median(one_by_one(reader[small], 25))
        much = median(one_by_one(reader[large], 25))
        empty = median(one_by_one(nothing, 50))
        growth.values.append(much / little)
        floor.values.append(much / empty)
        anew.values.append(median(_first_readings(large, reader[large], 5)) / empty)
    return [floor, anew, growth]


def _first_readings(portal, reader, times):
    """Return the seconds of pages asked just after a report has changed the figures."""
    seconds = []
    for _ in range(times):
        portal.order("refresh")
        seconds += one_by_one(reader, 1)
    return seconds


def recompute(large):
    ratio = Figure("recompute all over one plain GROUP BY", at_most=1.5)
    filled = Figure("  the same on an empty table", note="writes every row")
    plain = Figure("  plain GROUP BY, ms", note="shown for scale only")
    large.order("group_by")
    for _ in range(2 * ROUNDS):
        floor = large.order("group_by")
        ratio.values.append(large.order("recompute") / floor)
        plain.values.append(1000 * floor)
    filled.values.append(large.order("first_fill") / plain.value * 1000)
    return [ratio, filled, plain]


def refresh(small, large):
    ratio = Figure("one new report into the indicators, 1 M over 10 k", at_most=1.1)
    for portal in (small, large):
        for _ in range(5):
            portal.order("refresh")
    for _ in range(2 * ROUNDS):
        little, much = [], []
        for _ in range(10):  # side by side, so that noise falls on both
            little.append(small.order("refresh"))
            much.append(large.order("refresh"))
        ratio.values.append(median(much) / median(little))
    return [ratio]


def public_map(small, large):
    ratio = Figure("public map answer, 1 M over 10 k", at_most=1.1)
    size = Figure("public map answer, kB", at_most=100)
    reader = {portal: Browser(portal.port, MAP) for portal in (small, large)}
    for portal in (small, large):
        one_by_one(reader[portal], 20)
    for _ in range(2 * ROUNDS):
        little = median(one_by_one(reader[small], 40))
        much = median(one_by_one(reader[large], 40))
        ratio.values.append(much / little)
    size.values.append(len(reader[large].page.encode()) / 1000)
    return [ratio, size]


def staff_list(small, large):
    """The first page of the queue with each filter; the worst one counts."""
    reader = {portal: _signed_in(portal, "officer") for portal in (small, large)}
    worst = Figure("staff list page, 1 M over 10 k, worst filter", at_most=1.3)
    found = []
    for query in FILTERS:
        figure = Figure(f"  ?{query}")
        for portal in (small, large):
            reader[portal].turn_to(f"{QUEUE}?{query}")
            one_by_one(reader[portal], 3)
        for _ in range(ROUNDS):
            little = median(one_by_one(reader[small], 7))
            much = median(one_by_one(reader[large], 7))
            figure.values.append(much / little)
        found.append(figure)
    slowest = max(found, key=lambda figure: figure.value)
    worst.values, worst.note = slowest.values, slowest.name.strip()
    return [worst, *found]


def web_process(portal):
    """What the heavier of the web processes holds when each has drawn a thousand pages."""
    held = Figure("a web process after 1,000 pages, MB", at_most=130)
    session = {role: portal.order("session", role) for role in ("assessore", "officer")}
    processes = portal.web_processes()
    pages = islice(cycle(PAGES), 1000 * len(processes))
    readers = [
        Browser(portal.port, page, session=session.get(role, ""))
        for role, page in pages
    ]
    _, came = fire(readers)
    if set(came) != {"200"}:
        raise RuntimeError(f"pages that were not drawn: {came}")
    held.values.append(max(one.memory_info().rss for one in processes) / 1e6)
    return [held]


def embedded_portal():
    """What `make run` holds at rest, in PSS: what processes share is counted once."""
    held = Figure("the whole embedded portal at rest, MB", at_most=600)
    with embedded() as processes:
        held.values.append(sum(one.memory_full_info().pss for one in processes) / 1e6)
    held.note = f"{len(processes)} processes"
    return [held]


def _signed_in(portal, role_code):
    return Browser(portal.port, session=portal.order("session", role_code))
