"""The shift calendar: the week by place and day, the month, the list."""

from urllib.parse import urlencode

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from interventions.forms.calendar import VIEWS, CalendarForm
from interventions.models import Intervention, Status
from interventions.permissions import InterventionPermission
from interventions.planning.gaps import GAP, GAP_WHOLE, gaps_of_week, needy_cells
from interventions.planning.week import (
    LIST,
    MONTH,
    WEEK,
    day_list,
    days_from,
    month_grid,
    month_span,
    neighbours,
    week_grid,
)
from interventions.record.crew import may_lead
from interventions.record.hours import is_unregistered
from listing.filters import rows_around
from listing.paging import COUNT_LIMIT, Key, cut_page
from texts.days import monday_of

OLDEST = (Key("starts_at"), Key("id"))


@require_GET
def intervention_calendar(request):
    form = CalendarForm(request.GET, user=request.user)
    form.full_clean()
    show = {WEEK: _week, MONTH: _month, LIST: _list}[form.view]
    context = {
        "form": form,
        "view": form.view,
        "day": form.day,
        "today": timezone.localdate(),
        "trail": [("Interventi", "")],
        "tabs": [(name, label, _query(form, layout=name)) for name, label in VIEWS],
        "monday": monday_of(form.day),
        "gap_words": GAP,
        "gap_whole": GAP_WHOLE,
        "may_go_out": request.user.may(InterventionPermission.LOG),
    }
    context |= show(request, form)
    return render(request, "interventions/calendar.html", context)


def _week(request, form):
    monday = monday_of(form.day)
    days = days_from(monday, 7)
    outings = _outings(request.user, form, days[0], days[-1])
    gaps = set()
    if not form.narrows:
        needed = gaps_of_week(monday, outings, needy_cells(timezone.localdate()))
        gaps = {(slug, day) for slug, day in needed if slug not in form.archived}
    places = form.rows(outings)
    by_day = day_list(days, outings, gaps, places)
    today = timezone.localdate()
    # of the week going on only: a week gone by is opened to be read
    folded_until = today if today in days else days[0]
    return {
        "first": days[0],
        "last": days[-1],
        "grid": week_grid(monday, places, outings, gaps),
        "days": days,
        "past_days": [row for row in by_day if row[0] < folded_until],
        "by_day": [row for row in by_day if row[0] >= folded_until],
        "has_gaps": bool(gaps),
        "archived": form.archived,
        "is_empty": not outings,
        **_around(form),
    }


def _month(request, form):
    first, last = month_span(form.day)
    outings = _outings(request.user, form, first, last)
    return {
        "month": form.day.replace(day=1),
        "weeks": month_grid(form.day.replace(day=1), outings),
        "list_query": _query(form, layout=LIST, since=None),
        "is_empty": not outings,
        **_around(form),
    }


def _list(request, form):
    visible = Intervention.objects.visible_to(request.user)
    told_once = visible.exclude(status=Status.MERGED)
    found = form.filter(told_once).on_days(form.day, None).for_calendar()
    page = cut_page(
        found,
        OLDEST,
        **rows_around(request, visible),
    )
    return {
        "page": page,
        "count_limit": COUNT_LIMIT,
        "query": _query(form),
        "is_empty": not page.rows,
        "today_query": _query(form, since=None),
    }


def _outings(user, form, first, last):
    """Return the outings of some days that were not cancelled, the earliest first."""
    found = form.filter(Intervention.objects.visible_to(user))
    found = found.on_days(first, last).live()
    outings = list(found.for_calendar().order_by("starts_at", "pk"))
    for outing in outings:
        outing.is_unregistered = is_unregistered(outing)
        outing.may_move = (
            outing.status == Status.PLANNED
            and not outing.is_unregistered
            and may_lead(user, outing.lead)
        )
    return outings


def _around(form):
    previous, following = neighbours(form.view, form.day)
    return {
        "previous_query": _query(form, since=previous),
        "next_query": _query(form, since=following),
        "today_query": _query(form, since=None),
    }


def _query(form, **changes):
    return urlencode(form.address(**changes))
