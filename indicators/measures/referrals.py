"""Counts of the referrals, and of the minutes until somebody took them."""

from collections import Counter

from indicators.models import Measure
from referrals.models import Referral
from texts.days import minutes_between


def changed_days(since):
    """Return the days of need of the referrals changed after ``since``."""
    return list(
        Referral.objects.filter(updated_at__gt=since)
        .order_by()
        .values_list("on", flat=True)
        .distinct()
    )


def count(days):
    """Return the referrals of ``days`` (None: all), those taken, the minutes they waited."""
    referrals = Referral.objects.order_by().only(
        "on", "hotspot_id", "desk", "sent_at", "taken_at"
    )
    if days is not None:
        referrals = referrals.filter(on__in=days)
    sent, taken, minutes = Counter(), Counter(), Counter()
    for referral in referrals.iterator():
        key = referral.on, referral.hotspot_id, ""
        sent[key] += 1
        sent[referral.on, referral.hotspot_id, referral.desk] += 1
        if referral.taken_at:
            taken[key] += 1
            minutes[key] += minutes_between(referral.sent_at, referral.taken_at)
    return {
        Measure.REFERRALS: sent,
        Measure.REFERRALS_TAKEN: taken,
        Measure.REFERRAL_MINUTES: {key: sum for key, sum in minutes.items() if sum},
    }
