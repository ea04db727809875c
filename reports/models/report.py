"""A report: what it says, where, in which state, all that happened to it."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Max, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from hotspots.models import LATITUDE, LONGITUDE, Hotspot
from hotspots.projection import Projection
from reports.models.category import Category
from reports.models.history import Message, StatusChange
from reports.models.workflow import IN_QUEUE, OPEN, Outcome, Status
from reports.permissions import ReportPermission
from texts.days import midnight

TO_WORK = Q(status__in=OPEN) | Q(answer_asked_at__isnull=False)
# of a message: the report to open for it. One that is joined is worked on with its head,
# unless its citizen waits for an answer of their own
WORKED_ON = Case(
    When(report__answer_asked_at__isnull=False, then=F("report_id")),
    default=Coalesce(F("report__merged_into_id"), F("report_id")),
)

# of a message: the row of the queue where its report, or the head of it, stands
ROW = Case(
    When(report__answer_asked_at__isnull=False, then=F("report_id")),
    default=Coalesce(
        F("report__merged_into__folded_into_id"),
        F("report__merged_into_id"),
        F("report__folded_into_id"),
        F("report_id"),
    ),
)


class ReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(status__in=OPEN)

    def to_work(self):
        """The open ones, and the closed ones whose citizen still waits for a word."""
        return self.filter(TO_WORK)

    def rows(self):
        """Of ``to_work``, those that stand in the queue for themselves and for their group."""
        return self.filter(is_row=True)

    def unfolded(self):
        return self.filter(folded_into=None)

    def of_burst(self, report):
        """Every report that came in the same minutes as ``report``, whatever became of it."""
        first = report.burst_id or report.pk
        return self.filter(Q(pk=first) | Q(burst=first))

    def with_messages_to_read(self):
        """Reports whose citizen, or that of one joined to them, wrote what nobody has opened."""
        return self.filter(pk__in=Message.objects.to_read().values_list(WORKED_ON))

    def with_words_waiting(self):
        """Reports of ``with_messages_to_read``, and those that wait for an answer."""
        to_read = Message.objects.to_read().values_list(WORKED_ON)
        return self.filter(Q(pk__in=to_read) | Q(answer_asked_at__isnull=False))

    def groups(self, keys):
        """Return {key: (how many are folded behind it, when the last came)} of some reports."""
        folded = self.filter(folded_into__in=keys).order_by()
        found = folded.values_list("folded_into").annotate(
            Count("pk"), Max("received_at")
        )
        return {key: (count, last) for key, count, last in found}

    def messages_to_read(self, keys, *, of=WORKED_ON):
        """Return {key: how many messages wait to be read} for reports of some keys.

        ``of=ROW`` counts those of a whole group for the report that stands for it.
        """
        waiting = Message.objects.to_read().annotate(of=of).filter(of__in=keys)
        return dict(waiting.order_by().values_list("of").annotate(Count("pk")))

    def late(self, today):
        """Open reports whose expected date is before ``today``."""
        return self.open().filter(due_on__lt=today)

    def visible_to(self, user):
        """Every report for who may read reports, none for the others."""
        return self if user.may(ReportPermission.READ) else self.none()

    def received_between(self, first, last):
        """Reports received from day ``first`` to day ``last``, both included, either may be None."""
        if first:
            self = self.filter(received_at__gte=midnight(first))
        if last:
            self = self.filter(received_at__lt=midnight(last + timedelta(days=1)))
        return self

    def search(self, text):
        """Reports whose code starts with ``text``, or whose texts or place contain it."""
        return self.filter(
            Q(code__istartswith=text)
            | Q(subject__icontains=text)
            | Q(details__icontains=text)
            | Q(place_text__icontains=text)
        )

    def near(self, latitude, longitude, metres):
        """Reports within ``metres`` of a point (WGS84 degrees), with ``metres2``, nearest first.

        ``metres2`` is the squared distance on the plane tangent at the point: under a
        kilometre it differs from the geodesic by less than a centimetre. A box 1 % wider
        than the circle lets the database use the index on latitude and longitude.
        """
        per_lon, per_lat = Projection(latitude, longitude).metres_per_degree
        box_lat, box_lon = metres * 1.01 / per_lat, metres * 1.01 / per_lon
        north, east = F("latitude") - latitude, F("longitude") - longitude
        return (
            self.filter(
                latitude__range=(latitude - box_lat, latitude + box_lat),
                longitude__range=(longitude - box_lon, longitude + box_lon),
            )
            .annotate(metres2=north * north * per_lat**2 + east * east * per_lon**2)
            .filter(metres2__lte=metres**2)
            .order_by("metres2", "-received_at", "-pk")
        )

    def published(self):
        """Reports that a moderator gave a public line."""
        return self.filter(published_at__isnull=False)

    def for_public_page(self):
        """What the code alone shows of a published report: nothing a citizen wrote."""
        return self.select_related("category", "hotspot").only(
            "code",
            "status",
            "received_on",
            "public_line",
            "published_at",
            "category__label",
            "category__label_en",
            "hotspot__name",
        )

    def for_follower(self):
        """All that who reported may read: in ``public_messages`` no note of the office."""
        return self.select_related("category", "hotspot").prefetch_related(
            "history",
            "photos",
            models.Prefetch(
                "messages",
                Message.objects.exclude(side=Message.Side.INTERNAL),
                to_attr="public_messages",
            ),
        )

    def for_queue(self):
        """What a row of the desk's queue shows, in one query and without the texts."""
        return self.select_related("category", "hotspot", "in_charge_of").defer(
            "details", "location_note"
        )

    def for_desk(self):
        """What the page of a report at the desk shows, in a fixed number of queries."""
        return self.select_related(
            "category", "hotspot", "in_charge_of", "merged_into"
        ).prefetch_related(
            "photos",
            "merged",
            "interventions",  # of the app above, by its related name
            models.Prefetch("history", StatusChange.objects.select_related("by")),
            models.Prefetch("messages", Message.objects.select_related("by")),
        )


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
        TEXT = "testo", "nome scritto"
        WRITTEN = "scritto", "luogo scritto, senza un punto"

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
    # as the person wrote it, or the reading of a pin
    place_text = models.CharField("luogo scritto", max_length=200, blank=True)
    # the three of them, or none: a place may be only written
    latitude = models.FloatField("latitudine", null=True, blank=True, **LATITUDE)
    longitude = models.FloatField("longitudine", null=True, blank=True, **LONGITUDE)
    cell = models.BigIntegerField("cella H3", null=True)
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
        """Where, as people read it: the place as it was written, else that of the programme."""
        return self.place_text or str(self.hotspot or _("Un altro punto in città"))

    @property
    def is_open(self):
        return self.status in OPEN

    def is_late(self, today):
        return self.is_open and self.due_on < today

    @cached_property
    def stands_for(self):
        """How many reports are folded behind this one in the queue."""
        return 0 if self.folded_into_id else self.folded.count()

    @property
    def days_late(self):
        """How many days after the expected date an open report is; 0 when it is in time."""
        today = timezone.localdate()
        return (today - self.due_on).days if self.is_late(today) else 0
