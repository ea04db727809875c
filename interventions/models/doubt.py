"""Two rows of what may be one outing: what somebody answered. The doubt itself is computed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from interventions.models.intervention import Intervention


class Merge(models.Model):
    """A row merged into the one that stays (its ``merged_into``), so that it can be undone.

    ``before`` is what the one that stays held before any was merged into it, as ``record.parts``
    writes it; ``photos`` the keys of those that came from the merged row. Erased with the names; who
    did it, and when, is in the history.
    """

    absorbed = models.OneToOneField(
        Intervention, models.CASCADE, related_name="merge", primary_key=True
    )
    before = models.JSONField(default=dict)
    photos = models.JSONField(default=list)

    def __str__(self):
        return f"{self.absorbed_id}"


class KeptApart(models.Model):
    """Two outings of the same people at the same minutes, that somebody said are two.

    ``by`` goes with the names of a crew it was of; the reason stays, as a shared note does.
    """

    first = models.ForeignKey(Intervention, models.CASCADE, related_name="+")
    second = models.ForeignKey(Intervention, models.CASCADE, related_name="+")
    reason = models.CharField("motivo", max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="kept_apart_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="kept_apart_in_order"
            ),
        ]

    def __str__(self):
        return f"{self.first_id} {self.second_id}"
