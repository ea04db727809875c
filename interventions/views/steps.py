"""What a page offers on an intervention: one row per verb, read by the page and by the URLs."""

from dataclasses import dataclass
from typing import ClassVar

from actions.page import Action
from interventions.forms.steps import (
    EndForm,
    KeepApartForm,
    MergeForm,
    StepForm,
    doubted,
    mergeable,
)
from interventions.models import BEGUN, Status, service_of
from interventions.permissions import InterventionPermission
from interventions.record.approvals import FOR, approval_of, may_approve
from interventions.record.doubts import doubts_of
from interventions.record.hours import may_begin
from interventions.record.writing import may_write_of
from interventions.services import approval, merging, outing


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
    return may_begin(intervention) and _goes_out(user, intervention)


def _may_separate(user, row):
    stays = row.merged_into
    if stays.status not in BEGUN or row.crew_frozen_at or stays.crew_frozen_at:
        return False
    return may_write_of(user, row) and may_write_of(user, stays)


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
    offered_if=lambda user, row: may_approve(user, row) and not doubts_of(row),
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
MERGE = StepAction(
    name="merge",
    permission=InterventionPermission.READ,
    slug="unione",
    button="Unisci in una sola uscita",
    done=lambda stays: f"Unite: ora è una sola uscita, {stays.code}.",
    service=merging.merge_all,
    states=frozenset(BEGUN),
    offered_if=lambda user, row: bool(mergeable(user, row)),
    form=MergeForm,
    is_main=False,
)
KEEP_APART = StepAction(
    name="keep_apart",
    permission=InterventionPermission.READ,
    slug="separate",
    button="Sono due uscite",
    done="Motivo registrato: le due uscite restano separate.",
    service=merging.keep_apart,
    states=frozenset(BEGUN),
    offered_if=lambda user, row: bool(doubted(user, row)),
    form=KeepApartForm,
    is_main=False,
)
SEPARATE = StepAction(
    name="separate",
    permission=InterventionPermission.READ,
    slug="separazione",
    button="Separa di nuovo le due uscite",
    done="Separate: ognuna è tornata com’era.",
    service=merging.separate_outing,
    states=frozenset({Status.MERGED}),
    offered_if=_may_separate,
    is_main=False,
)
ACTIONS = [START, END, APPROVE, WITHDRAW, MERGE, KEEP_APART, SEPARATE]
