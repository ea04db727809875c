"""The page of an intervention: its sheet, who approved it, what happened to it, what to do now."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from actions.page import Page, offers, view_of
from interventions.field.counting import counted_by, phones_of
from interventions.models import DONE, TAKES_PEOPLE, Intervention, Service, Status, Step
from interventions.record.approvals import missing, what_is_missing
from interventions.record.crew import is_in_crew, may_join, may_lead
from interventions.record.doubts import doubts_of, in_full, kept_apart
from interventions.record.hours import doubt_about, is_unregistered
from interventions.record.merged import whole_of
from interventions.record.naming import named
from interventions.record.rows import COUNTED, open_follow_up, read_acts, read_tallies
from interventions.record.writing import WRITTEN_IN, may_write, may_write_sheets
from interventions.services.answers import standing
from interventions.services.planning import may_be_restored
from interventions.views.steps import ACTIONS, KEEP_APART, MERGE
from reports.models import OPEN as OPEN_REPORT
from reports.permissions import ReportPermission


@require_GET
def intervention_detail(request, code):
    return _page(request, _intervention(request.user, code))


def act(action):
    """Return the view of one verb: a step is posted, its address is no page to come back to (405)."""
    page = Page("intervention_detail", find=_intervention, show=_page)
    return require_POST(view_of(action, page))


def _intervention(user, code):
    rows = Intervention.objects.visible_to(user).for_record()
    return get_object_or_404(rows, code=code)


def _page(request, intervention, *, refused=None, status=200):
    user = request.user
    actions = [
        (action, form, action.label_for(user))
        for action, form in offers(ACTIONS, user, intervention, refused)
    ]
    same = _same(intervention, actions)
    context = {
        "intervention": intervention,
        "heading": named(intervention),
        "trail": [
            ("Interventi", reverse("intervention_calendar")),
            (named(intervention), ""),
        ],
        "actions": [offer for offer in actions if offer not in same["answers"]],
        "refused": refused[1] if refused else None,
        "write_is_main": not any(action.is_main for action, *_ in actions)
        and not same["answers"],
        "sheet_is_due": is_unregistered(intervention),
        "missing": what_is_missing(intervention) if intervention.status in DONE else "",
        "doubt": doubt_about(intervention)
        if intervention.status == Status.ENDED
        else "",
        "approvals": _approvals(intervention),
        "reports": _reports(user, intervention),
        "open_follow_up": open_follow_up(intervention),
        "tallies": read_tallies(intervention),
        "counted_by": _counted_by(intervention),
        "phones": phones_of(intervention),
        "acts": read_acts(intervention),
        "today": timezone.localdate(),
        **_rights(user, intervention),
        **same,
    }
    return render(
        request, "interventions/intervention_detail.html", context, status=status
    )


def _same(intervention, actions):
    """Return what the page says of rows that are, may be, or are not the same outing."""
    doubts = [
        (doubt.people, in_full(doubt.other), doubt.other)
        for doubt in doubts_of(intervention)
    ]
    merged = whole_of(intervention) - {intervention.pk}
    return {
        "doubts": doubts,
        "answers": [o for o in actions if doubts and o[0] in (MERGE, KEEP_APART)],
        "kept_apart": kept_apart(intervention),
        "absorbed": Intervention.objects.filter(pk__in=merged).select_related(
            "hotspot"
        ),
        "history": _history(intervention) if merged else intervention.history.all(),
    }


def _history(intervention):
    """Return its steps and those of the rows merged into it; that they were is told once."""
    steps = Step.objects.filter(intervention__in=whole_of(intervention))
    steps = steps.exclude(detail__has_key="merged_into")
    return steps.select_related("by", "intervention")


def _counted_by(intervention):
    """Return [(who, what)] when more than one hand counted."""
    hands = counted_by(intervention)
    if len(hands) < 2:
        return []
    labels = {name: what.label.lower() for what, name in COUNTED.items()}
    return [
        (who, ", ".join(f"{labels[name]} {count}" for name, count in counts.items()))
        for who, counts in hands
    ]


def _rights(user, intervention):
    """Return what ``user`` may do here beside the steps, as the template asks it."""
    takes_people = intervention.status in TAKES_PEOPLE
    return {
        "may_write": may_write(user, intervention),
        # the plan and the things to do are of both services, the sheet of who went
        "goes_out": may_write_sheets(user) and intervention.status in WRITTEN_IN,
        "may_read_reports": user.may(ReportPermission.READ),
        "may_close_reports": user.may(ReportPermission.HANDLE),
        "may_lead": may_lead(user, intervention.lead),
        "may_be_restored": may_be_restored(intervention),
        "may_join": may_join(user, intervention),
        "may_leave": takes_people and is_in_crew(user, intervention),
    }


def _approvals(intervention):
    """Return [(service, approval or None)] of those that are needed."""
    if intervention.status not in DONE:
        return []
    given = {approval.service: approval for approval in intervention.approvals.all()}
    wanted = {*missing(intervention), *given}
    return [(s.label, given.get(s)) for s in Service if s in wanted]


def _reports(user, intervention):
    """Return the reports it answers with how they stand, for who may read them."""
    linked = intervention.reports.all()
    if not user.may(ReportPermission.READ):
        return [{"code": report.code} for report in linked]
    return [
        {
            "code": report.code,
            "category": report.category,
            "place": report.place_detail,
            "status": report.status,
            "label": report.get_status_display(),
            "standing": standing(report),
            "is_open": report.status in OPEN_REPORT,
        }
        for report in linked
    ]
