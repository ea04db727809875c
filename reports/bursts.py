"""Reports that come in together: one stands in the queue for the others, and none is refused.

A report is *folded* behind the first of the same place and category as long as nobody touches
either of them: a verb on one alone takes it out of the group, and it has its own row again. So
whatever tells the rows of the queue apart is the same in a whole group.
"""

from collections import defaultdict
from datetime import timedelta
from zlib import crc32

from django.conf import settings
from django.db import connection
from django.db.models import Q

from reports.models import Report, Status

# what a row of the queue is told apart by: who changes one of these takes the report by itself
OF_A_ROW = {"status", "category", "priority", "in_charge_of", "hotspot", "cell"}
IN_FRONT = (
    "SELECT id FROM reports_report"
    " WHERE id = %s AND status = %s AND folded_into_id IS NULL"
)
TRIES = 3  # somebody may take the one in front while we wait for it: then it is another


def join_burst(report):
    """Fold a report, about to be written, behind the group that came in just before it.

    Same place (else cell, else words), same category, at most ``REPORT_BURST_MINUTES`` after
    the last one and ``REPORT_BURST_SPAN_MINUTES`` after the first. Call it in the transaction that
    writes the report.
    """
    if not _fold(report) and _wait_for_twins(report):
        _fold(report)


def _fold(report):
    for _ in range(TRIES):
        last = _last_before(report)
        if last is None:
            return False
        if _is_over(last, report):
            return False
        head = last.folded_into_id or last.pk
        if _is_held(head):
            report.burst_id, report.folded_into_id = last.burst_id or last.pk, head
            return True
    return False


def _is_over(last, report):
    """Tell whether the group of ``last`` began too long ago to take in one more."""
    span = timedelta(minutes=settings.REPORT_BURST_SPAN_MINUTES)
    began = (last.burst or last).received_at
    return report.received_at - began > span


def _wait_for_twins(report):
    """Wait for who is beginning the same group in this instant; False where nobody can be.

    Only beginnings wait for each other: those that join a group are written side by side.
    """
    if connection.vendor != "postgresql":
        return False  # SQLite has one writer at a time
    place = report.hotspot_id or report.cell or report.place_text.lower()
    names = f"{report.category_id}", f"{place}"
    keys = [crc32(name.encode()) - 2**31 for name in names]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", keys)
    return True


def _is_held(head):
    """Keep a report where it is until this commits, and tell whether it still stands in front.

    ``FOR SHARE``, which Django has no word for: whoever would take it waits, and those that join
    it do not wait for each other.
    """
    locking = " FOR SHARE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(IN_FRONT + locking, [head, Status.RECEIVED])
        return cursor.fetchone() is not None


def _last_before(report):
    """Return the last report nobody has taken of the same place, category and minutes, or None."""
    minutes = timedelta(minutes=settings.REPORT_BURST_MINUTES)
    # one sent in the same instant may have been written first with a later clock
    around = report.received_at - minutes, report.received_at + minutes
    found = Report.objects.filter(_same_place(report), category=report.category_id)
    found = found.filter(status=Status.RECEIVED, received_at__range=around)
    return found.select_related("burst").order_by("-received_at", "-pk").first()


def leave_group(report):
    """Take a locked report out of its group; the next one stands for those it stood for.

    Return the fields to write on the report itself.
    """
    if report.folded_into_id is None:
        hand_over(Report.objects.filter(folded_into=report))
    return {"folded_into": None}


def hand_over(members):
    """Let the first of some folded reports stand for the others."""
    heir = members.order_by("received_at", "pk").values_list("pk", flat=True).first()
    if heir:
        members.exclude(pk=heir).update(folded_into=heir)
        Report.objects.filter(pk=heir).update(folded_into=None)


def part_groups(moved):
    """Part from their group, when they are no longer in its place, reports whose place changed.

    ``moved`` are their keys, or those of who stands for them.
    """
    keys = list(moved)
    parted = defaultdict(list)
    folded = Report.objects.exclude(folded_into=None)
    for pk, head, place, of_head in folded.filter(
        Q(pk__in=keys) | Q(folded_into__in=keys)
    ).values_list("pk", "folded_into", "hotspot", "folded_into__hotspot"):
        if place != of_head:
            parted[head, place].append(pk)
    for members in parted.values():
        hand_over(Report.objects.filter(pk__in=members))


def different_from(report, others):
    """Return, of reports folded behind ``report``, one for each words that are not its own."""
    seen, different = {_words(report)}, []
    for other in others:
        if (words := _words(other)) not in seen:
            seen.add(words)
            different.append(other)
    return different


def _words(report):
    return " ".join(f"{report.subject}\n{report.details}".lower().split())


def span_of(between):
    """Say in how much time a group came in: "12 minuti", "un’ora", "3 ore"."""
    minutes = max(1, round(between.total_seconds() / 60))
    if minutes < 55:
        return "un minuto" if minutes == 1 else f"{minutes} minuti"
    hours = round(minutes / 60)
    return "un’ora" if hours == 1 else f"{hours} ore"


def _same_place(report):
    if report.hotspot_id is not None:
        return Q(hotspot=report.hotspot_id)
    if report.cell is not None:
        return Q(hotspot=None, cell=report.cell)
    return Q(hotspot=None, cell=None, place_text__iexact=report.place_text)
