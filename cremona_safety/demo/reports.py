"""Two years of invented reports, ending today, the same for the same day and seed."""

import math
import random
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from cremona_safety.demo.codes import DemoCodes
from cremona_safety.demo.texts import ANY_DETAILS, CLOSING_NOTES, PUBLIC_LINES, TEXTS
from hotspots.geometry import assign, cell
from hotspots.models import Municipality
from reports.models import Category, Message, Outcome, Report, Status, StatusChange

# invented weights: how many reports fall in a category and in a place, one beside the other
CATEGORY_WEIGHTS = {
    "schiamazzi": 17, "rifiuti": 15, "alcol": 11, "illuminazione": 9, "insicurezza": 9,
    "vandalismo": 8, "verde": 8, "bivacco": 6, "imbrattamento": 6, "spaccio": 5,
    "molestie": 3, "convivenza": 3,
}  # fmt: skip
OTHER_CATEGORY = 5
FIRST_PLACE = 45  # the second gets half of it, the third a third…
ELSEWHERE = 15
PER_DAY = 2.1
LINGERS = timedelta(days=40)  # how old the oldest open report may be
HOURS = [1, 1, 0, 0, 0, 0, 1, 3, 5, 6, 5, 4, 4, 4, 4, 5, 6, 8, 9, 9, 9, 8, 6, 3]
OUTCOMES = [
    (Outcome.SOLVED, 38), (Outcome.ACTED, 30), (Outcome.PASSED_ON, 16),
    (Outcome.NOT_FOUND, 12), (Outcome.NOT_OURS, 4),
]  # fmt: skip


def make_reports(places, officers, *, today, days=730, seed=1924):
    """Write the reports, their history and messages; return how many reports."""
    chance = random.Random(seed)
    spots = _weighted_spots(places)
    categories = {
        category: CATEGORY_WEIGHTS.get(category.code, OTHER_CATEGORY)
        for category in Category.objects.reportable()
    }
    codes, reports = DemoCodes(chance), []
    for back in range(days, -1, -1):
        day = today - timedelta(days=back)
        for _ in range(_how_many(day, chance)):
            reports.append(_report(day, spots, categories, codes, chance))
    now = datetime.now(ZoneInfo(settings.TIME_ZONE))
    reports = [report for report in reports if report.received_at < now]
    _place(reports)
    lives = [_life(report, officers, now, chance) for report in reports]
    Report.objects.bulk_create(reports, batch_size=500)
    StatusChange.objects.bulk_create(
        [c for life in lives for c in life], batch_size=500
    )
    Message.objects.bulk_create(_messages(reports, officers, chance), batch_size=500)
    return len(reports)


def _weighted_spots(places):
    """Return what a report may be near to: each place, or the middle of the Comune."""
    weighted = {place: FIRST_PLACE / rank for rank, place in enumerate(places, 1)}
    return weighted | {Municipality.objects.get(): ELSEWHERE}


def _how_many(day, chance):
    """Return a Poisson draw around a mean that is higher in summer and at weekends."""
    season = 1 + 0.35 * math.cos((day.timetuple().tm_yday - 200) / 365 * 2 * math.pi)
    mean = PER_DAY * season * (1.25 if day.weekday() >= 4 else 0.9)
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        count, product = count + 1, product * chance.random()
    return count


def _report(day, spots, categories, codes, chance):
    category = chance.choices(list(categories), list(categories.values()))[0]
    subject, details = chance.choice(
        TEXTS.get(category.code, [(category.label, ANY_DETAILS)])
    )
    hour = chance.choices(range(24), HOURS)[0]
    received = datetime.combine(
        day,
        time(hour, chance.randrange(60), chance.randrange(60)),
        ZoneInfo(settings.TIME_ZONE),
    )
    latitude, longitude = _point(spots, chance)
    return Report(
        code=codes.draw(received.year),
        key_hash=f"{chance.getrandbits(256):064x}",
        draft_key=UUID(int=chance.getrandbits(128)),
        category=category,
        subject=subject,
        details=details,
        latitude=latitude,
        longitude=longitude,
        location_source=chance.choice(
            [Report.LocationSource.MAP, Report.LocationSource.PLACE]
        ),
        occurred_on=day,
        occurred_part=chance.choice(["mattina", "pomeriggio", "sera", "notte", ""]),
        received_at=received,
        received_on=day,
        updated_at=received,
        due_on=day + timedelta(days=category.days_to_answer),
        priority=chance.choices([1, 2, 3, 4], [3, 17, 65, 15])[0],
        is_demo=True,
    )


def _point(spots, chance):
    """Return a point inside a place's box, or up to about 1.2 km from the town's middle."""
    spot = chance.choices(list(spots), list(spots.values()))[0]
    if isinstance(spot, Municipality):
        return (
            spot.latitude + chance.gauss(0, 0.006),
            spot.longitude + chance.gauss(0, 0.008),
        )
    return (
        spot.latitude + chance.uniform(-0.0003, 0.0003),
        spot.longitude + chance.uniform(-0.0004, 0.0004),
    )


def _place(reports):
    found = assign([r.latitude for r in reports], [r.longitude for r in reports])
    for report, hotspot_id in zip(reports, found, strict=True):
        report.hotspot_id = hotspot_id
        report.cell = cell(report.latitude, report.longitude)


def _lingers(report, now):
    return now - report.received_at < LINGERS


def _life(report, officers, now, chance):
    """Walk the report through its states up to ``now`` and return its history."""
    history = [
        StatusChange(report=report, status=Status.RECEIVED, at=report.received_at)
    ]
    officer = chance.choice(officers)
    taken = report.received_at + timedelta(hours=chance.uniform(3, 110))
    closed = taken + timedelta(days=chance.expovariate(1 / 9))
    may_wait = _lingers(report, now)  # nobody forgets a report for months
    if taken < now and chance.random() < (0.97 if may_wait else 1):
        report.status, report.in_charge_of, report.updated_at = (
            Status.IN_CHARGE,
            officer,
            taken,
        )
        history.append(
            StatusChange(report=report, status=Status.IN_CHARGE, at=taken, by=officer)
        )
        if closed < now and chance.random() < (0.94 if may_wait else 1):
            _close(report, officer, closed, history, chance)
    return history


def _close(report, officer, at, history, chance):
    outcome = chance.choices([o for o, _ in OUTCOMES], [w for _, w in OUTCOMES])[0]
    report.status, report.outcome, report.updated_at = Status.CLOSED, outcome, at
    category = report.category
    moderated = category.takes_a_line
    if moderated and chance.random() < 0.4:
        report.public_line = PUBLIC_LINES.get(category.code, category.label)
        report.published_at = at
    history.append(
        StatusChange(
            report=report,
            status=Status.CLOSED,
            at=at,
            by=officer,
            note=CLOSING_NOTES[outcome],
        )
    )


def _messages(reports, officers, chance):
    for report in reports:
        if chance.random() < 0.12:
            at = report.received_at + timedelta(hours=chance.uniform(1, 40))
            yield Message(
                report=report,
                side=Message.Side.CITIZEN,
                at=at,
                text="È successo di nuovo ieri sera.",
            )
        if report.in_charge_of and chance.random() < 0.2:
            yield Message(
                report=report,
                side=Message.Side.INTERNAL,
                at=report.updated_at,
                by=report.in_charge_of,
                text="Sentiti i commercianti della zona: confermano gli orari.",
            )
