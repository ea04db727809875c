"""Stored figures: computed by a task, only read by the pages."""

from django.db import models
from django.db.models.functions import TruncMonth, TruncWeek
from django.utils import timezone

from hotspots.models import Hotspot

PUBLIC_MONTHS = 12  # that anybody may read, of each place
NOT_NOTED = "non-segnato"  # the category of what was counted without its kind


class Measure(models.TextChoices):
    """What is counted. Measures stand side by side and are never added up."""

    REPORTS = "segnalazioni", "Segnalazioni ricevute"
    OPEN = "aperte", "Segnalazioni aperte, alla fine del giorno"
    LATE = "in-ritardo", "Segnalazioni in ritardo, alla fine del giorno"
    PUBLIC = "pubbliche", "Segnalazioni del mese come le legge chiunque"
    # of the approved interventions; minutes of presence by service are person-minutes
    PRESENCE = "presenza-minuti", "Minuti di presenza"
    TURNS = "turni", "Turni di presenza"
    OUTINGS = "interventi", "Interventi"
    JOINT = "interventi-congiunti", "Interventi congiunti"
    CONTACTS = "contatti", "Contatti"
    MEDIATIONS = "mediazioni", "Mediazioni"
    ACTS = "atti", "Atti"
    SHEETS = "schede-da-approvare", "Schede da approvare, alla fine del giorno"
    PUBLIC_JOINT = (
        "congiunti-pubblici",
        "Uscite congiunte del mese come le legge chiunque",
    )
    # on the day of the need
    REFERRALS = "invii", "Invii ai servizi"
    REFERRALS_TAKEN = "invii-presi", "Invii presi in carico"
    REFERRAL_MINUTES = "invii-minuti", "Minuti fino alla presa in carico, sommati"
    # on the first day of the month
    FORCES = "altre-forze", "Interventi delle altre forze"


class DailyCountQuerySet(models.QuerySet):
    def measure(self, measure):
        return self.filter(measure=measure)

    def totals(self):
        """The rows that already sum all categories: one per place and day."""
        return self.filter(category="")

    def by_category(self):
        return self.exclude(category="")

    def between(self, first, last):
        """Days from ``first`` to ``last``, both included."""
        return self.filter(day__range=(first, last))

    def by_week(self):
        """Sums as (hotspot id, Monday of the ISO week, value)."""
        return (
            self.order_by()
            .annotate(week=TruncWeek("day"))
            .values_list("hotspot", "week")
            .annotate(sum=models.Sum("value"))
        )

    def first_day(self):
        return self.aggregate(first=models.Min("day"))["first"]

    def of(self, hotspot_ids):
        """Rows of these places; None among the ids is "altro luogo"."""
        places = models.Q(hotspot__in=[pk for pk in hotspot_ids if pk is not None])
        if None in hotspot_ids:
            places |= models.Q(hotspot=None)
        return self.filter(places)

    def by_month(self, *fields):
        """Sums as (fields, first day of the month, value)."""
        return (
            self.order_by()
            .annotate(month=TruncMonth("day"))
            .values_list(*fields, "month")
            .annotate(sum=models.Sum("value"))
        )

    def sums_by(self, fields, *periods):
        """Sums as (field or fields, sum of each (first, last) period, 0 where nothing)."""
        sums = {
            f"sum_{number}": models.Sum(
                "value", filter=models.Q(day__range=period), default=0
            )
            for number, period in enumerate(periods)
        }
        fields = (fields,) if isinstance(fields, str) else fields
        return self.order_by().values_list(*fields).annotate(**sums)


class DailyCount(models.Model):
    """How many, in one place, on one day, of one measure and category.

    ``hotspot`` empty is "altro luogo in città"; ``category`` empty is the sum of all categories
    whatever their policy, kept as a row of its own so that a total reads one row a day.
    """

    measure = models.CharField("misura", max_length=30, choices=Measure)
    day = models.DateField("giorno")
    hotspot = models.ForeignKey(Hotspot, models.CASCADE, null=True, related_name="+")
    category = models.SlugField("categoria", blank=True)
    value = models.PositiveIntegerField("valore")

    objects = DailyCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "day", "hotspot", "category"],
                name="daily_count_once",
            ),
            # for a database a missing place never equals another missing place
            models.UniqueConstraint(
                fields=["measure", "day", "category"],
                condition=models.Q(hotspot=None),
                name="daily_count_once_elsewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["measure", "category", "day"], name="daily_count_read")
        ]

    def __str__(self):
        return f"{self.measure} {self.day} {self.value}"


class Watermark(models.Model):
    """Up to when the changes of a measure have been brought into the figures, and since when.

    ``version`` grows only when a figure changed: pages drawn from the same version are equal.
    """

    measure = models.CharField(max_length=30, primary_key=True)
    seen_until = models.DateTimeField(null=True)
    computed_at = models.DateTimeField(default=timezone.now)
    first_day = models.DateField(null=True)
    version = models.PositiveBigIntegerField(default=0)

    def __str__(self):
        return self.measure
