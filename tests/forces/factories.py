"""The smallest valid counts of the other forces."""

from datetime import date

from factory.django import DjangoModelFactory

from forces.models import Force, ForceCount
from interventions.models import Kind


class ForceCountFactory(DjangoModelFactory):
    class Meta:
        model = ForceCount

    force = Force.STATE_POLICE
    month = date(2026, 10, 1)
    kind = Kind.CHECK
    count = 3
