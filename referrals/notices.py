"""The notices of the removal orders (D.L. 14/2017, art. 10): to the questore, to the services."""

from dataclasses import dataclass

from django.db.models import Sum
from django.db.models.functions import Coalesce

from interventions.models import Act, ActKind, Intervention


@dataclass(frozen=True)
class Notices:
    """How many orders, and how many were told to whom, as the sheets say."""

    orders: int
    to_questore: int
    to_services: int

    @property
    def missing(self):
        """The orders of which no sheet says that the questore was told: he always must be."""
        return self.orders - self.to_questore


def count_notices(first=None, last=None, place=""):
    """Count the notices of the approved interventions from the day ``first`` to ``last``.

    Both days are included and either may be None; ``place`` is the slug of a place, or "" for
    all. Referrals are not counted here: an order told to the services through one is already in
    ``Act.notified_services``, and the two are never added up.
    """
    interventions = Intervention.objects.counted().on_days(first, last)
    if place:
        interventions = interventions.filter(hotspot__slug=place)
    return notices_of(interventions)


def notices_of(interventions):
    """Count the notices of a QuerySet of interventions, whatever their state."""
    found = Act.objects.filter(
        kind=ActKind.REMOVAL, intervention__in=interventions
    ).aggregate(
        orders=Coalesce(Sum("count"), 0),
        to_questore=Coalesce(Sum("notified_questore"), 0),
        to_services=Coalesce(Sum("notified_services"), 0),
    )
    return Notices(**found)
