"""What who reported asks, in the name of the law: that the portal forget what they wrote."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class ErasureRequestQuerySet(models.QuerySet):
    def open(self):
        """Those that the office has still to decide, the most urgent first."""
        return self.filter(decided_at=None).order_by("due_on", "pk")


class ErasureRequest(models.Model):
    """A request to erase what a report holds of a person (GDPR, article 17), and its answer.

    The office decides within a month; ``decided_by`` empty is the clock, which erased the texts
    in the meantime.
    """

    report = models.ForeignKey(
        "reports.Report", models.CASCADE, related_name="erasure_requests"
    )
    asked_at = models.DateTimeField("chiesta il", default=timezone.now)
    due_on = models.DateField("da decidere entro il")
    decided_at = models.DateTimeField("decisa il", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    is_granted = models.BooleanField("accolta", null=True)
    reason = models.CharField("motivo", max_length=1000, blank=True)

    objects = ErasureRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = "richiesta di cancellazione"
        verbose_name_plural = "richieste di cancellazione"
        constraints = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(decided_at=None),
                name="erasure_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, is_granted=None, decided_by=None)
                | Q(decided_at__isnull=False, is_granted__isnull=False),
                name="erasure_decided_one_way",
            ),
        ]

    def __str__(self):
        return f"{self.report_id} {self.due_on}"
