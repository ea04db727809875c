"""The smallest valid pages of a notebook."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from interventions.models import Service
from notebooks.models import SealedNote
from notebooks.sealing import seal
from tests.accounts.factories import UserFactory


class SealedNoteFactory(DjangoModelFactory):
    """A note sealed as the portal does: ``SealedNoteFactory(data={"text": "…"})``."""

    class Meta:
        model = SealedNote
        skip_postgeneration_save = True

    service = Service.EDUCATION
    on = factory.LazyFunction(timezone.localdate)
    by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def data(self, create, data, **kwargs):
        self.sealed = seal(
            data or {"text": "Serata tranquilla."}, self.service, self.pk
        )
        self.save(update_fields=["sealed"])
