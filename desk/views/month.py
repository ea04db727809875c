"""The month of turns: person by day, with what is in draft; published in one go."""

from datetime import timedelta
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from desk.forms import TurnForm
from desk.publishing import (
    add_turn,
    discard_draft,
    drafts_of,
    publish_month,
    told_of,
)
from desk.turns import (
    gaps_of_month,
    initials_of,
    mondays_of,
    rows_of,
    strays_of,
    usual_hours,
)
from hotspots.models import Hotspot, place_name, place_slug
from interventions.models import Intervention, Kind, Service, Status
from interventions.permissions import InterventionPermission
from interventions.planning.gaps import needy_cells
from interventions.planning.week import MONTH, days_from, neighbours
from interventions.record.crew import people_of
from interventions.record.lifecycle import StepRefused
from interventions.views.ways import plannable_outing
from listing.filters import Addressed
from texts.days import MonthField, hours_between, last_of, monday_of
from texts.refusals import REFUSED

NOTHING = "In questo mese non c’è niente in bozza: è già tutto pubblicato."
SHOWN_LEFT = 5  # reasons said of those that stay in draft


class MonthForm(Addressed, forms.Form):
    addresses = {"month": "mese"}

    month = MonthField(label="Mese", required=False)


def month_address(day):
    return f"{reverse('intervention_month')}?mese={day:%Y-%m}"


@require_GET
def intervention_month(request):
    form = MonthForm(request.GET)
    wanted = form.cleaned_data["month"] if form.is_valid() else None
    return _month_page(request, form, wanted or timezone.localdate().replace(day=1))


@require_POST
def turn_add(request):
    """Put in draft the turn of the form above the month, for the cell that was pressed."""
    turn, month = TurnForm(request.POST), MonthForm(request.POST)
    first = month.cleaned_data["month"] if month.is_valid() else None
    if first is None:
        return redirect("intervention_month")
    if not turn.is_valid():
        return _month_page(request, month, first, turn, status=REFUSED)
    kept = f"{month_address(first)}&{urlencode(turn.query())}"
    if turn.cleaned_data["cell"] is None:
        return redirect(kept)
    plan = turn.plan()
    person, day = turn.cleaned_data["cell"]
    try:
        warned = add_turn(plan, by=request.user)
    except StepRefused as refused:
        turn.add_error(None, f"{person}, {day:%d/%m}: {refused}")
        return _month_page(request, month, first, turn, status=REFUSED)
    hours = hours_between(plan.starts_at, plan.ends_at)
    where = place_name(plan.hotspot)
    messages.success(request, f"In bozza: {person}, {day:%d/%m} {hours}, {where}.")
    if warned:
        messages.warning(request, " ".join(warned))
    return redirect(f"{kept}#persona-{person.pk}")


def _month_page(request, form, first, turn=None, status=200):
    user, today = request.user, timezone.localdate()
    outings = _outings(user, first)
    places = [*Hotspot.objects.programme().on_offer(), None]
    places += [o.hotspot for o in outings if o.hotspot not in places]
    initials = initials_of(dict.fromkeys(places))
    previous, following = neighbours(MONTH, first)
    gaps = gaps_of_month(first, outings, needy_cells(today))
    days = days_from(first, (last_of(first) - first).days + 1)
    groups = _groups(first, outings, initials)
    rows = [row for _, _, found in groups for row in found]
    people = [row.person for row in rows]
    context = {
        "form": form,
        "turn": turn or _turn(request.GET, groups),
        "strays": strays_of(first, people, outings),
        "first": first,
        "back": month_address(first),
        "last": days[-1],
        "mondays": mondays_of(first),
        "previous": previous,
        "following": following,
        "today": today,
        "days": days,
        "groups": groups,
        "mine": next((row for row in rows if row.person == user), None),
        "gaps": [(day, _missing(gaps[day], initials)) for day in days],
        "rest_hours": settings.REST_HOURS,
        "legend": [(letters, place) for place, letters in initials.items()],
        "drafts": sum(
            o.status == Status.DRAFT and o.day.month == first.month for o in outings
        ),
        "may_plan": user.may(InterventionPermission.PLAN_ALL),
        "trail": [
            ("Interventi", reverse("intervention_calendar")),
            ("Turni del mese", ""),
        ],
    }
    return render(request, "desk/month.html", context, status=status)


def _turn(query, groups):
    """Return the form of the turn as the address has it, else with the hours most planned of late."""
    usual = next((hours for _, hours, _ in groups if hours), None)
    turn = TurnForm()
    turn.initial = {"kind": Kind.JOINT_PATROL, "place": next(iter(turn.places), "")}
    if usual:
        turn.initial |= {"starts": usual[0], "ends": usual[1]}
    for name in ("place", "starts", "ends", "kind"):
        if asked := query.get(turn.add_prefix(name)):
            turn.initial[name] = asked
    return turn


@require_http_methods(["GET", "HEAD", "POST"])
def month_publish(request):
    """Ask first, naming who is about to get a mail."""
    form = MonthForm(request.POST if request.method == "POST" else request.GET)
    first = form.cleaned_data["month"] if form.is_valid() else None
    if first is None:
        return redirect("intervention_month")
    if request.method != "POST":
        return _publish_page(request, first)
    published, left = publish_month(first, by=request.user)
    if published:
        many = "1 turno" if len(published) == 1 else f"{len(published)} turni"
        messages.success(
            request, f"Pubblicato: {many}. Ognuno riceve una sola email con i suoi."
        )
    elif not left:
        messages.info(request, NOTHING)
    for row, why in left[:SHOWN_LEFT]:
        messages.error(request, f"Resta in bozza il turno del {row.day:%d/%m}: {why}")
    if len(left) > SHOWN_LEFT:
        messages.error(
            request, f"Restano in bozza altri {len(left) - SHOWN_LEFT} turni."
        )
    return redirect(month_address(first))


def _publish_page(request, first):
    drafts = drafts_of(first)
    if not drafts:
        messages.info(request, NOTHING)
        return redirect(month_address(first))
    told = told_of(drafts, by=request.user)
    title = f"Pubblica i turni di {date_format(first, 'F Y')}"
    context = {
        "title": title,
        "first": first,
        "drafts": len(drafts),
        "told": [(person, len(rows)) for person, rows in told.items()],
        "back": month_address(first),
        "trail": [
            ("Interventi", reverse("intervention_calendar")),
            ("Turni del mese", month_address(first)),
            ("Pubblica", ""),
        ],
    }
    return render(request, "desk/month_publish.html", context)


@require_POST
def draft_remove(request, code):
    draft = plannable_outing(request.user, code)
    try:
        discard_draft(draft, by=request.user)
        messages.success(request, "Turno tolto dal mese.")
    except StepRefused as refused:
        messages.error(request, str(refused))
    return redirect(month_address(draft.day))


def _outings(user, first):
    """Return what is planned in the whole weeks of a month, the earliest first."""
    sunday = monday_of(last_of(first)) + timedelta(days=6)
    found = Intervention.objects.plannable_by(user).on_days(monday_of(first), sunday)
    found = found.live().for_calendar()
    return list(found.order_by("starts_at", "pk"))


def _missing(slugs, initials):
    """Return (letters, place) of the places of the month that a day leaves without an outing."""
    by_slug = {place_slug(place): place for place in initials}
    places = [by_slug[slug] for slug in sorted(slugs) if slug in by_slug]
    return [(initials[place], place) for place in places]


def _groups(first, outings, initials):
    """Return (service, the hours it plans most, rows of its people)."""
    found = []
    for service in Service:
        usual = usual_hours(service)
        rows = rows_of(first, people_of(service), outings, initials)
        found.append((service, usual[0] if usual else None, rows))
    return found
