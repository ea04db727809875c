"""A report at the desk: what it says, what happened to it, what can be done now."""

from math import sqrt

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from reports.models import Message, ReplyTemplate, Report
from reports.moves import MoveRefused, version
from reports.services import record_reading
from reports.views.actions import ACTIONS, MERGE

NEAR_M = 200
NEARBY_ROWS = 8
REFUSED = 422  # the page comes back with the reason


@require_GET
def report_detail(request, code):
    report = _report(request.user, code)
    record_reading(report, by=request.user)
    context = _page(request.user, report, typed=request.GET)
    return render(request, "reports/desk_detail.html", context)


def act(action):
    """Return the view of one verb: it does it, or shows again what was typed with the reason."""

    @require_http_methods(["GET", "POST"])
    def view(request, code):
        report = _report(request.user, code)
        if request.method == "GET":  # a reload, or the way back from the sign-in
            return redirect("report_detail", code=report.code)
        form = action.form(
            request.POST, report=report, user=request.user, name=action.name
        )
        if "prepare" in request.POST:
            return _prepared(request, report, action, form)
        if form.is_valid():
            try:
                _do(action, report, form, request.user)
            except MoveRefused as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, action.done)
                return redirect("report_detail", code=report.code)
        return _again(request, action, form)

    view.__name__ = action.url_name
    return view


def _report(user, code):
    reports = Report.objects.visible_to(user).for_desk()
    return get_object_or_404(reports, code=code)


def _do(action, report, form, user):
    seen = {}
    if action.compares_version:
        seen["seen"] = form.cleaned_data["version"] or None
    action.service(report, by=user, **form.arguments, **seen)


def _again(request, action, form):
    """Show the page as it is now, with the refused form open and its text untouched."""
    report = _report(request.user, form.report.code)
    # who has read why it was refused may send it again
    form.data = form.data.copy()
    form.data["version"] = version(report)
    context = _page(request.user, report, refused=(action, form))
    return render(request, "reports/desk_detail.html", context, status=REFUSED)


def _prepared(request, report, action, form):
    """Without script, put the ready text in the answer to be read before it is sent."""
    code = str(request.POST.get("template", ""))
    chosen = next((r for r in ReplyTemplate.objects.all() if r.code == code), None)
    form = action.form(report=report, user=request.user, name=action.name)
    form.initial = {"template": code, "text": chosen.text if chosen else ""}
    context = _page(request.user, report, refused=(action, form))
    return render(request, "reports/desk_detail.html", context)


def _page(user, report, *, refused=None, typed=None):
    nearby = _nearby(user, report)
    return {
        "report": report,
        "heading": f"Segnalazione {report.code}",
        "trail": [("Segnalazioni", reverse("report_queue")), (report.code, "")],
        "actions": _actions(user, report, refused, typed or {}),
        "can_merge": MERGE.is_offered(report, user),
        "conversation": _conversation(report),
        "nearby": nearby,
        "marks": _marks(nearby),
        "near_m": NEAR_M,
        "replies": {r.code: r.text for r in ReplyTemplate.objects.all()},
        "refused": refused[1] if refused else None,
    }


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
    """Return [(action, form, is_open)] of what is offered now, and of what was just refused."""
    offered = []
    for action in ACTIONS:
        if refused and refused[0] is action:
            offered.append((action, refused[1], True))
        elif action.is_offered(report, user):
            form = action.form(report=report, user=user, name=action.name)
            form.initial["version"] = version(report)
            value = action.opens_with and typed.get(action.opens_with)
            if value:
                form.initial[action.opens_with] = value
            offered.append((action, form, bool(value)))
    return offered


def _conversation(report):
    """Return the steps and the messages in the order they happened, each with its side."""
    steps = [
        {
            "at": step.at,
            "side": Message.Side.OFFICE if step.by else Message.Side.CITIZEN,
            "who": step.by,
            "status": step.status,
            "label": step.get_status_display(),
            "text": step.note,
        }
        for step in report.history.all()
    ]
    said = [
        {"at": m.at, "side": m.side, "who": m.by, "status": "", "text": m.text}
        for m in report.messages.all()
    ]
    return sorted(steps + said, key=lambda entry: entry["at"])


def _nearby(user, report):
    nearby = (
        Report.objects.visible_to(user)
        .near(report.latitude, report.longitude, NEAR_M)
        .exclude(pk=report.pk)
        .select_related("category")
        .order_by("-received_at", "-pk")[:NEARBY_ROWS]
    )
    return [(other, round(sqrt(other.metres2))) for other in nearby]
