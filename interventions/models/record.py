"""The parts of an intervention's record: who went out, what was counted and done, what changed."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.trail import said, words
from interventions.models.service import Service
from interventions.models.workflow import ActKind, AgeBand, MediationOutcome, PeopleKind
from interventions.permissions import InterventionPermission

# in a Step's detail: how many of each service, before and after
CREW_CHANGE = "crew_changed"
MOVED_FROM = "was_on"  # in a Step's detail: the day it was on, ISO; figures read it


class CrewMember(models.Model):
    """A person of a service in an intervention; erased when the record is frozen."""

    intervention = models.ForeignKey(
        "interventions.Intervention", models.CASCADE, related_name="crew"
    )
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
        "interventions.Intervention", models.CASCADE, related_name="tallies"
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

    ``notified_questore`` and ``notified_services`` count the removal orders told to the questore
    and to the social-health services (D.L. 14/2017, art. 10), as somebody noted them.
    """

    intervention = models.ForeignKey(
        "interventions.Intervention", models.CASCADE, related_name="acts"
    )
    kind = models.CharField("atto", max_length=16, choices=ActKind)
    count = models.PositiveSmallIntegerField("quanti", default=1)
    protocol_number = models.CharField(
        "numero di protocollo", max_length=40, blank=True
    )
    notified_questore = models.PositiveSmallIntegerField(
        "comunicati al questore", default=0
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
                condition=Q(notified_questore=0, notified_services=0)
                | Q(
                    kind=ActKind.REMOVAL,
                    notified_questore__lte=F("count"),
                    notified_services__lte=F("count"),
                ),
                name="act_notified_removals",
                violation_error_message=(
                    "Si comunicano al questore e ai servizi solo gli ordini di allontanamento, "
                    "al massimo quanti sono."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.intervention_id} {self.kind} {self.count}"


class Approval(models.Model):
    """A service says that the record is right; a later change takes it away."""

    intervention = models.ForeignKey(
        "interventions.Intervention", models.CASCADE, related_name="approvals"
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
    """One line of an intervention's history, appended and kept as it is.

    Only a phone's count that goes on brings its own last line up to date, and ``by`` goes, with
    the names of the crew, from what was done in the street.
    ``detail`` holds numbers and codes, that ``AppConfig.trail_words`` says in Italian; never a
    text somebody wrote. ``device_at`` is the phone's own time, when a phone did it.
    """

    class What(models.TextChoices):
        PLANNED = "pianificato", "Ha pianificato l’intervento"
        PUBLISHED = "pubblicato", "Ha pubblicato il turno"
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
        MERGED = "unito", "Ha unito due registrazioni della stessa uscita"
        SEPARATED = "separato", "Ha separato due uscite che erano unite"
        KEPT_APART = "tenute-separate", "Ha spiegato perché sono due uscite"
        FOLLOWED_UP = "ripassato", "Ha ricontrollato il luogo"
        MINUTES = (
            "minuti",
            "Minuti contati di nuovo: qualcuno era anche in un’altra uscita",
        )
        FROZEN = "nomi-cancellati", "I nomi dell’equipaggio sono stati cancellati"

    intervention = models.ForeignKey(
        "interventions.Intervention", models.CASCADE, related_name="history"
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
        indexes = [models.Index(fields=["at"], name="step_newest")]

    def __str__(self):
        return f"{self.intervention_id} {self.what}"

    @property
    def who(self):
        """Who did it, in words, also when the name was erased."""
        if self.by:
            return str(self.by)
        is_ours = self.what in (self.What.FROZEN, self.What.MINUTES)
        return "Portale" if is_ours else "Una persona in servizio"

    @property
    def lines(self):
        """What the history says under the step: [(name, value)], in words."""
        return [(_heading(code), said(code, self.detail[code])) for code in self.detail]


def _heading(code):
    word = "prima era il" if code == MOVED_FROM else f"{words().get(code, code)}:"
    return f"{word[:1].upper()}{word[1:]}"


class FollowUpQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Every task for who reads interventions, none for the others."""
        return self if user.may(InterventionPermission.READ) else self.none()

    def open(self):
        return self.filter(done_at=None)

    def to_do(self):
        """Those open, each once: of a row merged into another, the one that stays has it."""
        return self.open().filter(intervention__merged_into=None)


class FollowUp(models.Model):
    """Something to do again at a place by a day: a task on the desk of both services."""

    intervention = models.ForeignKey(
        "interventions.Intervention", models.CASCADE, related_name="follow_ups"
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
        "interventions.Intervention", models.CASCADE, related_name="photos"
    )
    image = models.FileField(upload_to="luoghi/")  # a JPEG that photos.redrawing drew
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
