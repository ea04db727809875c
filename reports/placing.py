"""What a point makes of a report; which ones are elsewhere since boundaries were redrawn, and their move.

The preview and the task share this module. It writes only reports whose stored place differs
from the one the boundaries give: running it twice, or again after a crash, does no harm.
"""

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from accounts.services import record
from hotspots.geometry import assign, assign_point, cell
from hotspots.models import Hotspot
from hotspots.projection import projected
from hotspots.reading import reading_of
from jobs.services import JobStopped, job_run
from reports.bursts import part_groups
from reports.models import Report

JOB = "reports.reassign_places"
CHUNK = 5000
PREVIEW_CHUNKS = 10  # a page waits for the preview: half a second
SAMPLE = 5
CHANGED = "I confini sono cambiati dopo l’anteprima: guardala di nuovo."


def point_columns(latitude, longitude):
    """Return the columns of a report that follow from its point (degrees)."""
    return {
        "latitude": latitude,
        "longitude": longitude,
        "cell": cell(latitude, longitude),
        "hotspot_id": assign_point(latitude, longitude),
    }


def read_for_the_office(latitude, longitude):
    """Return the reading of a point in Italian, whatever the language of who put it."""
    longest = Report._meta.get_field("place_reading").max_length
    with translation.override("it"):
        return reading_of(latitude, longitude)[:longest]


@dataclass
class Flow:
    """How many reports go from one place to another; a place None is "altro luogo in città"."""

    origin: str | None
    target: str | None
    count: int = 0
    codes: list = field(default_factory=list)


@dataclass
class Preview:
    """What a reassignment would do with the boundaries of ``version``, to the ``read`` reports.

    ``is_whole`` is false when there are more to read: only the run itself looks at them all.
    """

    version: str
    read: int
    is_whole: bool
    flows: list

    @property
    def moved(self):
        return sum(flow.count for flow in self.flows)

    @property
    def expected(self):
        """How many reports the run will move; 0 when the preview cannot tell."""
        return self.moved if self.is_whole else 0


def boundary_version():
    """Return a short hash of every boundary and buffer the assignment looks at."""
    shapes = (
        Hotspot.objects.on_offer()
        .order_by("pk")
        .values_list("pk", "kind", "ring", "buffer_m")
    )
    return hashlib.sha256(json.dumps(list(shapes)).encode()).hexdigest()[:16]


def preview_reassignment():
    """Compare stored places with today's boundaries, at most ``PREVIEW_CHUNKS`` chunks of them.

    It writes nothing.
    """
    version, read = boundary_version(), 0
    names = dict(Hotspot.objects.values_list("pk", "name"))
    flows = {}
    chunks = _chunks()
    for rows in islice(chunks, PREVIEW_CHUNKS):
        read += len(rows)
        for _, code, old, new in _misplaced(rows):
            flow = flows.setdefault((old, new), Flow(names.get(old), names.get(new)))
            flow.count += 1
            if len(flow.codes) < SAMPLE:
                flow.codes.append(code)
    ordered = sorted(flows.values(), key=lambda flow: -flow.count)
    is_whole = next(chunks, None) is None
    return Preview(version, read, is_whole, ordered)


def apply_reassignment(run, *, version, by):
    """Move the misplaced reports chunk by chunk, telling ``run`` how far it is.

    It stops, and the run fails with a sentence, when the boundaries are no longer those of
    ``version``. A run taken up again goes on from what is still misplaced.
    """
    try:
        with job_run(run=run):
            for rows in _chunks():
                if boundary_version() != version:
                    raise JobStopped(CHANGED)
                _move_chunk(rows, run)
            run.detail = f"{run.done} segnalazioni spostate"
    finally:
        # also when it stopped half-way: what moved stays moved
        after = {"version": version, "moved": run.done, "state": str(run.state)}
        record("report.reassign", run, by=by, after=after)


@transaction.atomic
def _move_chunk(rows, run):
    by_target = defaultdict(list)
    for pk, _, _, new in _misplaced(rows):
        by_target[new].append(pk)
    now = timezone.now()
    run.advance(
        sum(
            Report.objects.filter(pk__in=pks).update(hotspot=target, updated_at=now)
            for target, pks in by_target.items()
        )
    )
    part_groups(pk for pks in by_target.values() for pk in pks)


def _misplaced(rows):
    """Return (pk, code, stored place, place by the boundaries) where the two differ."""
    found = assign([row[2] for row in rows], [row[3] for row in rows])
    return [
        (pk, code, old, new)
        for (pk, code, _, _, old), new in zip(rows, found, strict=True)
        if old != new
    ]


def _chunks():
    """Yield lists of (pk, code, latitude, longitude, place), by rising pk."""
    after = 0
    # those of an archived place are its past: no boundary moves them
    candidates = Report.objects.exclude(hotspot__archived_on__isnull=False)
    candidates = candidates.exclude(latitude=None)  # of a place by its words alone
    candidates = candidates.filter(_could_be_in_a_place()).order_by("pk")
    while True:
        rows = list(
            candidates.filter(pk__gt=after).values_list(
                "pk", "code", "latitude", "longitude", "hotspot_id"
            )[:CHUNK]
        )
        if not rows:
            return
        yield rows
        after = rows[-1][0]


def _could_be_in_a_place():
    """Reports of a place, or in the box of one: the rest of the town cannot move."""
    nearby = Q(hotspot__isnull=False)
    for hotspot in Hotspot.objects.on_offer():
        longitudes, latitudes = zip(*hotspot.ring, strict=True)
        per_lon, per_lat = projected(hotspot.ring)[0].metres_per_degree
        pad_lon, pad = (
            hotspot.buffer_m * 1.01 / per_lon,
            hotspot.buffer_m * 1.01 / per_lat,
        )
        nearby |= Q(
            latitude__range=(min(latitudes) - pad, max(latitudes) + pad),
            longitude__range=(min(longitudes) - pad_lon, max(longitudes) + pad_lon),
        )
    return nearby
