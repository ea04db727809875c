"""What a phone has already told the server, so that telling it again changes nothing."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from interventions.models.intervention import Intervention


class PhoneSends(models.QuerySet):
    def telling(self):
        """Those of which something is in the record: they were not taken back."""
        return self.filter(said__has_key="parts")


class PhoneSend(models.Model):
    """The last revision of a record that one phone sent, and the version it became.

    A revision not after this one was already taken. ``said`` is what it held (``parts``) and what
    the phone went on from (``from``), as ``record.parts`` writes them: the next one changes only
    what is no more as it was here, and what a phone counted adds up with what the others did. Of
    what was taken back only ``from`` is left, and a phone that takes it up again goes on from there.
    """

    intervention = models.ForeignKey(Intervention, models.CASCADE, related_name="sends")
    device = models.UUIDField()  # drawn by the phone's browser, names nobody
    revision = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    # the version this phone began it from, the last time: what had seen an older one is stale
    since = models.PositiveIntegerField(default=0)
    said = models.JSONField(default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = PhoneSends.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "device"], name="phone_send_once"
            )
        ]

    def __str__(self):
        return f"{self.intervention_id} {self.revision}"

    @property
    def tells(self):
        return "parts" in self.said


class DiscardedRecord(models.Model):
    """A record that a phone took back before the server ever saw it.

    Its first revisions may still be on their way: those up to this one make nothing.
    """

    client_id = models.UUIDField()
    device = models.UUIDField()
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client_id", "device"], name="discarded_record_once"
            )
        ]

    def __str__(self):
        return f"{self.client_id} {self.revision}"
