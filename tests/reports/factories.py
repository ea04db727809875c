"""The smallest valid rows of reports, at named points of Cremona."""

from datetime import timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from hotspots.geometry import cell
from reports import models
from reports.codes import derive_key
from texts.codes import draw_code, hash_key

# latitude, longitude
PIAZZA_ROMA = (45.13519, 10.02313)
PIAZZA_MARCONI = (45.13215, 10.02160)
ORTI_ROMANI = (45.14080, 10.02650)
PALAZZO_COMUNALE = (45.13340, 10.02490)  # in town, in none of the three places
MILAN = (45.46420, 9.19000)


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = models.Category
        django_get_or_create = ["code"]

    class Params:
        emergency = factory.Trait(code="rissa", stop=models.Category.Stop.ALWAYS)
        if_in_progress = factory.Trait(
            code="spaccio", stop=models.Category.Stop.IF_IN_PROGRESS
        )

    code = "rifiuti"
    label = factory.LazyAttribute(lambda row: row.code.capitalize())
    label_en = factory.SelfAttribute("label")
    stop = models.Category.Stop.NEVER
    publication = models.Category.Publication.MODERATED


class DraftFactory(DjangoModelFactory):
    class Meta:
        model = models.Draft

    token_hash = factory.Sequence(lambda n: f"{n:064x}")


class ReportFactory(DjangoModelFactory):
    """A report received now in piazza Roma; ``key`` of its link is ``derive_key(draft_key)``."""

    class Meta:
        model = models.Report
        skip_postgeneration_save = True

    class Params:
        closed = factory.Trait(
            status=models.Status.CLOSED, outcome=models.Outcome.SOLVED
        )
        published = factory.Trait(
            public_line="Cestino svuotato",
            published_at=factory.LazyFunction(timezone.now),
        )

    code = factory.LazyFunction(lambda: draw_code("CR", timezone.localdate().year))
    draft_key = factory.Faker("uuid4", cast_to=None)
    key_hash = factory.LazyAttribute(lambda row: hash_key(derive_key(row.draft_key)))
    category = factory.SubFactory(CategoryFactory)
    subject = "Vetri rotti sul vialetto"
    details = "Sono vicino alla panchina."
    latitude, longitude = PIAZZA_ROMA
    cell = factory.LazyAttribute(lambda row: cell(row.latitude, row.longitude))
    location_source = models.Report.LocationSource.MAP
    received_at = factory.LazyFunction(timezone.now)
    received_on = factory.LazyAttribute(lambda row: timezone.localdate(row.received_at))
    occurred_on = factory.SelfAttribute("received_on")
    due_on = factory.LazyAttribute(lambda row: row.received_on + timedelta(days=30))

    # as confirmed as if its citizen had pressed the button
    email_confirmed_at = factory.LazyAttribute(
        lambda row: row.received_at if row.email else None
    )
    email = ""

    @factory.post_generation
    def history(self, create, extracted, **kwargs):
        """Append the first step, as every report has one; ``history=False`` leaves it out."""
        if create and extracted is not False:
            StatusChangeFactory(report=self, at=self.received_at)


class StatusChangeFactory(DjangoModelFactory):
    class Meta:
        model = models.StatusChange

    report = factory.SubFactory(ReportFactory, history=False)
    status = models.Status.RECEIVED


class MessageFactory(DjangoModelFactory):
    class Meta:
        model = models.Message

    report = factory.SubFactory(ReportFactory)
    side = models.Message.Side.CITIZEN
    text = "È successo di nuovo ieri sera."


class PhotoFactory(DjangoModelFactory):
    """A real JPEG of 8 by 6 pixels, of a report."""

    class Meta:
        model = models.Photo

    report = factory.SubFactory(ReportFactory)
    width, height = 8, 6
    image = factory.django.ImageField(width=8, height=6, format="JPEG")
