"""Stored figures: computed by a task, only read by the pages."""

from django.db import models
from django.utils import timezone

from hotspots.models import Hotspot


class DailyCount(models.Model):
    """How many, in one place, on one day, of one measure and category.

    ``hotspot`` empty is "altro luogo in città"; ``category`` empty is the sum of all categories
    whatever their policy, kept as a row of its own so that a total reads one row a day.
    """

    measure = models.CharField("misura", max_length=30)
    day = models.DateField("giorno")
    hotspot = models.ForeignKey(Hotspot, models.CASCADE, null=True, related_name="+")
    category = models.SlugField("categoria", blank=True)
    value = models.PositiveIntegerField("valore")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "day", "hotspot", "category"],
                name="daily_count_once",
            ),
            # for a database a missing place never equals another missing place
            models.UniqueConstraint(
                fields=["measure", "day", "category"],
                condition=models.Q(hotspot=None),
                name="daily_count_once_elsewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["measure", "category", "day"], name="daily_count_read")
        ]

    def __str__(self):
        return f"{self.measure} {self.day} {self.value}"


class Watermark(models.Model):
    """Up to when the changes of a measure have been brought into the figures."""

    measure = models.CharField(max_length=30, primary_key=True)
    seen_until = models.DateTimeField()
    computed_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.measure
