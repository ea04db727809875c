"""An intervention: where, when, of which services, in which state; its parts are in record.py."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from hotspots.models import Hotspot
from interventions.models.record import Act, Approval, CrewMember, FollowUp, Step
from interventions.models.service import Service
from interventions.models.workflow import (
    NO_OUTING,
    TAKES_PEOPLE,
    Kind,
    Outcome,
    Status,
    Trigger,
)
from interventions.permissions import InterventionPermission
from reports.models import Report
from texts.codes import code_beginning
from texts.days import minutes_between


class InterventionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Every intervention for who may read them, none for the others; a draft for nobody."""
        if not user.may(InterventionPermission.READ):
            return self.none()
        return self.exclude(status=Status.DRAFT)

    def plannable_by(self, user):
        """Those ``visible_to`` a planner, and the drafts for who plans both services."""
        if not user.may(InterventionPermission.PLAN_ALL):
            return self.visible_to(user)
        return self

    def drafts(self):
        return self.filter(status=Status.DRAFT)

    def between(self, start, end):
        """Those that touch the half-open interval of two aware datetimes."""
        return self.filter(starts_at__lt=end).filter(
            Q(ends_at__gt=start) | Q(ends_at=None)
        )

    def live(self):
        """Those that are an outing of their own: neither cancelled nor merged into another."""
        return self.exclude(status__in=NO_OUTING)

    def on_days(self, first, last):
        """Those whose ``day`` is from ``first`` to ``last``, both included; either may be None."""
        if first:
            self = self.filter(day__gte=first)
        if last:
            self = self.filter(day__lte=last)
        return self

    def with_person(self, person):
        return self.filter(crew__person=person)

    def search(self, text):
        """Those whose code starts with ``text``, or whose aim or shared note contain it."""
        return self.filter(
            Q(code__istartswith=code_beginning(text))
            | Q(aim__icontains=text)
            | Q(shared_note__icontains=text)
        )

    def with_acts(self):
        return self.filter(Exists(Act.objects.filter(intervention=OuterRef("pk"))))

    def of_service(self, service):
        """Those of which it is ``taking_part``."""
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

    def missing(self, service):
        """The joint patrols still to begin with nobody of a service in the crew."""
        people = "officers" if service == Service.POLICE else "educators"
        return self.filter(kind=Kind.JOINT_PATROL, status=Status.PLANNED, **{people: 0})

    def unregistered(self, now):
        """Those planned whose hours are over: nobody has written how they went."""
        return self.filter(status=Status.PLANNED, ends_at__lte=now)

    def not_joint(self):
        return self.exclude(officers__gt=0, educators__gt=0)

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
        return self.select_related(
            "hotspot", "created_by", "merged_into"
        ).prefetch_related(
            "tallies",
            "acts",
            "photos",
            models.Prefetch("crew", CrewMember.objects.select_related("person")),
            models.Prefetch("approvals", Approval.objects.select_related("by")),
            models.Prefetch("history", Step.objects.select_related("by")),
            models.Prefetch("follow_ups", FollowUp.objects.select_related("done_by")),
            models.Prefetch(
                "reports",
                Report.objects.select_related(
                    "category", "hotspot", "in_charge_of", "merged_into"
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
    and to ``hotspot``. ``officers``, ``educators`` and their minutes are written with the crew and
    stay when the crew's names are erased. Whether it is joint follows from them.
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
    received_at = models.DateTimeField("ricevuto dal telefono", null=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="absorbed"
    )
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
                condition=Q(ends_at__isnull=False)
                | Q(status__in=[Status.RUNNING, Status.MERGED]),
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
            models.CheckConstraint(
                condition=Q(status=Status.MERGED, merged_into__isnull=False)
                | (~Q(status=Status.MERGED) & Q(merged_into=None)),
                name="intervention_merged_into_another",
            ),
        ]

    def __str__(self):
        return self.code

    @property
    def is_joint(self):
        return self.officers > 0 and self.educators > 0

    @property
    def services(self):
        """The services with somebody in the crew, in the order of ``Service``."""
        present = {
            Service.POLICE: self.officers,
            Service.EDUCATION: self.educators,
        }
        return [service for service, people in present.items() if people]

    @property
    def taking_part(self):
        """The services whose outing it is: those in the crew, or the lead while it is empty."""
        return self.services or [Service(self.lead)]

    @property
    def stays(self):
        """The outing this row is now: itself, or the one it was merged into."""
        return self.merged_into.stays if self.merged_into_id else self

    @property
    def minutes(self):
        """How long it lasts, in whole minutes; 0 while the end is not known."""
        if self.ends_at is None:
            return 0
        return minutes_between(self.starts_at, self.ends_at)
