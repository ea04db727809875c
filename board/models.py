"""The handover board: short notes on places and situations, from one shift to the next."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from board.permissions import BoardPermission
from hotspots.models import Hotspot
from interventions.models.service import Service


class BoardNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.may(BoardPermission.USE) else self.none()

    def archived(self, now=None):
        """Those that expired; what was taken away is in no list."""
        return self.filter(removed_at=None, expires_at__lte=now or timezone.now())

    def about(self, place):
        """Those of a place, and those of every place."""
        return self.filter(Q(hotspot=place) | Q(hotspot=None))

    def unread_by(self, person):
        """Those somebody else wrote and ``person`` has not read."""
        read = BoardRead.objects.filter(person=person).values("note")
        return self.exclude(by=person).exclude(pk__in=read)

    def for_page(self):
        return self.select_related("hotspot", "by").prefetch_related("reads")

    def current(self, now=None):
        """Those neither expired nor taken away."""
        now = now or timezone.now()
        return self.filter(removed_at=None).filter(
            Q(expires_at=None) | Q(expires_at__gt=now)
        )


class BoardNote(models.Model):
    """A note for who comes next: the place (none: all of them), the part of the day, the text."""

    class Shift(models.TextChoices):
        MORNING = "mattina", "Mattina"
        AFTERNOON = "pomeriggio", "Pomeriggio"
        EVENING = "sera", "Sera"
        NIGHT = "notte", "Notte"

    class Mention(models.TextChoices):
        OFFICERS = "officer", "Agenti"
        EDUCATORS = "educator", "Educatori"
        COORDINATOR = "coordinator", "Coordinatore"

    hotspot = models.ForeignKey(
        Hotspot, models.PROTECT, null=True, verbose_name="luogo", related_name="+"
    )
    on = models.DateField("giorno")
    shift = models.CharField("turno", max_length=12, choices=Shift, blank=True)
    text = models.CharField("nota", max_length=500)
    mention = models.CharField("per chi", max_length=12, choices=Mention, blank=True)
    is_pinned = models.BooleanField("in evidenza", default=False)
    expires_at = models.DateTimeField("scade il", null=True)
    service = models.CharField("servizio", max_length=2, choices=Service, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    objects = BoardNoteQuerySet.as_manager()

    class Meta:
        db_table = "interventions_boardnote"
        ordering = ["-is_pinned", "-at", "-pk"]
        verbose_name, verbose_name_plural = "nota in bacheca", "note in bacheca"
        indexes = [
            models.Index(fields=["-at", "-id"], name="board_newest"),
            models.Index(fields=["hotspot", "-at", "-id"], name="board_by_place"),
        ]

    def __str__(self):
        return str(self.pk)

    @property
    def version(self):
        """A short mark of what the note says: it changes when somebody corrects it."""
        said = [self.text, self.hotspot_id, self.shift, self.mention, self.expires_at]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


class BoardRead(models.Model):
    """Who has read a note, and when first."""

    note = models.ForeignKey(BoardNote, models.CASCADE, related_name="reads")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        db_table = "interventions_boardread"
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["note", "person"], name="board_read_once")
        ]

    def __str__(self):
        return f"{self.note_id} {self.person_id}"
