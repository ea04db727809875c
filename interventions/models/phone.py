"""What a phone has already told the server, so that telling it again changes nothing."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from interventions.models.intervention import Intervention


class PhoneSend(models.Model):
    """The last revision of a record that one phone sent, and the version it became.

    A revision not after this one was already taken. ``said`` is what it held, as
    ``record.parts`` writes it: the next one changes only what is no more as it was here, and
    what a phone counted adds up with what the others did.
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

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "device"], name="phone_send_once"
            )
        ]

    def __str__(self):
        return f"{self.intervention_id} {self.revision}"


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
