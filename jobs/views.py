"""What is done from the page of the state, and whether this process lives."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from jobs import mailbox, services
from jobs.models import Outbox


@require_safe
@never_cache
def healthz(request):
    """Answer as long as this process does: ask it to know whether to restart it."""
    return HttpResponse("ok", content_type="text/plain")


@require_POST
def outbox_retry(request, pk):
    row = get_object_or_404(Outbox.objects.to_retry(), pk=pk)
    services.retry(row)
    messages.success(request, "La consegna riparte entro mezzo minuto.")
    return redirect("jobs")


@require_GET
def mail_detail(request, name):
    mail = mailbox.find_mail(name)
    if mail is None:
        raise Http404
    trail = [("Stato del portale", reverse("jobs")), (mail.subject, "")]
    return render(request, "jobs/mail_detail.html", {"mail": mail, "trail": trail})
