"""Where reports concentrate and few hours are planned: the hatched cells of the calendar."""

from collections import Counter
from datetime import timedelta

from django.db.models import Count
from django.db.models.functions import ExtractIsoWeekDay
from django.utils import timezone

from hotspots.models import ELSEWHERE, Hotspot
from interventions.planning.plans import programme_place
from interventions.record.hours import end_of
from reports.models import Report

MINUTE = timedelta(minutes=1)
WEEKS = 8
FEWEST = 4  # reports in the 8 weeks: one every two weeks on that weekday
ABOVE_AVERAGE = 1.5
ENOUGH_HOURS = 2
GAP = "poca presenza"  # on the grid; the legend says it whole
GAP_WHOLE = "Più segnalazioni, poca presenza"


def needy_cells(today):
    """Return the set of (place slug, weekday) where reports concentrate; 0 is Monday.

    One grouped query counts the reports of the last 8 weeks by place of the programme and by
    weekday of the fact. A cell is needy when it has at least 4, and at least one and a half
    times the average of all the cells of those places. Counts, and never a text: every service
    may know where reports concentrate.
    """
    counted = (
        Report.objects.filter(
            occurred_on__gt=today - timedelta(weeks=WEEKS),
            occurred_on__lte=today,
            hotspot__kind=Hotspot.Kind.PROGRAMME,
        )
        .order_by()
        .values_list("hotspot__slug", ExtractIsoWeekDay("occurred_on"))
        .annotate(found=Count("pk"))
    )
    cells = {(slug, weekday - 1): found for slug, weekday, found in counted}
    places = {slug for slug, _ in cells}
    if not places:
        return set()
    average = sum(cells.values()) / (7 * len(places))
    least = max(FEWEST, ABOVE_AVERAGE * average)
    return {cell for cell, found in cells.items() if found >= least}


def gaps_of_week(monday, interventions, needy):
    """Return the set of (place slug, day) to hatch in a week, from today on and no further
    ahead than the reports counted go back.

    A needy cell is a gap when less than 2 hours are planned there on that day, however many
    people go: what counts is that somebody is there.
    """
    minutes = Counter()
    for outing in interventions:
        lasts = end_of(outing) - outing.starts_at  # one going on has an end too
        minutes[programme_place(outing.hotspot), outing.day] += lasts // MINUTE
    today = timezone.localdate()
    days = [monday + timedelta(days=n) for n in range(7)]
    return {
        (slug, day)
        for day in days
        for slug, weekday in needy
        if weekday == day.weekday()
        and today <= day < today + timedelta(weeks=WEEKS)
        and slug != ELSEWHERE
        and minutes[slug, day] < ENOUGH_HOURS * 60
    }
