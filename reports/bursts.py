"""Reports that come in together: one stands in the queue for the others, and none is refused.

A report is *folded* behind the first of the same place and category as long as nobody touches
either of them: a verb on one alone takes it out of the group, and it has its own row again. So
whatever tells the rows of the queue apart is the same in a whole group.
"""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db.models import Q

from reports.models import Category, Report, Status

# what a row of the queue is told apart by: who changes one of these takes the report by itself
OF_A_ROW = {"status", "category", "priority", "in_charge_of", "hotspot", "cell"}
TRIES = 3  # somebody may take the one in front while we wait for it: then it is another


def join_burst(report):
    """Fold a report, about to be written, behind the group that came in just before it.

    Same place (else cell, else words), same category, at most ``REPORT_BURST_MINUTES`` after
    the last one. Call it in the transaction that writes the report.
    """
    # one report of a category at a time, so that two at once do not begin two groups
    Category.objects.select_for_update(no_key=True).get(pk=report.category_id)
    for _ in range(TRIES):
        last = _last_before(report)
        if last is None:
            return
        head = Report.objects.select_for_update(of=("self",)).filter(
            pk=last.folded_into_id or last.pk, status=Status.RECEIVED, folded_into=None
        )
        if head := head.first():
            report.burst_id, report.folded_into = last.burst_id or last.pk, head
            return


def _last_before(report):
    """Return the last report nobody has taken of the same place, category and minutes, or None."""
    minutes = timedelta(minutes=settings.REPORT_BURST_MINUTES)
    # one sent in the same instant may have been written first with a later clock
    around = report.received_at - minutes, report.received_at + minutes
    found = Report.objects.filter(_same_place(report), category=report.category_id)
    found = found.filter(status=Status.RECEIVED, received_at__range=around)
    return found.order_by("-received_at", "-pk").first()


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
