"""What a page offers on an intervention: one row per verb, read by the page and by the URLs."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils import timezone

from actions.page import Action
from interventions.forms.steps import EndForm, StepForm
from interventions.models import Status, service_of
from interventions.permissions import InterventionPermission
from interventions.record.approvals import FOR, approval_of, may_approve
from interventions.record.hours import may_begin
from interventions.services import approval, outing


@dataclass(frozen=True, kw_only=True)
class StepAction(Action):
    of: ClassVar = "intervention"
    permission: InterventionPermission = InterventionPermission.LOG
    form: type = StepForm
    is_main: bool = True

    def label_for(self, user):
        """Return the words of the button, which may name the person's service."""
        return self.button.format(of=FOR.get(service_of(user), ""))


def _goes_out(user, intervention):
    return service_of(user) in intervention.taking_part


def _may_start(user, intervention):
    return (
        intervention.day <= timezone.localdate()
        and may_begin(intervention)
        and _goes_out(user, intervention)
    )


START = StepAction(
    name="start",
    slug="inizio",
    button="Inizia adesso",
    done="Intervento iniziato.",
    service=outing.start_intervention,
    states=frozenset({Status.PLANNED}),
    offered_if=_may_start,
)
END = StepAction(
    name="end",
    slug="fine",
    button="Termina",
    done="Intervento terminato. Completa la scheda, poi approvala.",
    service=outing.end_intervention,
    states=frozenset({Status.RUNNING}),
    offered_if=_goes_out,
    form=EndForm,
)
APPROVE = StepAction(
    name="approve",
    slug="approvazione",
    button="Approva per {of}",
    done="Approvazione registrata.",
    service=approval.approve_intervention,
    states=frozenset({Status.ENDED}),
    offered_if=may_approve,
)
WITHDRAW = StepAction(
    name="withdraw",
    slug="ritiro-approvazione",
    button="Ritira la tua approvazione",
    done="Approvazione ritirata.",
    service=approval.withdraw_approval,
    states=frozenset({Status.ENDED}),
    offered_if=lambda user, row: approval_of(user, row) is not None,
    is_main=False,
)
ACTIONS = [START, END, APPROVE, WITHDRAW]
