"""What the portal promises to stay fast at, as ratios of two things measured in one run."""

from dataclasses import dataclass, field
from statistics import median

from bench.citizens import prepare_walks
from bench.wire import Connection, fire, one_by_one, request

ROUNDS = 3
EMPTY = request("GET", "/healthz")
MAP = request("GET", "/mappa/luoghi.geojson")
QUEUE = "/operatori/segnalazioni/"
FILTERS = [
    "", "status=tutte", "status=chiusa", "place=piazza-roma&status=tutte", "place=altro",
    "category=rifiuti&status=tutte", "priority=1&status=tutte", "late=on", "order=due",
    "since=2026-01-01&until=2026-06-30&status=tutte", "q=vetri&status=tutte",
    "q=panchina+77&status=tutte", "place=piazza-roma&category=rifiuti&status=chiusa&q=vetri",
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
    share = Figure("accepted reports/s over empty view/s", at_least=8, unit="%")
    rate = Figure("  accepted reports/s", note="shown for scale only")
    empty = Figure("  empty view/s", note="shown for scale only")
    walk = Figure("  preparing one walk, ms", note="5 requests before the last POST")
    for number in range(ROUNDS):
        messages, seconds = prepare_walks(
            portal.port, 120, first=number * 1000, wait=4.5
        )
        before = portal.order("count_reports")
        a, _ = fire(portal.port, [EMPTY] * 3000)
        per_second, came = fire(portal.port, messages)
        b, _ = fire(portal.port, [EMPTY] * 3000)
        written = portal.order("count_reports") - before
        if written != len(messages):
            raise RuntimeError(f"{written} reports of {len(messages)}: {came}")
        rate.values.append(per_second)
        empty.values.append((a + b) / 2)
        walk.values.append(seconds * 1000)
        share.values.append(100 * per_second / ((a + b) / 2))
    return [share, rate, empty, walk]


def dashboard(small, large):
    growth = Figure("dashboard, 1 M over 10 k", at_most=1.1)
    floor = Figure("dashboard over empty view", at_most=15)
    cold = Figure(
        "  dashboard drawn anew, ms", note="once for each change of the figures"
    )
    ask = {
        portal: request("GET", "/cruscotto/", cookies=_signed_in(portal, "assessore"))
        for portal in (small, large)
    }
    for portal in (small, large):
        cold.values += [1000 * one_by_one(portal.port, ask[portal], 1)[0]]
        one_by_one(portal.port, ask[portal], 20)
    for _ in range(2 * ROUNDS):
        little = median(one_by_one(small.port, ask[small], 25))
        much = median(one_by_one(large.port, ask[large], 25))
        empty = median(one_by_one(large.port, EMPTY, 50))
        growth.values.append(much / little)
        floor.values.append(much / empty)
    return [growth, floor, cold]


def recompute(large):
    ratio = Figure("recompute all over one plain GROUP BY", at_most=2)
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
    ratio = Figure("one new report into the indicators, 1 M over 10 k", at_most=1.2)
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
    for portal in (small, large):
        one_by_one(portal.port, MAP, 20)
    for _ in range(2 * ROUNDS):
        little = median(one_by_one(small.port, MAP, 40))
        much = median(one_by_one(large.port, MAP, 40))
        ratio.values.append(much / little)
    size.values.append(len(Connection(large.port).send(MAP).body) / 1000)
    return [ratio, size]


def staff_list(small, large):
    """The first page of the queue with each filter; the worst one counts."""
    sessions = {portal: _signed_in(portal, "officer") for portal in (small, large)}
    worst = Figure("staff list page, 1 M over 10 k, worst filter", at_most=1.5)
    found = []
    for query in FILTERS:
        figure = Figure(f"  ?{query}")
        messages = {
            portal: request("GET", f"{QUEUE}?{query}", cookies=sessions[portal])
            for portal in (small, large)
        }
        for portal in (small, large):
            one_by_one(portal.port, messages[portal], 3)
        for _ in range(ROUNDS):
            little = median(one_by_one(small.port, messages[small], 7))
            much = median(one_by_one(large.port, messages[large], 7))
            figure.values.append(much / little)
        found.append(figure)
    slowest = max(found, key=lambda figure: figure.value)
    worst.values, worst.note = slowest.values, slowest.name.strip()
    return [worst, *found]


def _signed_in(portal, role_code):
    return {"sessione": portal.order("session", role_code)}
