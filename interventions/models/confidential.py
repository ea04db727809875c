"""What only one service may read: the educators' diary and the police notes, encrypted."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from hotspots.models import Hotspot
from interventions.models.intervention import Intervention
from interventions.models.service import Service, service_of


class SealedNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The notes of the person's own service; nobody else's, the administrator included."""
        service = service_of(user)
        return self.filter(service=service) if service else self.none()


class SealedNote(models.Model):
    """A page of the educators' diary or a police note: ``sealed`` is ciphertext.

    Where, when and whose are in clear, so that lists can be cut and retention applied; what was
    written is not, in the database, in its copies and in its dumps.
    """

    service = models.CharField("servizio", max_length=2, choices=Service)
    intervention = models.ForeignKey(
        Intervention, models.SET_NULL, null=True, related_name="sealed_notes"
    )
    hotspot = models.ForeignKey(
        Hotspot, models.PROTECT, null=True, verbose_name="luogo", related_name="+"
    )
    on = models.DateField("giorno")
    sealed = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)
    is_demo = models.BooleanField(default=False)

    objects = SealedNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name, verbose_name_plural = "nota riservata", "note riservate"
        indexes = [
            models.Index(fields=["service", "-on", "-id"], name="sealed_note_newest")
        ]

    def __str__(self):
        return str(self.pk)
