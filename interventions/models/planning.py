"""What stands around the calendar: availability, the personal feed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone


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
