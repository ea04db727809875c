"""Reads, when the load has ended, what the database, the disk and the mailbox hold of a run."""

import time
from pathlib import Path

from django.conf import settings
from django.db.models import Count, Sum
from django.utils import timezone

from accounts.models import AuditEntry
from board.models import BoardNote
from faults import checks
from forces.models import ForceCount
from indicators import measures
from indicators.models import DailyCount, Measure
from interventions.models import Intervention, PlacePhoto
from jobs.models import Outbox
from reports.models import Photo, Report, StatusChange

MOST_SECONDS = 180  # until the last mail left


def wait_for_the_mails():
    """Let the pauses after a refusal be over; return how many still wait when time is up."""
    end = time.monotonic() + MOST_SECONDS
    while waiting := Outbox.objects.waiting().count():
        if time.monotonic() > end:
            break
        now = timezone.now()
        Outbox.objects.waiting().filter(claimed_at=None).update(not_before=now)
        time.sleep(1)
    return waiting


def wrongs(ledger, mailbox, *, kills):
    """Return all that is wrong at the end of a run, a sentence for each."""
    waiting = wait_for_the_mails()
    return [
        *([f"{waiting} mails still wait"] if waiting else []),
        *checks.answers(ledger.raw_errors),
        *_of_reports(ledger),
        *_of_the_street(ledger),
        *_of_the_desk(ledger),
        *_of_mails(ledger, mailbox, kills),
        *_of_files(kills),
        *_of_figures(),
    ]


def _of_reports(ledger):
    ours = Report.objects.filter(draft_key__in=ledger.reports)
    keys = list(ours.values_list("draft_key", flat=True))
    pictures = ours.annotate(n=Count("photos")).values_list("draft_key", "n")
    least = {key: photos for key, (_, photos) in ledger.reports.items()}
    steps = StatusChange.objects.values_list("report__draft_key", flat=True)
    trail = AuditEntry.objects.filter(action="report.submit")
    codes = {str(pk): str(key) for pk, key in ours.values_list("pk", "draft_key")}
    told = [codes.get(pk, pk) for pk in trail.values_list("target_id", flat=True)]
    return [
        *checks.records("reports", ledger.reports, keys),
        *checks.records("first steps", ledger.reports, steps),
        *checks.records("rows of the trail", ledger.reports, told),
        *checks.photos(least, {str(key): number for key, number in pictures}),
    ]


def _of_the_street(ledger):
    rows = Intervention.objects.values_list("client_id", flat=True)
    counted = Intervention.objects.annotate(sum=Sum("tallies__count"))
    sums = {str(key): value for key, value in counted.values_list("client_id", "sum")}
    pictures = PlacePhoto.objects.values_list("pk", flat=True)
    return [
        *checks.records("outings", ledger.outings, rows),
        *checks.values("outings", ledger.outings, sums),
        *checks.records("photos of places", ledger.place_photos, pictures),
    ]


def _of_the_desk(ledger):
    notes = list(BoardNote.objects.values_list("text", flat=True))
    counts = dict(ForceCount.objects.values_list("month", "count"))
    return [
        *checks.records("notes", ledger.notes, notes),
        *checks.values("counts", ledger.counts, counts),
    ]


def _of_mails(ledger, mailbox, kills):
    addresses = [email for email, _ in ledger.reports.values()]
    received = [(mail["To"], mail["Message-ID"]) for mail in mailbox.messages]
    return checks.mails(addresses, received, repeats=kills)


def _of_files(kills):
    root = Path(settings.MEDIA_ROOT)
    stored = {str(path.relative_to(root)) for path in root.rglob("*.jpg")}
    named = set(Photo.objects.values_list("image", flat=True))
    named |= set(PlacePhoto.objects.values_list("image", flat=True))
    return checks.files(stored, named, cut=kills)


def _of_figures():
    measures.refresh()
    differences, _ = measures.recompute()
    rows = DailyCount.objects.measure(Measure.REPORTS).totals()
    counted = rows.aggregate(sum=Sum("value"))["sum"] or 0
    return checks.figures(differences, counted, Report.objects.count())
