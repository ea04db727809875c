"""The dated events that a chart shows as numbered markers."""

from dataclasses import dataclass
from datetime import date

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
    """Return the events of the period in order of date, also those begun before and not over."""
    events = [
        event
        for event in Event.objects.prefetch_related("hotspots")
        if event.on <= period.last and (event.until or event.on) >= period.first
    ]
    return [
        _marker(number, event, list(event.hotspots.all()))
        for number, event in enumerate(events, start=1)
    ]


def _marker(number, event, hotspots):
    return Marker(
        number=number,
        on=event.on,
        until=event.until,
        title=event.title,
        description=event.description,
        source=event.source,
        places=tuple(hotspot.name for hotspot in hotspots),
        hotspot_ids=tuple(hotspot.pk for hotspot in hotspots),
    )
