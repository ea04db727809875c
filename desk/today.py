"""What one person has to do now: read by the desk's first page, in a fixed number of queries."""

from datetime import timedelta

from django.db.models import Q

from accounts.models import User
from board.models import BoardNote
from board.news import mention_of, news_since
from interventions.models import FollowUp, Intervention, Service, Status, service_of
from interventions.permissions import InterventionPermission
from interventions.record.doubts import doubts_on
from interventions.record.hours import doubt_about
from referrals.models import Referral
from referrals.permissions import ReferralPermission
from reports.models import Report
from reports.permissions import ReportPermission
from texts.days import monday_of

ANSWERED_WITHIN = timedelta(days=7)
SHOWN = 5  # rows of each list: the whole is one link away
READ = (
    100  # the newest outings that are looked at: an older doubt is seen on its own page
)


def coordinates(person):
    """Tell whether both services are of ``person``, who goes out with neither."""
    return service_of(person) is None and person.may(InterventionPermission.PLAN_ALL)


def next_outing(person, now):
    """Return the outing of ``person`` that goes on now or comes first, or None."""
    return (
        Intervention.objects.visible_to(person)
        .with_person(person)
        .taking_people()
        .filter(Q(ends_at__gt=now) | Q(ends_at=None))
        .select_related("hotspot")
        .prefetch_related("crew__person")
        .order_by("starts_at", "pk")
        .first()
    )


def board_news(person, now):
    """Return (notes that call ``person``, other news, since when, of a shift), newest first."""
    since, is_shift = news_since(person, now)
    notes = BoardNote.objects.visible_to(person).current(now).exclude(by=person)
    notes = notes.select_related("hotspot", "by").order_by("-at", "-pk")
    mention = mention_of(person)
    calls = []
    if mention:
        calls = list(notes.unread_by(person).filter(mention=mention)[:SHOWN])
    called = {note.pk for note in calls}
    unread = notes.unread_by(person).order_by().values("pk")
    news = notes.filter(Q(at__gt=since) | Q(pk__in=unread)).exclude(pk__in=called)[
        :SHOWN
    ]
    return calls, list(news), since, is_shift


def late_reports(person, today):
    """Return the reports whose answer is late, the latest first; [] for who may not read them."""
    late = Report.objects.visible_to(person).late(today).rows().for_queue()
    return list(late.order_by("due_on", "pk")[:SHOWN])


def citizens_messages(person):
    """Return the reports whose citizen waits to be read or answered, the oldest first.

    Those that ``person`` has, and those that nobody who may handle them has.
    """
    if not person.may(ReportPermission.HANDLE):
        return []
    others = User.objects.who_may(ReportPermission.HANDLE).exclude(pk=person.pk)
    waiting = Report.objects.visible_to(person).to_work().with_words_waiting()
    mine = waiting.exclude(in_charge_of__in=others.order_by().values("pk")).for_queue()
    return list(mine.order_by("received_at", "pk")[:SHOWN])


def follow_ups_due(today):
    """Return the places to go back to by today, the oldest first."""
    due = FollowUp.objects.to_do().filter(due_on__lte=today)
    return list(due.select_related("intervention__hotspot")[:SHOWN])


def looking_for(person, now):
    """Return the joint patrols to come that lack the service of ``person``, or any of the two."""
    visible = Intervention.objects.visible_to(person).filter(starts_at__gt=now)
    if service := service_of(person):
        lacking = visible.missing(service)
    elif coordinates(person):
        lacking = visible.missing(Service.POLICE) | visible.missing(Service.EDUCATION)
    else:
        return []
    return list(lacking.select_related("hotspot").order_by("starts_at", "pk")[:SHOWN])


def sheets_to_approve(person):
    """Return the sheets that wait for the service of ``person``, or for any if they plan both.

    Each with its ``doubt``, the sentence on hours that are unlikely.
    """
    service, visible = service_of(person), Intervention.objects.visible_to(person)
    if service is not None:
        waiting = visible.awaiting(service)
    elif coordinates(person):
        waiting = visible.filter(status=Status.ENDED)
    else:
        return []
    sheets = list(waiting.select_related("hotspot").order_by("starts_at", "pk")[:SHOWN])
    for sheet in sheets:
        sheet.doubt = doubt_about(sheet)
    return sheets


def told_twice(person, now):
    """Return [(an outing, the other that may be the same)], the newest first, until somebody answers.

    Those with ``person`` in the crew; all of them for who plans for both services.
    """
    rows = Intervention.objects.visible_to(person).filter(
        status__in=(Status.RUNNING, Status.ENDED)
    )
    if not coordinates(person):
        rows = rows.with_person(person)
    rows = list(rows.select_related("hotspot").order_by("-starts_at", "-pk")[:READ])
    others, pairs = doubts_on(rows, now), {}
    for row in rows:
        if other := others.get(row.pk):
            pairs.setdefault(frozenset((row.pk, other.pk)), (row, other))
    return list(pairs.values())[:SHOWN]


def open_referrals(person):
    """Return the open referrals for who takes them or plans both services, the most urgent first."""
    takes = person.may(ReferralPermission.HANDLE)
    if not takes and not coordinates(person):
        return []
    waiting = Referral.objects.visible_to(person).open().select_related("hotspot")
    return list(waiting.order_by("urgency", "sent_at", "pk")[:SHOWN])


def answered_referrals(person, now):
    """Return the referrals ``person`` sent that were closed in the last seven days, newest first."""
    sent = Referral.objects.visible_to(person).filter(by=person)
    closed = sent.filter(closed_at__gt=now - ANSWERED_WITHIN)
    return list(closed.select_related("hotspot").order_by("-closed_at", "-pk")[:SHOWN])


def unregistered(person, now):
    """Return the planned outings, now over, of which nobody wrote how they went, the oldest first.

    Those with ``person`` in the crew; all of them for who plans for both services.
    """
    rows = Intervention.objects.visible_to(person).unregistered(now)
    if not coordinates(person):
        rows = rows.with_person(person)
    return list(rows.select_related("hotspot").order_by("starts_at", "pk")[:SHOWN])


def week_strip(person, today, now):
    """Return the seven days of the week of ``today``: how many outings, joint, and of mine.

    Those of which nobody wrote how they went are counted apart.
    """
    monday = monday_of(today)
    week = Intervention.objects.visible_to(person).live()
    week = week.on_days(monday, monday + timedelta(days=6))
    joint = set(week.joint().values_list("pk", flat=True))
    mine = set(week.with_person(person).values_list("pk", flat=True))
    missed = set(week.unregistered(now).values_list("pk", flat=True))
    outings = list(week.order_by().values_list("pk", "day"))
    days = []
    for number in range(7):
        day = monday + timedelta(days=number)
        planned = {pk for pk, on in outings if on == day}
        found = planned - missed
        days.append(
            {
                "day": day,
                "is_today": day == today,
                "count": len(found),
                "missed": len(planned & missed),
                "joint": len(found & joint),
                "mine": len(found & mine),
            }
        )
    return days
