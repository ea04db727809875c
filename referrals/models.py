"""A referral to the social services or to the victims' help desk: a need, never a person."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from hotspots.models import ELSEWHERE_LABEL, Hotspot
from interventions.models.intervention import Intervention
from interventions.models.service import Service, service_of
from interventions.models.workflow import AgeBand
from referrals.permissions import ReferralPermission
from texts.days import midnight


class ReferralQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of their own service for officers and educators, all for who handles or plans."""
        if not user.may(ReferralPermission.READ):
            return self.none()
        service = service_of(user)
        return self.filter(service=service) if service else self

    def open(self):
        return self.exclude(status=Referral.Status.CLOSED)

    def late(self, now=None):
        """Those still open after the last day that their urgency gives."""
        today = timezone.localdate(now)
        late = Q()
        for urgency, days in DAYS_TO_ANSWER.items():
            late |= Q(urgency=urgency, sent_at__lt=midnight(today - timedelta(days)))
        return self.open().filter(late)

    def sent_between(self, first, last):
        """Those sent from the day ``first`` to ``last``, both included; either may be None."""
        if first:
            self = self.filter(sent_at__gte=midnight(first))
        if last:
            self = self.filter(sent_at__lt=midnight(last + timedelta(days=1)))
        return self

    def for_page(self):
        return self.select_related("hotspot", "taken_by", "by", "intervention")


class Referral(models.Model):
    """What is asked of whom, where, for which age band and how soon. No text: no identity."""

    class Status(models.TextChoices):
        SENT = "inviato", "Inviato"
        TAKEN = "preso-in-carico", "Preso in carico"
        CLOSED = "chiuso", "Chiuso"

    class Desk(models.TextChoices):
        SOCIAL = "servizi-sociali", "Servizi sociali"
        VICTIMS = "sportello-vittime", "Sportello per le vittime di reato"

    class Need(models.TextChoices):
        HOUSING = "casa", "Casa o posto per dormire"
        INCOME = "reddito", "Reddito e lavoro"
        HEALTH = "salute", "Salute"
        ADDICTION = "dipendenze", "Dipendenze"
        MINORS = "minori", "Minori e famiglia"
        ELDERS = "anziani", "Anziani soli"
        CRIME = "reato", "Sostegno dopo un reato"
        VIOLENCE = "violenza", "Violenza di genere o in famiglia"
        REMOVAL = "allontanamento", "Ordine di allontanamento (D.L. 14/2017, art. 10)"

    class Urgency(models.IntegerChoices):
        TODAY = 1, "Entro un giorno"
        WEEK = 2, "Entro una settimana"
        NORMAL = 3, "Quando è possibile"

    class Outcome(models.TextChoices):
        HELPED = "avviato", "Aiuto avviato"
        KNOWN = "gia-seguito", "Già seguito dai servizi"
        PASSED_ON = "altro-servizio", "Passato a un altro servizio"
        DECLINED = "rifiutato", "La persona non ha voluto"
        NOT_FOUND = "non-raggiunto", "Non è stato possibile incontrarla"

    code = models.CharField("codice", max_length=20, unique=True)
    # of the form it came from: the same form sent twice is one referral
    client_id = models.UUIDField(null=True, unique=True)
    status = models.CharField(
        "stato", max_length=16, choices=Status, default=Status.SENT
    )
    desk = models.CharField("a chi", max_length=20, choices=Desk)
    need = models.CharField("bisogno", max_length=16, choices=Need)
    hotspot = models.ForeignKey(
        Hotspot, models.PROTECT, null=True, verbose_name="luogo", related_name="+"
    )
    on = models.DateField("giorno")
    age_band = models.CharField(
        "fascia di età", max_length=8, choices=AgeBand, blank=True
    )
    urgency = models.PositiveSmallIntegerField(
        "urgenza", choices=Urgency, default=Urgency.NORMAL
    )
    intervention = models.ForeignKey(
        Intervention, models.SET_NULL, null=True, related_name="referrals"
    )
    service = models.CharField("da chi", max_length=2, choices=Service, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("inviato il", default=timezone.now)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    taken_at = models.DateTimeField("preso in carico il", null=True)
    closed_at = models.DateTimeField("chiuso il", null=True)
    outcome = models.CharField("esito", max_length=16, choices=Outcome, blank=True)
    updated_at = models.DateTimeField(auto_now=True)
    is_demo = models.BooleanField(default=False)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        db_table = "interventions_referral"
        ordering = ["-sent_at", "-pk"]
        verbose_name, verbose_name_plural = "invio", "invii"
        indexes = [
            models.Index(fields=["-sent_at", "-id"], name="referral_newest"),
            models.Index(fields=["updated_at"], name="referral_changed"),
            models.Index(
                fields=["urgency", "sent_at", "id"],
                name="referral_open",
                condition=~Q(status="chiuso"),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="inviato", taken_at=None, closed_at=None)
                | Q(status="preso-in-carico", taken_at__isnull=False, closed_at=None)
                | Q(status="chiuso", taken_at__isnull=False, closed_at__isnull=False),
                name="referral_times_follow_status",
            ),
            models.CheckConstraint(
                condition=Q(status="chiuso", outcome__gt="")
                | (~Q(status="chiuso") & Q(outcome="")),
                name="referral_outcome_when_closed",
            ),
        ]

    def __str__(self):
        return self.code

    @property
    def title(self):
        """What is asked and where, ``Salute, Piazza Grande``: a page shows no code first."""
        return f"{self.get_need_display()}, {self.hotspot or ELSEWHERE_LABEL.lower()}"

    @property
    def is_late(self):
        return self.days_late > 0

    @property
    def answer_by(self):
        """The last day for its outcome."""
        return timezone.localdate(self.sent_at) + timedelta(
            DAYS_TO_ANSWER[self.urgency]
        )

    @property
    def days_late(self):
        """Days of the calendar past the last one; 0 when it is not late, or is closed."""
        if self.status == self.Status.CLOSED:
            return 0
        return max(0, (timezone.localdate() - self.answer_by).days)


# of the calendar, from the day it was sent to that of its outcome
DAYS_TO_ANSWER = {
    Referral.Urgency.TODAY: 1,
    Referral.Urgency.WEEK: 7,
    Referral.Urgency.NORMAL: 30,
}
