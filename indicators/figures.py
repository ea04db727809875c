"""What the pages read: stored values only, never the raw rows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext

from hotspots.models import ELSEWHERE, REST_OF_TOWN, Hotspot
from indicators import periods
from indicators.certainty import TOO_FEW, certainty, change_range
from indicators.models import PUBLIC_MONTHS, DailyCount, Measure, Watermark
from reports.models import Category

STALE = timedelta(minutes=10)  # ten missed beats
MOST = 10  # a change over ten times as many is written as more than that


@dataclass(frozen=True)
class AsOf:
    """When the figures were last computed, from which day they start, which version they are."""

    at: datetime | None = None
    since: date | None = None
    version: int = 0

    @property
    def day(self):
        """The local day of the last computation, or None."""
        return self.at and timezone.localdate(self.at)

    @property
    def is_stale(self):
        return self.at is None or timezone.now() - self.at > STALE

    def __str__(self):
        """Say it in words: ``alle 06:00 di oggi``."""
        if self.at is None:
            return "mai"
        local = timezone.localtime(self.at)
        days = (timezone.localdate() - local.date()).days
        when = {0: "di oggi", 1: "di ieri"}.get(
            days, f"del {date_format(local.date())}"
        )
        return f"alle {local:%H:%M} {when}"


@dataclass(frozen=True)
class Column:
    """A column of the dashboard: a programme's place, or all the rest of the city."""

    slug: str
    name: str
    hotspot_ids: tuple

    @property
    def is_elsewhere(self):
        return self.slug == ELSEWHERE


@dataclass(frozen=True)
class Figure:
    """A count, what it was before (None when unknown), and how sure the change is."""

    value: int
    before: int | None = None

    @property
    def change(self):
        return None if self.before is None else self.value - self.before

    @property
    def change_text(self):
        """``+4``, ``−7``, ``=``; empty without a comparison."""
        if self.change is None:
            return ""
        if self.change == 0:
            return "="
        return ("+" if self.change > 0 else "−") + thousands(abs(self.change))

    @property
    def sentence(self):
        """The fact first, then the range and how sure we are of it.

        ``Erano 19. Fra −76 e +69 %: non distinguibile dal caso con numeri così piccoli.``
        """
        if self.before is None:
            return ""
        was = f"{'Era' if self.before == 1 else 'Erano'} {thousands(self.before)}"
        was = was if self.before else "Prima nessuna"
        sure = certainty(self.value, self.before)
        if self.change == 0 and sure != TOO_FEW:
            return f"{was}: nessuna differenza."
        if sure == TOO_FEW or not self.before:
            return f"{was}: {sure}."
        return f"{was}. {_range(*change_range(self.value, self.before))}: {sure}."


@dataclass(frozen=True)
class PublicCount:
    """A month's reports, or joint outings, in a place, as anybody may read them.

    ``value`` is 0 when there are fewer than five, None when the month is not yet stored;
    ``as_of`` is when it was.
    """

    month: date | None
    value: int | None = None
    as_of: datetime | None = None

    def __str__(self):
        if self.value is None:
            return gettext("dato non ancora disponibile")
        return thousands(self.value) if self.value else gettext("meno di 5")


def thousands(number):
    """Write a whole number as people read it: ``1.234``."""
    return number_format(number, force_grouping=True)


def _range(lowest, highest):
    """Write a change in percent: ``Fra −10 e +60 %``."""
    low, high = (_signed(round(100 * change)) for change in (lowest, highest))
    return f"Fra {low} e {high} %" if highest <= MOST else f"Da {low} a oltre +1.000 %"


def _signed(number):
    return f"{'−' if number < 0 else '+' if number else ''}{thousands(abs(number))}"


def as_of():
    """Return the ``AsOf`` of the reports, with a version that grows with every source's."""
    marks = {mark.measure: mark for mark in Watermark.objects.all()}
    mark = marks.get(Measure.REPORTS)
    if mark is None or mark.seen_until is None:
        return AsOf()
    version = sum(mark.version for mark in marks.values())
    return AsOf(mark.computed_at, mark.first_day, version)


def places():
    """The programme's places in their order, then the rest of the city as one."""
    columns, others = [], [None]
    for hotspot in Hotspot.objects.only("slug", "name", "kind", "order"):
        if hotspot.kind == Hotspot.Kind.PROGRAMME:
            columns.append(Column(hotspot.slug, hotspot.name, (hotspot.pk,)))
        else:
            others.append(hotspot.pk)
    return [*columns, Column(ELSEWHERE, REST_OF_TOWN, tuple(others))]


def weekly(columns, period):
    """Return {place: [reports of each ISO week of the period]}; zero where nothing."""
    rows = DailyCount.objects.measure(Measure.REPORTS).totals().between(*period)
    sums = defaultdict(int)
    of = place_of(columns)
    for hotspot, week, value in rows.by_week():
        sums[of.get(hotspot), week] += value
    weeks = period.mondays()
    return {place: [sums[place, week] for week in weeks] for place in columns}


def totals(columns, period, compared=None):
    """Return {place: Figure}; ``before`` is None without a period to compare with."""
    rows = (
        DailyCount.objects.measure(Measure.REPORTS)
        .totals()
        .between((compared or period).first, period.last)
    )
    sums = _sums(
        columns, rows.sums_by("hotspot", tuple(period), tuple(compared or period))
    )
    return {
        place: Figure(sums[place][0], sums[place][1] if compared else None)
        for place in columns
    }


def waiting(columns, day):
    """Return {place: (open, late)} as they were at the last refresh of ``day``."""
    opened = _snapshot(columns, Measure.OPEN, day)
    late = _snapshot(columns, Measure.LATE, day)
    return {place: (opened[place], late[place]) for place in columns}


def categories(place, period, compared=None):
    """Return [(category label, Figure)] of one place, the most frequent first."""
    rows = (
        DailyCount.objects.measure(Measure.REPORTS)
        .by_category()
        .between((compared or period).first, period.last)
        .of(place.hotspot_ids)
    )
    labels = category_labels()
    found = [
        (labels.get(code, code), Figure(now, before if compared else None))
        for code, now, before in rows.sums_by(
            "category", tuple(period), tuple(compared or period)
        )
    ]
    return sorted(
        (row for row in found if row[1].value or row[1].before),
        key=lambda row: (-row[1].value, row[0]),
    )


def category_labels():
    return dict(Category.objects.values_list("code", "label"))


def public_months(hotspots):
    """Return {hotspot pk: [PublicCount of each of the last complete months]}, in two queries.

    Nobody can subtract one public figure from another to uncover a small one: a month's number
    is stored once and stays, months and places do not overlap, and no total over places, months
    or categories is published beside them. Zero and one to four are stored as the same.
    """
    last = periods.last_month(timezone.localdate())
    months = [month.first for month in periods.months_until(last, PUBLIC_MONTHS)]
    rows = DailyCount.objects.measure(Measure.PUBLIC).between(months[0], months[-1])
    values = {
        (pk, day): n for pk, day, n in rows.values_list("hotspot", "day", "value")
    }
    mark = Watermark.objects.filter(measure=Measure.PUBLIC).first()
    return {
        hotspot.pk: [
            PublicCount(month, values[hotspot.pk, month], mark.computed_at)
            if (hotspot.pk, month) in values
            else PublicCount(month)
            for month in months
        ]
        for hotspot in hotspots
    }


def place_of(columns):
    return {pk: place for place in columns for pk in place.hotspot_ids}


def _sums(columns, rows):
    of, sums = place_of(columns), {place: [0, 0] for place in columns}
    for hotspot, first, second in rows:
        if place := of.get(hotspot):
            sums[place][0] += first
            sums[place][1] += second
    return sums


def _snapshot(columns, measure, day):
    """Return {place: value}, zero where the place has no row."""
    rows = DailyCount.objects.measure(measure).totals().between(day, day)
    of, found = place_of(columns), dict.fromkeys(columns, 0)
    for hotspot, value in rows.values_list("hotspot", "value"):
        if place := of.get(hotspot):
            found[place] += value
    return found
