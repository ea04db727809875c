"""The referrals to the services: the list, a new one, its page and its buttons."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.services import record_export
from documents.tables import csv_response
from hotspots.models import ELSEWHERE
from interventions.models import Intervention
from interventions.permissions import InterventionPermission
from listing.filters import rows_around
from listing.paging import COUNT_LIMIT, count_up_to
from referrals import services
from referrals.forms import CloseReferralForm, NewReferralForm, ReferralListForm
from referrals.models import Referral
from referrals.notices import count_notices
from referrals.permissions import ReferralPermission
from referrals.times import measure
from texts.codes import tidy_code
from texts.refusals import REFUSED, Refused


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
    form = NewReferralForm(request.POST or None, intervention=intervention)
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
    return _page(request, _referral(request, code))


def _act(service, done, asks=None):
    """Return the view of a verb: it does it and says ``done``, or shows again why not.

    ``asks`` is the form of what the service takes beside ``by``.
    """

    @require_http_methods(["GET", "POST"])
    def view(request, code):
        referral = _referral(request, code)
        if request.method == "GET":  # a reload, or the way back from the sign-in
            return redirect("referral_detail", code=referral.code)
        form = asks and asks(request.POST)
        if form and not form.is_valid():
            return _page(request, referral, form, status=REFUSED)
        try:
            service(referral, by=request.user, **(form.cleaned_data if form else {}))
        except Refused as refused:
            referral = _referral(request, referral.code)
            return _page(request, referral, form, refused=str(refused), status=REFUSED)
        messages.success(request, done)
        return redirect("referral_detail", code=referral.code)

    return view


referral_take = _act(services.take_referral, "L’invio è in carico a te.")
referral_give_back = _act(
    services.give_back_referral, "L’invio è di nuovo tra quelli da prendere."
)
referral_close = _act(services.close_referral, "Invio chiuso.", CloseReferralForm)


def _page(request, referral, close=None, refused="", status=200):
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
        "close_form": close or CloseReferralForm(),
        "refused": refused,
    }
    return render(request, "referrals/referral_detail.html", context, status=status)


def _referral(request, code):
    found = Referral.objects.visible_to(request.user).for_page()
    return get_object_or_404(found, code=code)


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
        "late_count": count_up_to(visible.late(), COUNT_LIMIT),
        "times": measure(form.in_period(visible)),
        "notices": count_notices(wanted["since"], wanted["until"], place),
    }
