"""A report: what it says, where, in which state, all that happened to it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from hotspots.models import LATITUDE, LONGITUDE, Hotspot
from hotspots.names import normalise
from reports.models.category import Category
from reports.models.rows import TO_WORK, ReportQuerySet
from reports.models.workflow import IN_QUEUE, OPEN, Outcome, Status


class Report(models.Model):
    """Una segnalazione, non una denuncia. Private unless a moderator wrote a public line."""

    class DayPart(models.TextChoices):
        UNKNOWN = "", "Non so"
        MORNING = "mattina", "Mattina (6-13)"
        AFTERNOON = "pomeriggio", "Pomeriggio (13-18)"
        EVENING = "sera", "Sera (18-23)"
        NIGHT = "notte", "Notte (23-6)"

    class LocationSource(models.TextChoices):
        MAP = "mappa", "punto sulla mappa"
        DEVICE = "dispositivo", "posizione del telefono"
        PLACE = "luogo", "luogo scelto dall’elenco"
        TEXT = "testo", "nome trovato sulla mappa"
        WRITTEN = "scritto", "luogo scritto, senza un punto"
        OFFICE = "ufficio", "punto messo dall’ufficio"

    class Priority(models.IntegerChoices):
        URGENT = 1, "Urgente"
        HIGH = 2, "Alta"
        NORMAL = 3, "Normale"
        LOW = 4, "Bassa"

    code = models.CharField("codice", max_length=20, unique=True)
    key_hash = models.CharField(max_length=64)
    draft_key = models.UUIDField(unique=True, default=uuid.uuid4)
    status = models.CharField(
        "stato", max_length=16, choices=Status, default=Status.RECEIVED
    )
    category = models.ForeignKey(Category, models.PROTECT, verbose_name="categoria")
    subject = models.CharField("oggetto", max_length=120, blank=True)
    details = models.TextField("descrizione", max_length=4000, blank=True)
    # as the person wrote it, and what the map reads at the point, in Italian
    place_text = models.CharField("luogo scritto", max_length=200, blank=True)
    place_reading = models.CharField("vicino a", max_length=200, blank=True)
    # the three of them, or none: a place may be only written
    latitude = models.FloatField("latitudine", null=True, blank=True, **LATITUDE)
    longitude = models.FloatField("longitudine", null=True, blank=True, **LONGITUDE)
    cell = models.BigIntegerField("cella H3", null=True)
    # of a phone that knew only about where it was
    accuracy_m = models.PositiveIntegerField(
        "precisione, in metri", null=True, blank=True
    )
    location_source = models.CharField(max_length=12, choices=LocationSource)
    location_note = models.CharField(
        "indicazioni sul punto", max_length=200, blank=True
    )
    hotspot = models.ForeignKey(
        Hotspot, models.PROTECT, null=True, verbose_name="luogo", related_name="+"
    )
    occurred_on = models.DateField("giorno del fatto")
    occurred_part = models.CharField(
        "parte del giorno", max_length=12, choices=DayPart, blank=True
    )
    email = models.EmailField("email", blank=True)
    # when the mail that asks to confirm it last went: None when it was not sent
    email_asked_at = models.DateTimeField(null=True)
    email_confirmed_at = models.DateTimeField(null=True)  # before, nothing is told
    language = models.CharField(max_length=2, default="it")
    received_at = models.DateTimeField("ricevuta il", default=timezone.now)
    received_on = models.DateField("giorno di ricevimento")
    updated_at = models.DateTimeField("aggiornata il", auto_now=True)
    due_on = models.DateField("risposta entro il")
    priority = models.PositiveSmallIntegerField(
        "priorità", choices=Priority, default=Priority.NORMAL
    )
    in_charge_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        verbose_name="in carico a",
        related_name="+",
    )
    outcome = models.CharField("esito", max_length=20, choices=Outcome, blank=True)
    # its citizen wrote after the closing: until the office reopens it or answers why not
    answer_asked_at = models.DateTimeField(null=True)
    # the first of the same place and category that came in a few minutes with it: never changes
    burst = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    # the one that stands for it in the queue, as long as nobody has touched either
    folded_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="folded"
    )
    is_row = models.GeneratedField(
        expression=Case(
            When(TO_WORK & Q(folded_into__isnull=True), then=True), default=False
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    forwarded_to = models.CharField("inoltrata a", max_length=120, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged"
    )
    public_line = models.CharField("riga pubblica", max_length=200, blank=True)
    published_at = models.DateTimeField(null=True)
    text_erased_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name, verbose_name_plural = "segnalazione", "segnalazioni"
        indexes = [
            models.Index(fields=["latitude", "longitude"], name="report_point"),
            models.Index(fields=["updated_at"], name="report_changed"),
            models.Index(
                fields=["received_on", "hotspot", "category"], name="report_counts"
            ),
            models.Index(fields=["-received_at", "-id"], name="report_newest"),
            models.Index(
                fields=["status", "-received_at", "-id"], name="report_by_status"
            ),
            models.Index(
                fields=["hotspot", "-received_at", "-id"], name="report_by_place"
            ),
            models.Index(
                fields=["category", "-received_at", "-id"], name="report_by_category"
            ),
            models.Index(
                fields=["priority", "-received_at", "-id"], name="report_by_priority"
            ),
            models.Index(fields=["due_on", "id"], name="report_by_due"),
            # the queue opens on these
            models.Index(
                fields=["-received_at", "-id"],
                name="report_row_newest",
                condition=Q(is_row=True),
            ),
            models.Index(
                fields=["in_charge_of", "-received_at", "-id"],
                name="report_row_by_person",
                condition=Q(is_row=True),
            ),
            models.Index(
                fields=["due_on", "id"],
                name="report_row_due",
                condition=Q(is_row=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    latitude__isnull=False, longitude__isnull=False, cell__isnull=False
                )
                | Q(latitude=None, longitude=None, cell=None)
                & (Q(place_text__gt="") | Q(text_erased_at__isnull=False)),
                name="report_has_a_point_or_a_written_place",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.CLOSED, outcome__gt="")
                | (~Q(status=Status.CLOSED) & Q(outcome="")),
                name="report_outcome_when_closed",
                violation_error_message="Una segnalazione chiusa ha sempre un esito.",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.MERGED, merged_into__isnull=False)
                | (~Q(status=Status.MERGED) & Q(merged_into=None)),
                name="report_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.FORWARDED, forwarded_to__gt="")
                | (~Q(status=Status.FORWARDED) & Q(forwarded_to="")),
                name="report_forwarded_to_someone",
            ),
            models.CheckConstraint(
                condition=Q(status__in=IN_QUEUE, in_charge_of=None)
                | Q(status=Status.IN_CHARGE, in_charge_of__isnull=False)
                | ~Q(status__in=[*IN_QUEUE, Status.IN_CHARGE]),
                name="report_in_charge_of_someone",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="report_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(folded_into=None)
                | (Q(status__in=OPEN) & ~Q(folded_into=F("id"))),
                name="report_folded_while_open",
            ),
            models.CheckConstraint(
                condition=Q(email_confirmed_at=None) | Q(email__gt=""),
                name="report_confirmed_what_it_has",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, public_line="")
                | Q(published_at__isnull=False, public_line__gt=""),
                name="report_published_with_its_line",
            ),
        ]

    def __str__(self):
        return self.code

    @property
    def has_point(self):
        return self.latitude is not None

    @property
    def place_words(self):
        """Where, as people read it: as it was written, as the map reads it, or its hotspot."""
        return self.place_detail or str(self.hotspot or _("Un altro punto in città"))

    @property
    def place_detail(self):
        """What tells where better than the hotspot: the words of the person, else the reading.

        Empty when they only name the hotspot again.
        """
        detail = self.place_text or self.place_reading
        if detail and self.hotspot_id:
            says_more = normalise(detail) != normalise(self.hotspot.name)
            return detail if says_more else ""
        return detail

    @property
    def place_in_full(self):
        """Where, in one line of a list: the hotspot and what tells where better, if anything."""
        detail = self.place_detail
        return (
            f"{self.hotspot}: {detail}"
            if detail and self.hotspot_id
            else self.place_words
        )

    @property
    def is_open(self):
        return self.status in OPEN

    def is_late(self, today):
        return self.is_open and self.due_on < today

    @cached_property
    def stands_for(self):
        """How many reports are folded behind this one in the queue."""
        return 0 if self.folded_into_id else self.folded.count()

    @cached_property
    def erasure_asked(self):
        """The request to erase it that waits to be decided, or None."""
        return self.erasure_requests.open().first()

    @property
    def days_late(self):
        """How many days after the expected date an open report is; 0 when it is in time."""
        today = timezone.localdate()
        return (today - self.due_on).days if self.is_late(today) else 0
