"""What is erased of the interventions when its time is over; the counts stay.

Names of a crew become numbers and leave the history, photos of places go, and so does what
helped on the day and is of no use months later. Running it twice erases nothing more.
"""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.utils import timezone

from interventions.models import (
    NO_OUTING,
    Availability,
    CrewMember,
    FollowUp,
    Intervention,
    KeptApart,
    Merge,
    PhoneSend,
    PlacePhoto,
    Status,
    Step,
)
from interventions.record import lifecycle
from jobs.erasure import chunks, delete_in_chunks
from texts.days import months_before

FINISHED = (Status.APPROVED, Status.CANCELLED, Status.MERGED)
GONE_WITH = (Step.What.CANCELLED, Step.What.MERGED)
# who did these was there, or came to be
STREET = (Step.What.STARTED, Step.What.ENDED, Step.What.LOGGED, Step.What.CREW)
# where the line of a record holds the code of another, on which the same person wrote
OTHER = ("merged_with", "merged_into", "separated_from", "kept_apart_from")
# who answers for the plan and for the figures stays named (ADR 0014)
ANSWERS_FOR_IT = (Step.What.PLANNED, Step.What.APPROVED, Step.What.WITHDRAWN)


def freeze_crews(now=None):
    """Erase the names of the crews approved, cancelled or merged CREW_NAME_DAYS ago.

    Those of a record that was left half done go FORGOTTEN_MONTHS after its day. Counts and
    minutes per service were written with the crew and stay: it can still be approved. Return how
    many.
    """
    limit = (now or timezone.now()) - timedelta(days=settings.CREW_NAME_DAYS)
    open_names = Intervention.objects.filter(crew_frozen_at=None).order_by()
    approved = open_names.filter(status=Status.APPROVED).annotate(
        finished_at=Max("approvals__at")
    )
    gone = open_names.filter(status__in=NO_OUTING).annotate(
        finished_at=Max("history__at", filter=Q(history__what__in=GONE_WITH))
    )
    keys = [
        pk
        for rows in (approved, gone)
        for pk in rows.filter(finished_at__lt=limit).values_list("pk", flat=True)
    ]
    forgotten = Q(
        day__lt=months_before(timezone.localtime(now), settings.FORGOTTEN_MONTHS).date()
    )
    left = open_names.filter(forgotten).exclude(status__in=FINISHED)
    left = left.values_list("pk", flat=True)
    return sum(
        _freeze(chunk, still, now)
        for found, still in [(keys, Q(status__in=FINISHED)), (left, forgotten)]
        for chunk in chunks(list(found))
    )


def erase_photos(now=None):
    """Delete the photos of places, and their files, after PLACE_PHOTO_MONTHS; return how many."""
    limit = months_before(timezone.localtime(now), settings.PLACE_PHOTO_MONTHS)
    return delete_in_chunks(
        PlacePhoto.objects.filter(at__lt=limit), before=_forget_files
    )


def erase_availability(now=None):
    """Delete what people said of days more than AVAILABILITY_MONTHS ago; return how many."""
    limit = months_before(timezone.localtime(now), settings.AVAILABILITY_MONTHS)
    return delete_in_chunks(Availability.objects.filter(ends_at__lt=limit))


def erase_expired(now=None):
    """Erase all of the above; return how many of each."""
    return {
        "crews": freeze_crews(now),
        "photos": erase_photos(now),
        "availability": erase_availability(now),
    }


@transaction.atomic
def _freeze(keys, still, now=None):
    """Freeze the rows of which ``still`` holds once they are locked; return how many."""
    rows = Intervention.objects.select_for_update(of=("self",)).filter(
        still, pk__in=keys, crew_frozen_at=None
    )
    rows, now = list(rows), now or timezone.now()
    _forget_who_was_there(rows)
    for row in rows:
        lifecycle.save_change(
            row, Step.What.FROZEN, by=None, now=now, crew_frozen_at=now
        )
    return len(rows)


def _forget_who_was_there(rows):
    """Take the names of the crews of locked interventions away from all that hangs from them."""
    keys = [row.pk for row in rows]
    from_there = Q(what__in=STREET) | Q(device_at__isnull=False)
    Step.objects.filter(
        from_there | Q(_in_crew("intervention", "by")), intervention__in=keys
    ).exclude(what__in=ANSWERS_FOR_IT).update(by=None)
    _forget_who_answered(rows)
    PlacePhoto.objects.filter(intervention__in=keys).update(by=None)
    FollowUp.objects.filter(
        _in_crew("intervention", "done_by"), intervention__in=keys
    ).update(done_by=None)
    planned = Step.objects.filter(intervention=OuterRef("pk"), what=Step.What.PLANNED)
    # one that nobody planned was begun by somebody who was there
    lifecycle.forget_creators(
        Intervention.objects.filter(~Exists(planned), pk__in=keys)
    )
    KeptApart.objects.filter(
        _in_crew("first", "by") | _in_crew("second", "by"),
        Q(first__in=keys) | Q(second__in=keys),
    ).update(by=None)
    PhoneSend.objects.filter(intervention__in=keys).delete()
    # what an undo would have needed names the crews too
    Merge.objects.filter(
        Q(absorbed__in=keys) | Q(absorbed__merged_into__in=keys)
    ).update(before={})
    CrewMember.objects.filter(intervention__in=keys).delete()


def _forget_who_answered(rows):
    """Take away who made one or two outings of some and others, when of the crew of either.

    From both records, while both crews are known: the other's names may go months later.
    """
    codes = [row.code for row in rows]
    lines = Step.objects.filter(detail__has_any_keys=OTHER).alias(
        other=Coalesce(*(KT(f"detail__{name}") for name in OTHER))
    )
    lines.filter(
        _in_crew("intervention", "by") | _in_crew("other", "by", key="code"),
        Q(intervention__in=rows) | Q(other__in=codes),
    ).update(by=None)


def _in_crew(intervention, person, key="pk"):
    """Return the condition that the field ``person`` is in the crew of ``intervention``."""
    there = CrewMember.objects.filter(
        **{f"intervention__{key}": OuterRef(intervention)}, person=OuterRef(person)
    )
    return Exists(there)


def _forget_files(keys):
    for photo in PlacePhoto.objects.filter(pk__in=keys):
        gone = partial(photo.image.storage.delete, photo.image.name)
        transaction.on_commit(gone, robust=True)
