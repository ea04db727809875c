"""The other forces' interventions: monthly counts per place and kind, from a file or by hand."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hotspots.models import Hotspot
from interventions.models.workflow import ActKind, Kind

FORCE_KINDS = [*Kind.choices, *ActKind.choices]


class Force(models.TextChoices):
    STATE_POLICE = "ps", "Polizia di Stato"
    CARABINIERI = "cc", "Carabinieri"
    FINANCE = "gdf", "Guardia di Finanza"


class ForceCount(models.Model):
    """How many interventions of a kind, by one force, at one place, in one month.

    ``month`` is its first day; ``hotspot`` empty is "altro luogo in città".
    """

    force = models.CharField("forza", max_length=4, choices=Force)
    hotspot = models.ForeignKey(
        Hotspot, models.PROTECT, null=True, verbose_name="luogo", related_name="+"
    )
    month = models.DateField("mese")
    kind = models.CharField("tipo", max_length=24, choices=FORCE_KINDS)
    count = models.PositiveIntegerField("interventi")
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        db_table = "interventions_forcecount"
        ordering = ["-month", "force", "hotspot__order", "kind"]
        verbose_name = "conteggio delle altre forze"
        verbose_name_plural = "conteggi delle altre forze"
        indexes = [models.Index(fields=["updated_at"], name="force_count_changed")]
        constraints = [
            models.UniqueConstraint(
                fields=["force", "hotspot", "month", "kind"], name="force_count_once"
            ),
            # for a database a missing place never equals another missing place
            models.UniqueConstraint(
                fields=["force", "month", "kind"],
                condition=Q(hotspot=None),
                name="force_count_once_elsewhere",
            ),
        ]

    def __str__(self):
        return f"{self.force} {self.month} {self.kind}"


class ForceImport(models.Model):
    """A file of counts that was read: by whom, when, what it changed, whether it was undone.

    An import typed in by hand has no file name.
    """

    file_name = models.CharField("file", max_length=120, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    rows = models.PositiveIntegerField("righe", default=0)
    undone_at = models.DateTimeField("annullato il", null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        db_table = "interventions_forceimport"
        ordering = ["-at", "-pk"]
        verbose_name, verbose_name_plural = "importazione", "importazioni"

    def __str__(self):
        return str(self.pk)


class ForceChange(models.Model):
    """What an import did to one count: ``before`` empty is a new one. Read by the undo.

    One that it found as it was is kept too: an earlier import undone leaves it alone.

    ``before_demo`` says that the number it took the place of was invented; ``kept``, that the
    undo left the count as it was, since somebody had changed it again.
    """

    batch = models.ForeignKey(ForceImport, models.CASCADE, related_name="changes")
    force = models.CharField(max_length=4, choices=Force)
    hotspot = models.ForeignKey(Hotspot, models.PROTECT, null=True, related_name="+")
    month = models.DateField()
    kind = models.CharField(max_length=24, choices=FORCE_KINDS)
    before = models.PositiveIntegerField(null=True)
    before_demo = models.BooleanField(default=False)
    after = models.PositiveIntegerField(null=True)
    kept = models.BooleanField(default=False)

    class Meta:
        db_table = "interventions_forcechange"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.batch_id} {self.before} {self.after}"
