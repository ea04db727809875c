"""The staff page of jobs and mail, and the two addresses that machines ask."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from jobs import health, mailbox, services
from jobs.models import JobRun, Outbox

SHOWN = 30


@require_safe
@never_cache
def healthz(request):
    """Answer as long as this process does: ask it to know whether to restart it."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request):
    """Say part by part whether the portal works; 503 when one does not."""
    parts = health.readiness()
    ready = all(parts.values())
    return JsonResponse({"ready": ready, **parts}, status=200 if ready else 503)


@require_GET
def job_list(request):
    jobs = health.scheduled_jobs()
    waiting = Outbox.objects.waiting().order_by("created_at")
    parts = health.readiness(jobs)
    context = {
        "trail": [("Lavori e posta", "")],
        "parts": parts,
        "clock": health.clock(parts),
        "stopped": [job for job in jobs if job.stands_still],
        "jobs": jobs,
        "runs": JobRun.objects.all()[:SHOWN],
        "waiting_count": waiting.count(),
        "waiting": waiting[:SHOWN],
        "failed": Outbox.objects.failed()[:SHOWN],
        "mailbox_is_open": mailbox.is_open(),
        "mails": mailbox.latest_mails(),
    }
    return render(request, "jobs/job_list.html", context)


@require_POST
def outbox_retry(request, pk):
    row = get_object_or_404(Outbox.objects.failed(), pk=pk)
    services.retry(row)
    messages.success(request, "La consegna riparte entro mezzo minuto.")
    return redirect("jobs")


@require_GET
def mail_detail(request, name):
    mail = mailbox.find_mail(name)
    if mail is None:
        raise Http404
    trail = [("Lavori e posta", reverse("jobs")), (mail.subject, "")]
    return render(request, "jobs/mail_detail.html", {"mail": mail, "trail": trail})
