"""A report at the desk: what it says, what happened to it, what can be done now."""

from functools import wraps
from math import sqrt

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from actions.page import Page, offers, view_of
from reports.models import Message, ReplyTemplate, Report, Status
from reports.services.desk import record_reading
from reports.views.actions import ACTIONS, MERGE

NEAR_M = 200
NEARBY_ROWS = 8
REOPENED = "Riaperta da chi ha segnalato"


@require_GET
def report_detail(request, code):
    report = _report(request.user, code)
    page = _show(request, report, typed=request.GET)
    record_reading(report, by=request.user)  # afterwards: the page shows what is new
    return page


def act(action):
    """Return the view of one verb; without script, a ready text is first put in the answer."""
    do = view_of(action, Page("report_detail", find=_report, show=_show))

    @wraps(do)
    def view(request, code):
        if "prepare" in request.POST:
            return _prepared(request, _report(request.user, code), action)
        return do(request, code)

    return view


def _report(user, code):
    reports = Report.objects.visible_to(user).for_desk()
    return get_object_or_404(reports, code=code)


def _prepared(request, report, action):
    """Show the ready text in the answer, to be read before it is sent."""
    code = str(request.POST.get("template", ""))
    chosen = next((r for r in ReplyTemplate.objects.all() if r.code == code), None)
    form = action.form_for(request.user, report)
    form.initial = {"template": code, "text": chosen.text if chosen else ""}
    return _show(request, report, refused=(action, form))


def _show(request, report, *, refused=None, typed=None, status=200):
    user, nearby = request.user, _nearby(request.user, report)
    conversation = _conversation(report)
    context = {
        "report": report,
        "heading": f"Segnalazione {report.code}",
        "trail": [("Segnalazioni", reverse("report_queue")), (report.code, "")],
        "actions": list(_actions(user, report, refused, typed or {})),
        "can_merge": MERGE.is_offered(user, report),
        "conversation": conversation,
        "unread": [entry for entry in conversation if entry.get("is_new")],
        "nearby": nearby,
        "marks": _marks(nearby),
        "near_m": NEAR_M,
        "replies": {r.code: r.text for r in ReplyTemplate.objects.all()},
        "refused": refused[1] if refused else None,
    }
    return render(request, "reports/desk_detail.html", context, status=status)


def _marks(nearby):
    return [
        {
            "lat": other.latitude,
            "lon": other.longitude,
            "name": other.code,
            "url": reverse("report_detail", args=[other.code]),
        }
        for other, _ in nearby
    ]


def _actions(user, report, refused, typed):
    """Yield (action, form, is_open); open is what was refused, or what the address fills."""
    for action, form in offers(ACTIONS, user, report, refused):
        value = action.opens_with and typed.get(action.opens_with)
        if value:
            form.initial[action.opens_with] = value
        yield action, form, bool(value) or (action, form) == refused


def _conversation(report):
    """Return the steps and the messages in the order they happened, each with its side."""
    steps = [
        {
            "at": step.at,
            "side": Message.Side.OFFICE if step.by else Message.Side.CITIZEN,
            "who": step.by,
            "status": step.status,
            "label": step.get_status_display()
            if step.by or step.status == Status.RECEIVED
            else REOPENED,
            "text": step.note,
        }
        for step in report.history.all()
    ]
    said = [
        {
            "at": m.at,
            "side": m.side,
            "who": m.by,
            "status": "",
            "text": m.text,
            "is_new": m.awaits_reading,
            "of": "" if m.report_id == report.pk else m.report.code,
        }
        for m in [*report.messages.all(), *_said_to_joined(report)]
    ]
    return sorted(steps + said, key=lambda entry: entry["at"])


def _said_to_joined(report):
    """Return what the citizens of the reports joined to this one wrote: it is worked on here."""
    joined = Message.objects.filter(report__merged_into=report)
    citizens = joined.filter(side=Message.Side.CITIZEN).select_related("report")
    return citizens if report.merged.all() else []


def _nearby(user, report):
    if not report.has_point:
        return []
    nearby = (
        Report.objects.visible_to(user)
        .near(report.latitude, report.longitude, NEAR_M)
        .exclude(pk=report.pk)
        .select_related("category")
        .order_by("-received_at", "-pk")
    )
    if report.burst_id or report.stands_for:  # its group has a list of its own
        group = Report.objects.of_burst(report).values("pk")
        nearby = nearby.exclude(pk__in=group)
    return [(other, round(sqrt(other.metres2))) for other in nearby[:NEARBY_ROWS]]
