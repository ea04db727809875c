"""The dated events that a chart shows as numbered markers."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

from django.db.models import Q
from django.utils.formats import date_format

from hotspots.models import Event


@dataclass(frozen=True)
class Marker:
    """An event of the period with its number on the page; no places means all of them."""

    number: int
    on: date
    until: date | None
    title: str
    description: str
    source: str
    places: tuple
    hotspot_ids: tuple

    @property
    def when(self):
        if self.until:
            return f"dal {date_format(self.on)} al {date_format(self.until)}"
        return date_format(self.on)

    def is_about(self, place):
        return not self.hotspot_ids or any(
            pk in place.hotspot_ids for pk in self.hotspot_ids
        )


def markers(period):
    """Return the events of the period in order of date, also those begun before and not over.

    One query: a row for each event and place, as every opening of the dashboard asks them.
    """
    rows = (
        Event.objects.filter(on__lte=period.last)
        .filter(Q(on__gte=period.first) | Q(until__gte=period.first))
        .order_by("on", "pk", "hotspots__order", "hotspots__pk")
        .values_list(
            "pk", "on", "until", "title", "description", "source",
            "hotspots__pk", "hotspots__name",
        )
    )  # fmt: skip
    events = [list(group) for _, group in groupby(rows, key=itemgetter(0))]
    return [_marker(number, rows) for number, rows in enumerate(events, start=1)]


def _marker(number, rows):
    _, *event, _, _ = rows[0]
    places = [(pk, name) for *_, pk, name in rows if pk is not None]
    return Marker(
        number,
        *event,
        places=tuple(name for _, name in places),
        hotspot_ids=tuple(pk for pk, _ in places),
    )
