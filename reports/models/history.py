"""What happened to a report, step by step, and what was said about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from reports.models.workflow import Status


class StatusChange(models.Model):
    """One step of a report's history, appended and never edited; ``by`` empty is the citizen."""

    report = models.ForeignKey("reports.Report", models.CASCADE, related_name="history")
    status = models.CharField(max_length=16, choices=Status)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    note = models.CharField("per chi ha segnalato", max_length=1000, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.report_id} {self.status}"


class MessageQuerySet(models.QuerySet):
    def to_read(self):
        """What citizens wrote and nobody of the office has opened."""
        return self.filter(side=Message.Side.CITIZEN, read_at=None)


class Message(models.Model):
    """A message between citizen and office, or a note that stays inside the office."""

    class Side(models.TextChoices):
        CITIZEN = "cittadino", "Chi ha segnalato"
        OFFICE = "ufficio", "Comune"
        INTERNAL = "interno", "Nota interna"

    report = models.ForeignKey(
        "reports.Report", models.CASCADE, related_name="messages"
    )
    side = models.CharField(max_length=10, choices=Side)
    text = models.TextField("messaggio", max_length=2000)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # of a citizen's message: the first of those who may handle it to open its report
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                fields=["report"],
                name="message_to_read",
                condition=Q(side="cittadino", read_at=None),
            )
        ]

    def __str__(self):
        return f"{self.report_id} {self.side}"

    @property
    def awaits_reading(self):
        return self.side == self.Side.CITIZEN and self.read_at is None
