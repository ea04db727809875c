"""An outing begins and ends, at the desk as in the street."""

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime

from interventions.models import CrewMember, Outcome, Status, Step, service_of
from interventions.record import lifecycle
from interventions.record.bounds import LONGEST
from interventions.record.crew import count_crew
from interventions.record.hours import is_forgotten, may_begin
from interventions.record.lifecycle import StepRefused, day_of
from interventions.services.answers import take_reports, tell_reports
from interventions.services.follow_up import set_follow_up
from interventions.services.locking import lock_with_crew

TOO_SOON = "È pianificato per il {when}: puoi iniziarlo da due ore prima, oppure cambia l’orario."
OVER = (
    "L’orario previsto è finito il {when}: scrivi com’è andata con “Compila la scheda”."
)
NOT_YOUR_SERVICE = "Lo inizia e lo termina chi è di un servizio in equipaggio."
ALREADY_OUT = "{who} è già in un’uscita in corso, {code}: termina prima quella."
NOT_RUNNING = "Si termina un intervento in corso. Questo è “{now}”."
TOO_LONG = "È iniziato più di 24 ore fa: scrivi l’ora di fine nella scheda."
STARTS_LATER = "L’inizio è nel futuro: correggilo nella scheda."


@transaction.atomic
def start_intervention(intervention, *, by, seen=None, now=None):
    """Begin a planned intervention now; what was planned stays beside the real time.

    The reports it answers are put in charge of an officer.
    """
    intervention = lock_with_crew(intervention, seen=seen)
    _require_service(intervention, by)
    now = now or timezone.now()
    _refuse_who_is_out(intervention, now)
    _require_near(intervention, now)
    fields = {"starts_at": now, "ends_at": None, "day": day_of(now)}
    if intervention.planned_from is None:
        fields |= {
            "planned_from": intervention.starts_at,
            "planned_until": intervention.ends_at,
        }
    detail = take_reports(intervention, by=by, now=now)
    lifecycle.transition(
        intervention,
        Status.RUNNING,
        Step.What.STARTED,
        by=by,
        of=Status.PLANNED,
        detail=detail,
        now=now,
        **fields,
    )
    count_crew(intervention)
    return intervention


def _require_near(intervention, now):
    """Refuse to begin now what was planned for other hours."""
    if intervention.status != Status.PLANNED or may_begin(intervention, now):
        return
    is_over = intervention.ends_at <= now
    sentence = OVER if is_over else TOO_SOON
    moment = intervention.ends_at if is_over else intervention.starts_at
    when = date_format(localtime(moment), r"d/m/Y \a\l\l\e H:i")
    raise StepRefused(sentence.format(when=when))


@transaction.atomic
def end_intervention(
    intervention,
    *,
    outcome,
    follow_up_on=None,
    as_planned=False,
    by,
    seen=None,
    now=None,
):
    """End a running intervention with its ``Outcome`` and, if any, the day to go back.

    Now; with ``as_planned`` when its plan said, for who forgot to end it.
    """
    intervention = lock_with_crew(intervention, seen=seen)
    _require_service(intervention, by)
    if intervention.status != Status.RUNNING:
        status = intervention.get_status_display()
        raise StepRefused(NOT_RUNNING.format(now=status))
    now = now or timezone.now()
    if intervention.starts_at >= now:
        raise StepRefused(STARTS_LATER)
    ends_at = now
    if as_planned and is_forgotten(intervention, now):
        ends_at = intervention.planned_until
    if ends_at - intervention.starts_at > LONGEST:
        raise StepRefused(TOO_LONG)
    lifecycle.transition(
        intervention,
        Status.ENDED,
        Step.What.ENDED,
        by=by,
        detail=tell_reports(intervention, by=by, now=now),
        now=now,
        ends_at=ends_at,
        outcome=Outcome(outcome),
    )
    count_crew(intervention)
    set_follow_up(intervention, follow_up_on, outcome)
    return intervention


def _refuse_who_is_out(intervention, now):
    """Refuse when somebody of the crew is out already; one left open for a day keeps nobody."""
    crew = intervention.crew.values("person")
    out = CrewMember.objects.filter(
        person__in=crew,
        intervention__status=Status.RUNNING,
        intervention__starts_at__gt=now - LONGEST,
    ).exclude(intervention=intervention)
    if found := out.select_related("person", "intervention").first():
        words = {"who": found.person, "code": found.intervention.code}
        raise StepRefused(ALREADY_OUT.format(**words))


def _require_service(intervention, person):
    if service_of(person) not in intervention.taking_part:
        raise StepRefused(NOT_YOUR_SERVICE)
