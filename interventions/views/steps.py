"""What a page offers on an intervention: one row per verb, read by the page and by the URLs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from interventions import services
from interventions.forms.steps import EndForm, StepForm
from interventions.models import Status, service_of
from interventions.permissions import InterventionPermission
from interventions.record.approvals import FOR, approval_of, may_approve

# sooner, one tap would begin it by mistake for all its crew
EARLIEST = timedelta(hours=2)


@dataclass(frozen=True, kw_only=True)
class Action:
    """``is_offered`` is whether the page shows it to a person; the service has the last word."""

    name: str
    slug: str  # in the address
    button: str
    done: str  # said afterwards
    service: Callable
    is_offered: Callable
    form: type = StepForm
    is_main: bool = True

    @property
    def url_name(self):
        return f"intervention_{self.name}"

    def label_for(self, user):
        """Return the words of the button, which may name the person's service."""
        return self.button.format(of=FOR.get(service_of(user), ""))


def _goes_out(user, intervention):
    return (
        user.may(InterventionPermission.LOG)
        and service_of(user) in intervention.taking_part
        and user.is_active
    )


def _may_start(user, intervention):
    return (
        intervention.status == Status.PLANNED
        and intervention.day <= timezone.localdate()
        and intervention.starts_at - EARLIEST <= timezone.now() < intervention.ends_at
        and _goes_out(user, intervention)
    )


def _may_end(user, intervention):
    return intervention.status == Status.RUNNING and _goes_out(user, intervention)


START = Action(
    name="start",
    slug="inizio",
    button="Inizia adesso",
    done="Intervento iniziato.",
    service=services.start_intervention,
    is_offered=_may_start,
)
END = Action(
    name="end",
    slug="fine",
    button="Termina adesso",
    done="Intervento terminato. Completa la scheda, poi approvala.",
    service=services.end_intervention,
    is_offered=_may_end,
    form=EndForm,
)
APPROVE = Action(
    name="approve",
    slug="approvazione",
    button="Approva per {of}",
    done="Approvazione registrata.",
    service=services.approve_intervention,
    is_offered=may_approve,
)
WITHDRAW = Action(
    name="withdraw",
    slug="ritiro-approvazione",
    button="Ritira la tua approvazione",
    done="Approvazione ritirata.",
    service=services.withdraw_approval,
    is_offered=lambda user, row: approval_of(user, row) is not None,
    is_main=False,
)
ACTIONS = [START, END, APPROVE, WITHDRAW]
