"""The smallest valid referrals."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from interventions.models import Service
from referrals.models import Referral
from tests.accounts.factories import UserFactory
from texts.codes import draw_code


class ReferralFactory(DjangoModelFactory):
    class Meta:
        model = Referral

    code = factory.LazyFunction(lambda: draw_code("IV", 2026))
    desk = Referral.Desk.SOCIAL
    need = Referral.Need.HOUSING
    on = factory.LazyFunction(timezone.localdate)
    service = Service.POLICE
    by = factory.SubFactory(UserFactory)
