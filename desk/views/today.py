"""The desk's first page: what I have to do now."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

import desk.today
from board.permissions import BoardPermission
from interventions.permissions import InterventionPermission
from interventions.record.hours import is_forgotten, may_begin


@require_GET
def today(request):
    """Show the day of who reads the interventions; the others start from their own first page."""
    user = request.user
    if not user.may(InterventionPermission.READ):
        return redirect("start")
    now, day = timezone.now(), timezone.localdate()
    calls, news, since, is_shift = desk.today.board_news(user, now)
    outing = desk.today.next_outing(user, now)
    waits = _waits(user, now, day)
    context = {
        "day": day,
        "outing": outing,
        "others": [m for m in outing.crew.all() if m.person_id != user.pk]
        if outing
        else [],
        "calls": calls,
        "news": news,
        "since": since,
        "is_shift": is_shift,
        "may_begin": outing is not None and may_begin(outing, now),
        "is_forgotten": outing is not None and is_forgotten(outing, now),
        **waits,
        "work_leads": outing is None and any(waits.values()),
        "answered": desk.today.answered_referrals(user, now),
        "coordinates": desk.today.coordinates(user),
        "week": desk.today.week_strip(user, day, now),
        "may_log": user.may(InterventionPermission.LOG),
        "may_use_board": user.may(BoardPermission.USE),
        "trail": [("Oggi", "")],
    }
    return render(request, "desk/today.html", context)


def _waits(user, now, day):
    """Return the lists of what waits for ``user``, whatever the shift."""
    return {
        "unregistered": desk.today.unregistered(user, now),
        "told_twice": desk.today.told_twice(user, now),
        "looking_for": desk.today.looking_for(user, now),
        "late_reports": desk.today.late_reports(user, day),
        "citizens_messages": desk.today.citizens_messages(user),
        "follow_ups": desk.today.follow_ups_due(day),
        "to_approve": desk.today.sheets_to_approve(user),
        "referrals": desk.today.open_referrals(user),
    }
