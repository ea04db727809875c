"""Two years of invented reports, ending today, the same for the same day and seed."""

import math
import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from accounts.models import User
from cremona_safety.demo import past
from cremona_safety.demo.codes import DemoCodes
from cremona_safety.demo.stage import mark, moment_of, one_of
from cremona_safety.demo.texts import (
    AGAIN,
    ANY_DETAILS,
    CLOSING_NOTES,
    HEARD,
    PUBLIC_LINES,
    TEXTS,
)
from hotspots.geometry import in_municipality
from hotspots.models import Municipality
from reports.models import IN_QUEUE, Category, Outcome, Report
from reports.services.desk import (
    add_note,
    close_report,
    record_reading,
    take_charge,
    triage_report,
)
from reports.services.follow import add_message
from reports.services.intake import submit_report
from reports.services.publishing import publish_report

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


@dataclass
class Story:
    """A report and what will become of it; a moment that is None never comes."""

    code: str
    sent: dict  # what the citizen typed, as ``submit_report`` takes it
    received_at: datetime
    priority: int
    officer: User
    taken_at: datetime | None
    closed_at: datetime | None
    outcome: str
    public_line: str
    again_at: datetime | None  # the citizen writes again
    has_note: bool

    @property
    def closing_note(self):
        return CLOSING_NOTES[self.outcome]


def put_reports(stage, *, days=730, seed=1924):
    """Put on the stage the reports of ``days`` days; return how many."""
    chance = random.Random(seed)
    spots = _weighted_spots(stage.places)
    categories = {
        category: CATEGORY_WEIGHTS.get(category.code, OTHER_CATEGORY)
        for category in Category.objects.reportable()
    }
    codes, stories = DemoCodes(chance), []
    for back in range(days, -1, -1):
        day = stage.today - timedelta(days=back)
        for _ in range(_how_many(day, chance)):
            stories.append(_story(day, spots, categories, codes, stage, chance))
    stories = [story for story in stories if story.received_at < stage.now]
    past.write_reports([one for one in stories if one.received_at < stage.since])
    for story in stories:
        if story.received_at >= stage.since:
            stage.add(_lived(story, stage))
    return len(stories)


def _lived(story, stage):
    now = yield story.received_at
    report = mark(submit_report(**story.sent, now=now).report, code=story.code)
    if story.again_at:
        stage.add(_writes_again(report, story.again_at))
    if not story.taken_at:
        return
    now = yield story.taken_at
    report.refresh_from_db()
    if report.status in IN_QUEUE:  # nobody who passed by took it before
        by, category = story.officer, report.category
        triage_report(
            report, category=category, priority=story.priority, by=by, now=now
        )
        report = take_charge(report, by=by, now=now)
    by = report.in_charge_of
    record_reading(report, by=by, now=now)
    if story.has_note:
        add_note(report, text=HEARD, by=by, now=now)
    if not story.closed_at:
        return
    now = yield story.closed_at
    record_reading(report, by=by, now=now)
    outcome, note = story.outcome, story.closing_note
    close_report(report, outcome=outcome, note=note, by=by, now=now)
    if story.public_line:
        publish_report(report, line=story.public_line, by=by, now=now)


def _writes_again(report, at):
    now = yield at
    add_message(report, text=AGAIN, now=now)


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


def _story(day, spots, categories, codes, stage, chance):
    category = one_of(categories.items(), chance)
    hour = chance.choices(range(24), HOURS)[0]
    clock = time(hour, chance.randrange(60), chance.randrange(60))
    received_at = moment_of(day, clock)
    taken_at = received_at + timedelta(hours=chance.uniform(3, 110))
    closed_at = taken_at + timedelta(days=chance.expovariate(1 / 9))
    # nobody forgets a report for months
    may_wait = stage.now - received_at < LINGERS
    waits = may_wait and chance.random() > 0.95
    stays = may_wait and chance.random() > 0.94
    line = PUBLIC_LINES.get(category.code, category.label)
    is_published = category.takes_a_line and chance.random() < 0.4
    again_at = received_at + timedelta(hours=chance.uniform(1, 40))
    return Story(
        code=codes.draw(day.year),
        sent=_sent(category, day, spots, chance),
        received_at=received_at,
        priority=chance.choices([1, 2, 3, 4], [3, 17, 65, 15])[0],
        officer=chance.choice(stage.having("officer")),
        taken_at=None if waits else taken_at,
        closed_at=None if stays else closed_at,
        outcome=one_of(OUTCOMES, chance),
        public_line=line if is_published else "",
        again_at=again_at if chance.random() < 0.12 else None,
        has_note=chance.random() < 0.2,
    )


def _sent(category, day, spots, chance):
    texts = TEXTS.get(category.code, [(category.label, ANY_DETAILS)])
    subject, details = chance.choice(texts)
    latitude, longitude = _point(spots, chance)
    sources = [Report.LocationSource.MAP, Report.LocationSource.DEVICE]
    return {
        "category": category,
        "subject": subject,
        "details": details,
        "latitude": latitude,
        "longitude": longitude,
        "location_source": chance.choice(sources),
        "occurred_on": day,
        "occurred_part": chance.choice(["mattina", "pomeriggio", "sera", "notte", ""]),
        "draft_key": UUID(int=chance.getrandbits(128), version=4),
    }


def _point(spots, chance):
    """Return a point inside a place's box, or in the Comune within about 1.2 km of its middle."""
    spot = one_of(spots.items(), chance)
    if not isinstance(spot, Municipality):
        north, east = chance.uniform(-0.0003, 0.0003), chance.uniform(-0.0004, 0.0004)
        return spot.latitude + north, spot.longitude + east
    north, east = chance.gauss(0, 0.006), chance.gauss(0, 0.008)
    point = spot.latitude + north, spot.longitude + east
    inside = in_municipality(*point, spot.boundary)
    return point if inside else (spot.latitude, spot.longitude)
