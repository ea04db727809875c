"""The referrals to the services: the list, a new one, its page and its buttons."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.services import record_export
from actions.page import Page, offers, view_of
from documents.tables import csv_response
from hotspots.models import ELSEWHERE
from interventions.models import Intervention, Service, service_of
from interventions.permissions import InterventionPermission
from listing.filters import rows_around
from listing.paging import COUNT_LIMIT, count_up_to
from referrals import services
from referrals.actions import ACTIONS
from referrals.forms import NewReferralForm, ReferralListForm
from referrals.models import Referral
from referrals.notices import count_notices
from referrals.permissions import ReferralPermission
from referrals.times import measure
from texts.codes import tidy_code
from texts.refusals import REFUSED, Refused

FEW = 5


@require_GET
def referral_list(request):
    form = ReferralListForm(request.GET)
    context = {
        "form": form,
        "trail": [("Invii ai servizi", "")],
        "count_limit": COUNT_LIMIT,
        "may_send": request.user.may(ReferralPermission.SEND),
        "may_handle": request.user.may(ReferralPermission.HANDLE),
    }
    if form.is_valid():
        context |= _results(request, form)
    return render(request, "referrals/referral_list.html", context)


@require_GET
def referral_export(request):
    form = ReferralListForm(request.GET)
    if not form.is_valid():
        return redirect(f"{reverse('referral_list')}?{request.GET.urlencode()}")
    found = form.filter(Referral.objects.visible_to(request.user))
    record_export("referral.export", form, by=request.user)
    name = f"invii-{timezone.localdate():%Y-%m-%d}"
    return csv_response(name, *form.export(found))


@require_http_methods(["GET", "POST"])
def referral_create(request):
    intervention = _intervention(request)
    form = NewReferralForm(
        request.POST or None, user=request.user, intervention=intervention
    )
    if request.method == "POST" and form.is_valid():
        try:
            referral = services.send_referral(**form.arguments, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Invio {referral.code} fatto.")
            return redirect("referral_detail", code=referral.code)
    context = {
        "form": form,
        "intervention": intervention,
        "trail": [("Invii ai servizi", reverse("referral_list")), ("Nuovo invio", "")],
    }
    status = REFUSED if form.is_bound else 200
    return render(request, "referrals/referral_form.html", context, status=status)


@require_GET
def referral_detail(request, code):
    return _page(request, _referral(request.user, code))


def act(action):
    return view_of(action, Page("referral_detail", find=_referral, show=_page))


def _page(request, referral, *, refused=None, status=200):
    user = request.user
    context = {
        "referral": referral,
        "heading": referral.title,
        "trail": [
            ("Invii ai servizi", reverse("referral_list")),
            (referral.title, ""),
        ],
        "may_handle": user.may(ReferralPermission.HANDLE),
        "may_read_interventions": user.may(InterventionPermission.READ),
        "is_mine": referral.taken_by_id == user.pk,
        # not what was refused because a colleague came first
        "actions": [
            (action, form)
            for action, form in offers(ACTIONS, user, referral, refused)
            if action.is_offered(user, referral)
        ],
        "refused": refused[1] if refused else None,
    }
    return render(request, "referrals/referral_detail.html", context, status=status)


def _referral(user, code):
    return get_object_or_404(Referral.objects.visible_to(user).for_page(), code=code)


def _intervention(request):
    """Return the intervention named in the address, or None when it names none."""
    typed = request.GET.get("intervento", "")
    if not typed:
        return None
    visible = Intervention.objects.visible_to(request.user).select_related("hotspot")
    return get_object_or_404(visible, code=tidy_code(typed))


def _results(request, form):
    visible = Referral.objects.visible_to(request.user)
    wanted = form.cleaned_data
    found = form.filter(visible.for_page())
    place = "" if wanted["place"] == ELSEWHERE else wanted["place"]
    return form.results(found, **rows_around(request, visible)) | {
        "others": _of_the_other_service(request.user, wanted),
        "late_count": count_up_to(visible.late(), COUNT_LIMIT),
        "times": measure(form.in_period(visible)),
        "notices": count_notices(wanted["since"], wanted["until"], place),
    }


def _of_the_other_service(user, wanted):
    """Return (service, how many it sent in the period) for who is of the other one, else None.

    Nothing else of them: the count is of the whole town and says few as such, because one alone
    would tell its place or its day.
    """
    own = service_of(user)
    if own is None:
        return None
    (other,) = (service for service in Service if service != own)
    sent = Referral.objects.sent_between(wanted["since"], wanted["until"])
    count = sent.filter(service=other).count()
    return other.label, count if count >= FEW or not count else f"meno di {FEW}"
