"""The smallest valid rows of interventions, at named places of Cremona."""

from datetime import UTC, datetime, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from interventions import models
from tests.accounts.factories import UserFactory
from tests.hotspots.factories import HotspotFactory
from texts.codes import draw_code

FRIDAY_EVENING = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)  # 19:00 in Rome


class InterventionFactory(DjangoModelFactory):
    """Two hours planned, with nobody in the crew; ``ended=True`` is to approve."""

    class Meta:
        model = models.Intervention
        skip_postgeneration_save = True

    class Params:
        ended = factory.Trait(status=models.Status.ENDED, outcome=models.Outcome.QUIET)
        running = factory.Trait(status=models.Status.RUNNING, ends_at=None)
        approved = factory.Trait(
            status=models.Status.APPROVED, outcome=models.Outcome.QUIET
        )

    code = factory.LazyFunction(lambda: draw_code("IN", 2026))
    hotspot = factory.SubFactory(HotspotFactory)
    starts_at = FRIDAY_EVENING
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + timedelta(hours=2))
    day = factory.LazyAttribute(lambda row: timezone.localdate(row.starts_at))
    lead = models.Service.POLICE

    @factory.post_generation
    def crew(self, create, people, **kwargs):
        """Put people in the crew, with the counts that go with them: ``crew=[officer]``."""
        if create and people:
            from interventions.record.crew import count_crew

            for person in people:
                CrewMemberFactory(intervention=self, person=person)
            count_crew(self)


class CrewMemberFactory(DjangoModelFactory):
    class Meta:
        model = models.CrewMember

    intervention = factory.SubFactory(InterventionFactory)
    person = factory.SubFactory(UserFactory)
    service = factory.LazyAttribute(
        lambda row: models.service_of(row.person) or models.Service.POLICE
    )


class TallyFactory(DjangoModelFactory):
    class Meta:
        model = models.Tally

    intervention = factory.SubFactory(InterventionFactory)
    what = models.Tally.What.CONTACT
    count = 1


class ActFactory(DjangoModelFactory):
    class Meta:
        model = models.Act

    intervention = factory.SubFactory(InterventionFactory)
    kind = models.ActKind.FINE
    protocol_number = factory.Sequence(lambda n: f"2026/{n}")


class PlacePhotoFactory(DjangoModelFactory):
    class Meta:
        model = models.PlacePhoto

    intervention = factory.SubFactory(InterventionFactory)
    image = factory.django.ImageField(width=60, height=40, format="JPEG")
    width, height = 60, 40


class FollowUpFactory(DjangoModelFactory):
    class Meta:
        model = models.FollowUp

    intervention = factory.SubFactory(InterventionFactory)
    due_on = factory.LazyFunction(timezone.localdate)


class AvailabilityFactory(DjangoModelFactory):
    class Meta:
        model = models.Availability

    person = factory.SubFactory(UserFactory)
    starts_at = FRIDAY_EVENING
    ends_at = factory.LazyAttribute(lambda row: row.starts_at + timedelta(hours=5))
    is_free = False
