"""What stands around the calendar: availability, templates of a shift, the personal feed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from hotspots.models import Hotspot
from interventions.models.service import Service
from interventions.models.workflow import Kind


class AvailabilityQuerySet(models.QuerySet):
    def between(self, start, end):
        """Those that touch the half-open interval of two aware datetimes."""
        return self.filter(starts_at__lt=end, ends_at__gt=start)


class Availability(models.Model):
    """When a person can, or cannot, go out; without a reason, which is nobody's business."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    starts_at = models.DateTimeField("dal")
    ends_at = models.DateTimeField("al")
    is_free = models.BooleanField("disponibile", default=True)

    objects = AvailabilityQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name, verbose_name_plural = "disponibilità", "disponibilità"
        indexes = [models.Index(fields=["starts_at"], name="availability_start")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="availability_in_order",
                violation_error_message="La fine deve venire dopo l’inizio.",
            )
        ]

    def __str__(self):
        return f"del {timezone.localtime(self.starts_at):%d/%m/%Y}"


class ShiftTemplate(models.Model):
    """A shift that comes back: place, hours, kind and aim, to plan it in two taps.

    ``ends`` not after ``starts`` is a shift that ends the next day.
    """

    name = models.CharField("nome", max_length=80, unique=True)
    hotspot = models.ForeignKey(
        Hotspot, models.PROTECT, null=True, verbose_name="luogo", related_name="+"
    )
    kind = models.CharField("tipo", max_length=24, choices=Kind)
    aim = models.CharField("scopo", max_length=200, blank=True)
    lead = models.CharField("servizio capofila", max_length=2, choices=Service)
    starts = models.TimeField("dalle")
    ends = models.TimeField("alle")
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        verbose_name="equipaggio abituale",
        related_name="+",
    )
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        verbose_name, verbose_name_plural = "modello di turno", "modelli di turno"

    def __str__(self):
        return self.name


class CalendarFeed(models.Model):
    """The secret link of a person's calendar; a new ``nonce`` makes the old link useless."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    nonce = models.UUIDField(default=uuid.uuid4)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return str(self.person_id)
