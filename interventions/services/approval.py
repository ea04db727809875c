"""One person of each service that took part says that the record is right."""

from django.db import transaction
from django.utils import timezone

from interventions.models import Approval, Status, Step, service_of
from interventions.record import lifecycle
from interventions.record.approvals import OF, missing
from interventions.record.crew import count_again
from interventions.record.doubts import doubts_of
from interventions.record.lifecycle import StepRefused
from interventions.services.locking import lock_with_crew

NOT_ENDED = (
    "Si approva una scheda dopo la fine dell’intervento, e prima che sia annullata."
)
OF_NO_SERVICE = "Approva la scheda una persona di ciascun servizio in equipaggio."
NOT_TAKING_PART = "In questo intervento non c’era nessuno {of}."
IN_DOUBT = (
    "Qualcuno dell’equipaggio è anche in un’altra uscita alla stessa ora: "
    "prima uniscile, oppure spiega perché sono due."
)
COMPLETE = "La scheda è approvata da tutti: per riaprirla modificala."
ALREADY_YOU = (
    "Hai già approvato questa scheda per l’altro servizio: serve un’altra persona."
)
NOT_YOURS = "Puoi ritirare solo l’approvazione che hai dato tu."


@transaction.atomic
def approve_intervention(intervention, *, by, seen=None, now=None):
    """Approve for the service of ``by``; the last one missing makes the record count.

    Twice is as once. The first of two approvals leaves ``version`` as it is, so that the other
    service may approve what it already has on screen.
    """
    intervention = lock_with_crew(intervention)
    service = _service_taking_part(intervention, by)
    if service not in missing(intervention):
        return intervention
    lifecycle.refuse_unless_seen(intervention, seen)
    if intervention.status != Status.ENDED:
        raise StepRefused(NOT_ENDED)
    if doubts_of(intervention):
        raise StepRefused(IN_DOUBT)
    if intervention.approvals.filter(by=by).exists():  # a person may change service
        raise StepRefused(ALREADY_YOU)
    Approval.objects.get_or_create(
        intervention=intervention,
        service=service,
        defaults={"by": by, "at": now or timezone.now()},
    )
    line = {"by": by, "detail": {"service": service}, "now": now}
    if missing(intervention):
        lifecycle.append(intervention, Step.What.APPROVED, **line)
    else:
        lifecycle.transition(intervention, Status.APPROVED, Step.What.APPROVED, **line)
    count_again(intervention)
    return intervention


@transaction.atomic
def withdraw_approval(intervention, *, by, seen=None):
    """Take back one's own approval, as long as the other service's is missing."""
    intervention = lifecycle.lock(intervention, seen=seen)
    if intervention.status == Status.APPROVED:
        raise StepRefused(COMPLETE)
    mine = intervention.approvals.filter(by=by).first()
    if mine is None:
        raise StepRefused(NOT_YOURS)
    detail = {"service": mine.service}
    mine.delete()
    lifecycle.append(intervention, Step.What.WITHDRAWN, by=by, detail=detail)
    return intervention


def _service_taking_part(intervention, person):
    service = service_of(person)
    if service is None:
        raise StepRefused(OF_NO_SERVICE)
    if service not in intervention.taking_part:
        raise StepRefused(NOT_TAKING_PART.format(of=OF[service]))
    return service
