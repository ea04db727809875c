"""What only one service may read: the educators' diary and the police notes, encrypted."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from hotspots.models import Hotspot
from interventions.models.intervention import Intervention
from interventions.models.service import Service, service_of


class Climate(models.IntegerChoices):
    TENSE = 1, "Teso"
    WARY = 2, "Diffidente"
    NEUTRAL = 3, "Neutro"
    WILLING = 4, "Disponibile"
    OPEN = 5, "Aperto"


class Topic(models.TextChoices):
    SCHOOL = "scuola", "Scuola e formazione"
    WORK = "lavoro", "Lavoro"
    FAMILY = "famiglia", "Famiglia"
    FREE_TIME = "tempo-libero", "Sport e tempo libero"
    PEERS = "gruppo", "Vita del gruppo e conflitti"
    NEIGHBOURS = "vicini", "Rapporti con residenti e negozi"
    SUBSTANCES = "sostanze", "Alcol e sostanze"
    ONLINE = "rete", "Telefono e vita in rete"
    SAFETY = "sicurezza", "Sentirsi al sicuro in piazza"


class GroupNeed(models.TextChoices):
    LISTENING = "ascolto", "Ascolto"
    SPACES = "spazi", "Spazi e attività"
    GUIDANCE = "orientamento", "Orientamento a scuola o lavoro"
    HEALTH = "salute", "Salute"
    HOUSING = "casa", "Casa o posto per dormire"
    PAPERS = "documenti", "Documenti e pratiche"
    MEDIATION = "mediazione", "Mediazione con altri"


class ReferralOffer(models.TextChoices):
    NONE = "no", "Non proposto"
    OFFERED = "proposto", "Proposto, non accettato"
    ACCEPTED = "accettato", "Proposto e accettato"


class SealedNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The notes of the person's own service; nobody else's, the administrator included."""
        service = service_of(user)
        return self.filter(service=service) if service else self.none()

    def on_days(self, first, last):
        """Those from ``first`` to ``last``, both included; either may be None."""
        if first:
            self = self.filter(on__gte=first)
        if last:
            self = self.filter(on__lte=last)
        return self

    def for_list(self):
        """Add what a row shows beside its text."""
        return self.select_related("hotspot", "intervention", "by")


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
        db_table = "interventions_sealednote"
        ordering = ["-on", "-pk"]
        verbose_name, verbose_name_plural = "nota riservata", "note riservate"
        indexes = [
            models.Index(fields=["service", "-on", "-id"], name="sealed_note_newest")
        ]

    def __str__(self):
        return str(self.pk)
