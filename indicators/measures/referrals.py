"""Counts of the referrals, and of the hours until somebody took them."""

from collections import Counter

from indicators.models import Measure
from interventions.models import Referral
from interventions.referrals.times import hours_to_take


def changed_days(since):
    """Return the days of need of the referrals changed after ``since``."""
    return list(
        Referral.objects.filter(updated_at__gt=since)
        .order_by()
        .values_list("on", flat=True)
        .distinct()
    )


def count(days):
    """Return the referrals of ``days`` (None: all), those taken, the whole hours they waited."""
    referrals = Referral.objects.order_by().only(
        "on", "hotspot_id", "desk", "sent_at", "taken_at"
    )
    if days is not None:
        referrals = referrals.filter(on__in=days)
    sent, taken, hours = Counter(), Counter(), Counter()
    for referral in referrals.iterator():
        key = referral.on, referral.hotspot_id, ""
        sent[key] += 1
        sent[referral.on, referral.hotspot_id, referral.desk] += 1
        if (waited := hours_to_take(referral)) is not None:
            taken[key] += 1
            hours[key] += waited
    return {
        Measure.REFERRALS: sent,
        Measure.REFERRALS_TAKEN: taken,
        Measure.REFERRAL_HOURS: {
            key: rounded for key, sum in hours.items() if (rounded := round(sum))
        },
    }
