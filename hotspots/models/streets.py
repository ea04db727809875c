"""The streets of the Comune and their house numbers, as ``load_streets`` reads them from a file."""

from django.db import models
from django.db.models import Q

from hotspots.models.places import LATITUDE, LONGITUDE


class StreetQuerySet(models.QuerySet):
    def located(self):
        """The streets that have a point: the others are only a name."""
        return self.exclude(latitude=None)

    def drawn(self):
        """The streets that have lines."""
        return self.exclude(west=None)

    def crossing(self, west, south, east, north):
        """The drawn streets whose box meets a box, in degrees."""
        return self.filter(
            west__lte=east, east__gte=west, south__lte=north, north__gte=south
        )


class Street(models.Model):
    """A street or square: its name, a point of it, its lines; the name may be all there is."""

    name = models.CharField("nome", max_length=120)
    comparable = models.CharField(max_length=120)  # hotspots.names.whole_words
    locality = models.CharField("località", max_length=80, blank=True)
    latitude = models.FloatField("latitudine", null=True, **LATITUDE)
    longitude = models.FloatField("longitudine", null=True, **LONGITUDE)
    lines = models.JSONField(
        "linee", default=list, help_text="Elenco di linee di coppie [lon, lat]."
    )
    # the box of the lines, in degrees
    west = models.FloatField(null=True)
    south = models.FloatField(null=True)
    east = models.FloatField(null=True)
    north = models.FloatField(null=True)
    source = models.CharField("fonte del nome", max_length=200, blank=True)
    lines_source = models.CharField("fonte delle linee", max_length=200, blank=True)

    objects = StreetQuerySet.as_manager()

    class Meta:
        ordering = ["name", "locality"]
        verbose_name, verbose_name_plural = "via", "vie"
        indexes = [models.Index(fields=["west", "east"], name="street_box")]
        constraints = [
            models.UniqueConstraint(
                fields=["comparable", "locality"], name="street_once_per_locality"
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="street_has_a_whole_point",
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.locality})" if self.locality else self.name


class HouseNumber(models.Model):
    """A door on a street (access point), where the archive says it is."""

    street = models.ForeignKey(Street, models.CASCADE, related_name="numbers")
    number = models.CharField("numero", max_length=20)
    comparable = models.CharField(max_length=20)
    latitude = models.FloatField("latitudine", **LATITUDE)
    longitude = models.FloatField("longitudine", **LONGITUDE)

    class Meta:
        ordering = ["street", "comparable"]
        verbose_name, verbose_name_plural = "numero civico", "numeri civici"
        indexes = [
            models.Index(fields=["latitude", "longitude"], name="house_number_point")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["street", "comparable"], name="house_number_once"
            )
        ]

    def __str__(self):
        return f"{self.street.name} {self.number}"
