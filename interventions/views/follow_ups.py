"""The places to go back to: what is open, what is late, a button when it is done."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from interventions.models import FollowUp
from interventions.record.writing import may_write_sheets
from interventions.services.follow_up import close_follow_up
from listing.filters import rows_around
from listing.paging import Key, cut_page

SOONEST = (Key("due_on"), Key("id"))
DONE = "Fatto: il luogo non è più tra quelli da ricontrollare."


@require_GET
def follow_up_list(request):
    tasks = FollowUp.objects.visible_to(request.user).to_do()
    page = cut_page(
        tasks.select_related("intervention__hotspot"),
        SOONEST,
        **rows_around(request, tasks, by="pk"),
    )
    context = {
        "page": page,
        "today": timezone.localdate(),
        "may_write": may_write_sheets(request.user),
        "trail": [
            ("Interventi", reverse("intervention_calendar")),
            ("Da ricontrollare", ""),
        ],
    }
    return render(request, "interventions/follow_up_list.html", context)


@require_POST
def follow_up_done(request, pk):
    tasks = FollowUp.objects.visible_to(request.user).select_related("intervention")
    task = get_object_or_404(tasks, pk=pk)
    close_follow_up(task, by=request.user)
    messages.success(request, DONE)
    return redirect("follow_up_list")
