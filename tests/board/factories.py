"""The smallest valid notes of the board."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from board.models import BoardNote
from tests.accounts.factories import UserFactory


class BoardNoteFactory(DjangoModelFactory):
    class Meta:
        model = BoardNote

    text = "Panchina rotta accanto alla fontana: passare con la luce."
    on = factory.LazyFunction(timezone.localdate)
    by = factory.SubFactory(UserFactory)
