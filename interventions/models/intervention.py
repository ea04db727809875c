"""An intervention: where, when, with whom, what was done, who approved it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from hotspots.models import Hotspot
from interventions.models.service import Service
from interventions.models.workflow import (
    DONE,
    TAKES_PEOPLE,
    ActKind,
    AgeBand,
    Kind,
    MediationOutcome,
    Outcome,
    PeopleKind,
    Status,
    Trigger,
)
from interventions.permissions import InterventionPermission
from reports.models import ELSEWHERE, Report


class InterventionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Every intervention for who may read them, none for the others."""
        return self if user.may(InterventionPermission.READ) else self.none()

    def between(self, start, end):
        """Those that touch the half-open interval of two aware datetimes."""
        return self.filter(starts_at__lt=end).filter(
            Q(ends_at__gt=start) | Q(ends_at=None)
        )

    def on_days(self, first, last):
        """Those whose ``day`` is from ``first`` to ``last``, both included; either may be None."""
        if first:
            self = self.filter(day__gte=first)
        if last:
            self = self.filter(day__lte=last)
        return self

    def at_place(self, slug):
        """Those at a place, also when they only pass by it; ``ELSEWHERE`` is any other in town."""
        if slug == ELSEWHERE:
            return self.filter(hotspot=None)
        passing = Intervention.also_at.through.objects.filter(hotspot__slug=slug)
        return self.filter(
            Q(hotspot__slug=slug) | Q(pk__in=passing.values("intervention_id"))
        )

    def with_person(self, person):
        return self.filter(crew__person=person)

    def search(self, text):
        """Those whose code starts with ``text``, or whose aim or shared note contain it."""
        return self.filter(
            Q(code__istartswith=text)
            | Q(aim__icontains=text)
            | Q(shared_note__icontains=text)
        )

    def with_acts(self):
        return self.filter(Exists(Act.objects.filter(intervention=OuterRef("pk"))))

    def of_service(self, service):
        """Those a service takes part in; one without a crew is of its lead."""
        people = "officers" if service == Service.POLICE else "educators"
        return self.filter(
            Q(**{f"{people}__gt": 0}) | Q(officers=0, educators=0, lead=service)
        )

    def awaiting(self, service):
        """Those that ended and still lack the approval of a service that took part."""
        given = Approval.objects.filter(intervention=OuterRef("pk"), service=service)
        return self.of_service(service).filter(~Exists(given), status=Status.ENDED)

    def for_list(self):
        """What a row of the list shows, in one query and without the shared note."""
        return self.select_related("hotspot").defer("shared_note")

    def joint(self):
        """Those with at least one person of each service."""
        return self.filter(officers__gt=0, educators__gt=0)

    def not_joint(self):
        return self.exclude(officers__gt=0, educators__gt=0)

    def took_place(self):
        return self.filter(status__in=DONE)

    def counted(self):
        """Those that every service in the crew approved: the only ones in the figures."""
        return self.filter(status=Status.APPROVED)

    def for_calendar(self):
        """What a chip of the calendar shows, in a fixed number of queries."""
        return self.select_related("hotspot").prefetch_related(
            models.Prefetch("crew", CrewMember.objects.select_related("person"))
        )

    def for_record(self):
        """What the page of an intervention shows, in a fixed number of queries."""
        return self.select_related("hotspot", "created_by").prefetch_related(
            "also_at",
            "tallies",
            "acts",
            "photos",
            "cells",
            models.Prefetch("crew", CrewMember.objects.select_related("person")),
            models.Prefetch("approvals", Approval.objects.select_related("by")),
            models.Prefetch("history", Step.objects.select_related("by")),
            models.Prefetch("follow_ups", FollowUp.objects.select_related("done_by")),
            models.Prefetch(
                "reports",
                Report.objects.select_related(
                    "category", "in_charge_of", "merged_into"
                ),
            ),
        )

    def taking_people(self):
        """Those still to come or going on: who is in the crew cannot be elsewhere."""
        return self.filter(status__in=TAKES_PEOPLE)


class Intervention(models.Model):
    """One outing of one or both services, planned or logged on the spot.

    ``starts_at`` and ``ends_at`` are the real times once it began, the planned ones before;
    ``planned_from`` and ``planned_until`` keep what had been planned. Figures belong to ``day``
    and to ``hotspot``; the places it only passed by (``also_at``) count nothing. ``officers``,
    ``educators`` and their minutes are written with the crew and stay when the crew's names are
    erased. Whether it is joint follows from them.
    """

    code = models.CharField("codice", max_length=20, unique=True)
    # of the phone that logged it; the server makes one for what is planned at the desk
    client_id = models.UUIDField(unique=True, default=uuid.uuid4)
    status = models.CharField(
        "stato", max_length=16, choices=Status, default=Status.PLANNED
    )
    kind = models.CharField("tipo", max_length=24, choices=Kind, default=Kind.PRESENCE)
    trigger = models.CharField(
        "origine", max_length=16, choices=Trigger, default=Trigger.PLANNED
    )
    aim = models.CharField("scopo", max_length=200, blank=True)
    hotspot = models.ForeignKey(
        Hotspot, models.PROTECT, null=True, verbose_name="luogo", related_name="+"
    )
    also_at = models.ManyToManyField(
        Hotspot, blank=True, verbose_name="passa anche da", related_name="+"
    )
    day = models.DateField("giorno")
    starts_at = models.DateTimeField("inizio")
    ends_at = models.DateTimeField("fine", null=True)
    planned_from = models.DateTimeField("inizio previsto", null=True)
    planned_until = models.DateTimeField("fine prevista", null=True)
    series = models.UUIDField("serie", null=True)  # those repeated together
    lead = models.CharField("servizio capofila", max_length=2, choices=Service)
    officers = models.PositiveSmallIntegerField("agenti", default=0)
    educators = models.PositiveSmallIntegerField("educatori", default=0)
    officer_minutes = models.PositiveIntegerField("minuti degli agenti", default=0)
    educator_minutes = models.PositiveIntegerField("minuti degli educatori", default=0)
    crew_frozen_at = models.DateTimeField("nomi cancellati il", null=True)
    outcome = models.CharField("esito", max_length=16, choices=Outcome, blank=True)
    # what both services read; places and situations, never people
    shared_note = models.TextField("nota condivisa", max_length=2000, blank=True)
    reports = models.ManyToManyField(
        Report,
        blank=True,
        verbose_name="segnalazioni",
        related_name="interventions",
    )
    # the device's own word, beside the server's
    device_started_at = models.DateTimeField("inizio sul telefono", null=True)
    device_ended_at = models.DateTimeField("fine sul telefono", null=True)
    device_revision = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField("ricevuto dal telefono", null=True)
    shares_trace = models.BooleanField("tiene le zone percorse", default=False)
    cancelled_because = models.CharField("motivo", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    is_demo = models.BooleanField(default=False)

    objects = InterventionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        verbose_name, verbose_name_plural = "intervento", "interventi"
        indexes = [
            models.Index(fields=["-starts_at", "-id"], name="intervention_newest"),
            models.Index(
                fields=["hotspot", "-starts_at", "-id"], name="intervention_by_place"
            ),
            models.Index(
                fields=["status", "-starts_at", "-id"], name="intervention_by_status"
            ),
            models.Index(
                fields=["kind", "-starts_at", "-id"], name="intervention_by_kind"
            ),
            models.Index(fields=["updated_at"], name="intervention_changed"),
            models.Index(fields=["day", "hotspot"], name="intervention_counts"),
            models.Index(fields=["series"], name="intervention_series"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="intervention_ends_after_it_starts",
                violation_error_message="La fine deve venire dopo l’inizio.",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=False) | Q(status=Status.RUNNING),
                name="intervention_without_end_only_while_running",
            ),
            models.CheckConstraint(
                condition=Q(planned_from=None, planned_until=None)
                | Q(planned_until__gt=F("planned_from")),
                name="intervention_planned_in_order",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.CANCELLED, cancelled_because__gt="")
                | (~Q(status=Status.CANCELLED) & Q(cancelled_because="")),
                name="intervention_cancelled_for_a_reason",
            ),
        ]

    def __str__(self):
        return self.code

    @property
    def is_joint(self):
        return self.officers > 0 and self.educators > 0

    @property
    def services(self):
        """The services that take part, in the order of ``Service``."""
        present = {
            Service.POLICE: self.officers,
            Service.EDUCATION: self.educators,
        }
        return [service for service, people in present.items() if people]

    @property
    def minutes(self):
        """How long it lasts, in whole minutes; 0 while the end is not known."""
        if self.ends_at is None:
            return 0
        return int((self.ends_at - self.starts_at).total_seconds() // 60)


class CrewMember(models.Model):
    """A person of a service in an intervention; erased when the record is frozen."""

    intervention = models.ForeignKey(Intervention, models.CASCADE, related_name="crew")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    service = models.CharField("servizio", max_length=2, choices=Service)

    class Meta:
        ordering = ["-service", "person__full_name"]  # PL before ED
        constraints = [
            models.UniqueConstraint(fields=["intervention", "person"], name="crew_once")
        ]

    def __str__(self):
        return f"{self.intervention_id} {self.service}"


class Tally(models.Model):
    """How many of something in an intervention; empty words mean "not noted"."""

    class What(models.TextChoices):
        CONTACT = "contatti", "Contatti"
        MEDIATION = "mediazioni", "Mediazioni"
        CHECK = "controlli", "Controlli"

    intervention = models.ForeignKey(
        Intervention, models.CASCADE, related_name="tallies"
    )
    what = models.CharField("che cosa", max_length=12, choices=What)
    age_band = models.CharField(
        "fascia di età", max_length=8, choices=AgeBand, blank=True
    )
    people = models.CharField("persone", max_length=16, choices=PeopleKind, blank=True)
    outcome = models.CharField(
        "esito", max_length=16, choices=MediationOutcome, blank=True
    )
    count = models.PositiveSmallIntegerField("quanti")

    class Meta:
        ordering = ["what", "people", "age_band", "outcome"]
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "what", "age_band", "people", "outcome"],
                name="tally_once",
            ),
            models.CheckConstraint(condition=Q(count__gt=0), name="tally_of_something"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(what="mediazioni"),
                name="tally_outcome_of_a_mediation",
            ),
            models.CheckConstraint(
                condition=Q(age_band="", people="") | Q(what="contatti"),
                name="tally_people_of_a_contact",
            ),
        ]

    def __str__(self):
        return f"{self.intervention_id} {self.what} {self.count}"


class Act(models.Model):
    """Acts of one kind, written elsewhere: here only how many and their protocol number.

    ``notified_services`` counts the removal orders told to the social-health services
    (D.L. 14/2017, art. 10); the questore is always told.
    """

    intervention = models.ForeignKey(Intervention, models.CASCADE, related_name="acts")
    kind = models.CharField("atto", max_length=16, choices=ActKind)
    count = models.PositiveSmallIntegerField("quanti", default=1)
    protocol_number = models.CharField(
        "numero di protocollo", max_length=40, blank=True
    )
    notified_services = models.PositiveSmallIntegerField(
        "comunicati ai servizi", default=0
    )

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "kind", "protocol_number"], name="act_once"
            ),
            models.CheckConstraint(condition=Q(count__gt=0), name="act_of_something"),
            models.CheckConstraint(
                condition=Q(notified_services=0)
                | Q(kind=ActKind.REMOVAL, notified_services__lte=F("count")),
                name="act_notified_removals",
                violation_error_message=(
                    "Si comunicano ai servizi solo gli ordini di allontanamento, "
                    "al massimo quanti sono."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.intervention_id} {self.kind} {self.count}"


class Approval(models.Model):
    """A service says that the record is right; a later change takes it away."""

    intervention = models.ForeignKey(
        Intervention, models.CASCADE, related_name="approvals"
    )
    service = models.CharField("servizio", max_length=2, choices=Service)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "service"], name="approval_once"
            )
        ]

    def __str__(self):
        return f"{self.intervention_id} {self.service}"


class Step(models.Model):
    """One line of an intervention's history, appended and never edited.

    ``detail`` holds numbers, codes and the Italian names of changed fields; never a text
    somebody wrote. ``device_at`` is the phone's own time, when a phone did it.
    """

    class What(models.TextChoices):
        PLANNED = "pianificato", "Ha pianificato l’intervento"
        CHANGED = "modificato", "Ha modificato la scheda"
        CREW = "equipaggio", "Ha cambiato l’equipaggio"
        STARTED = "iniziato", "Ha iniziato l’intervento"
        LOGGED = "registrato", "Ha registrato l’intervento"
        ENDED = "terminato", "Ha terminato l’intervento"
        APPROVED = "approvato", "Ha approvato la scheda"
        WITHDRAWN = "ritirato", "Ha ritirato l’approvazione"
        REOPENED = "riaperto", "La scheda è cambiata: va approvata di nuovo"
        CANCELLED = "annullato", "Ha annullato l’intervento"
        RESTORED = "ripreso", "Ha ripreso l’intervento annullato"
        REPORTS = "segnalazioni", "Ha collegato le segnalazioni"
        PHOTO = "foto", "Ha aggiunto una foto del luogo"
        PHOTO_REMOVED = "foto-tolta", "Ha tolto una foto del luogo"
        FOLLOWED_UP = "ripassato", "Ha chiuso la cosa da fare"
        FROZEN = "nomi-cancellati", "I nomi dell’equipaggio sono stati cancellati"

    intervention = models.ForeignKey(
        Intervention, models.CASCADE, related_name="history"
    )
    what = models.CharField(max_length=16, choices=What)
    at = models.DateTimeField(default=timezone.now)
    device_at = models.DateTimeField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.intervention_id} {self.what}"


class FollowUpQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Every task for who reads interventions, none for the others."""
        return self if user.may(InterventionPermission.READ) else self.none()

    def open(self):
        return self.filter(done_at=None)


class FollowUp(models.Model):
    """Something to do again at a place by a day: a task on the desk of both services."""

    intervention = models.ForeignKey(
        Intervention, models.CASCADE, related_name="follow_ups"
    )
    due_on = models.DateField("entro il")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["intervention"],
                condition=Q(done_at=None),
                name="follow_up_one_open",
            )
        ]

    def __str__(self):
        return f"{self.intervention_id} {self.due_on}"


class PlacePhoto(models.Model):
    """A photo of the place, never of people: drawn again, without a word of its metadata."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)  # the phone's own
    intervention = models.ForeignKey(
        Intervention, models.CASCADE, related_name="photos"
    )
    image = models.ImageField(
        upload_to="luoghi/", width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return str(self.pk)


class CoveredCell(models.Model):
    """Minutes spent in an H3 cell (resolution 10) by the crew together: never a track."""

    intervention = models.ForeignKey(Intervention, models.CASCADE, related_name="cells")
    cell = models.BigIntegerField("cella H3")
    minutes = models.PositiveSmallIntegerField("minuti")

    class Meta:
        ordering = ["-minutes", "cell"]
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "cell"], name="covered_cell_once"
            )
        ]

    def __str__(self):
        return f"{self.intervention_id} {self.minutes}"
