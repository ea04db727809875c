"""Two years of invented outings and three weeks of plans, the same for the same day and seed."""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, count
from zoneinfo import ZoneInfo

from django.conf import settings

from cremona_safety.demo.codes import DemoCodes
from cremona_safety.demo.lives import live
from cremona_safety.demo.outings import Planner
from interventions.models import (
    DONE,
    Act,
    Approval,
    CoveredCell,
    CrewMember,
    FollowUp,
    Intervention,
    Kind,
    Step,
    Tally,
    Trigger,
    service_of,
)
from reports.models import Report

BATCH = 500
PASSES_BY = 0.25
ANSWERS_WITHIN = timedelta(days=10)


@dataclass
class Cast:
    """Who goes out and who plans, what time it is, and where codes and chance come from."""

    of: dict  # service: its people
    planners: list
    now: datetime
    chance: random.Random
    codes: DemoCodes
    numbers: dict  # year: the next protocol number


def make_interventions(places, people, *, now, days=730, seed=1924):
    """Write the outings of ``days`` days, with all that hangs from them; return them.

    ``people`` are of both services, or plan for both; what ends after ``now`` (aware) is going
    on or still to come.
    """
    chance = random.Random(seed)
    now = now.astimezone(ZoneInfo(settings.TIME_ZONE))
    planner = Planner(places, people, now=now, days=days, chance=chance)
    cast = Cast(
        of=planner.roster.of,
        planners=[person for person in people if service_of(person) is None],
        now=now,
        chance=chance,
        codes=DemoCodes(chance),
        numbers=defaultdict(lambda: count(1)),
    )
    lives = [live(outing, cast) for outing in planner.outings()]
    _write(lives)
    interventions = [life.intervention for life in lives]
    _pass_by(interventions, places, chance)
    _answer_reports(interventions)
    return interventions


def _write(lives):
    _bulk(Intervention, [life.intervention for life in lives])
    parts = {
        CrewMember: "crew", Step: "history", Approval: "approvals", Tally: "tallies",
        Act: "acts", FollowUp: "follow_ups", CoveredCell: "cells",
    }  # fmt: skip
    for model, part in parts.items():
        _bulk(model, chain.from_iterable(getattr(life, part) for life in lives))


def _pass_by(interventions, places, chance):
    """Let some patrols pass by another place too."""
    through = Intervention.also_at.through
    rows = []
    for intervention in interventions:
        others = [place for place in places if place != intervention.hotspot]
        patrols = intervention.kind in {Kind.JOINT_PATROL, Kind.FOOT}
        if patrols and others and chance.random() < PASSES_BY:
            rows.append(
                through(intervention=intervention, hotspot=chance.choice(others))
            )
    _bulk(through, rows)


def _answer_reports(interventions):
    """Link what went out for a report to the last one received at that place before."""
    waiting = defaultdict(list)
    for report in Report.objects.filter(is_demo=True).order_by("received_at", "pk"):
        waiting[report.hotspot_id].append(report)
    through = Intervention.reports.through
    rows = []
    for intervention in interventions:
        if intervention.trigger != Trigger.REPORT or intervention.status not in DONE:
            continue
        start = intervention.starts_at
        near = [
            report
            for report in waiting[intervention.hotspot_id]
            if start - ANSWERS_WITHIN < report.received_at < start
        ]
        rows += [through(intervention=intervention, report=r) for r in near[-1:]]
    _bulk(through, rows)


def _bulk(model, rows):
    model.objects.bulk_create(rows, batch_size=BATCH)
