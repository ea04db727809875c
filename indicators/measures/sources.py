"""What is counted: one row for each kind of raw rows.

``segnalazioni`` counts reports by the day the Comune received them, the place and the category.
Every report received counts once and for ever, also one that an officer merged into another or
closed as unfounded: it measures how many times citizens spoke, and a figure already read by
somebody must not fall because the office tidied its desk.

Interventions count when every service of their crew approved them; one that is reopened leaves
the figures until it is approved again. Referrals count on the day of the need, the other forces'
interventions on the first day of their month. No measure is ever added to another.
"""

from collections.abc import Callable
from dataclasses import dataclass

from indicators.measures import forces, referrals, reports, street
from indicators.models import Measure


@dataclass(frozen=True)
class Source:
    """Raw rows that are counted together, under the watermark called ``name``.

    ``changed_days(moment)`` are the days touched after a moment, None for all of them;
    ``count(days)`` returns {measure: {(day, hotspot id, category): value}}, None for every day.
    """

    name: Measure
    changed_days: Callable
    count: Callable


SOURCES = [
    Source(Measure.REPORTS, reports.changed_days, reports.count),
    Source(Measure.OUTINGS, street.changed_days, street.count),
    Source(Measure.REFERRALS, referrals.changed_days, referrals.count),
    Source(Measure.FORCES, forces.changed_days, forces.count),
]
