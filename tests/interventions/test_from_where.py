"""Each verb leaves from its own states alone: a table of moves that another verb widened, as a merge
that is undone, must not let the others in. What may not go changes nothing and says so."""

from datetime import timedelta
from itertools import product

import pytest
from django.urls import get_resolver, reverse

from interventions.models import Intervention, Outcome, Status, Step
from interventions.record.lifecycle import StepRefused
from interventions.services.approval import approve_intervention
from interventions.services.outing import end_intervention, start_intervention
from interventions.services.planning import cancel_intervention, restore_intervention
from tests.interventions.factories import FRIDAY_EVENING, InterventionFactory
from tests.moments import clock_at

START = FRIDAY_EVENING + timedelta(minutes=7)
END = FRIDAY_EVENING + timedelta(hours=1)
VERBS = {
    "start": ({Status.PLANNED}, START, start_intervention, {}),
    "end": ({Status.RUNNING}, END, end_intervention, {"outcome": Outcome.QUIET}),
    "approve": ({Status.ENDED}, END, approve_intervention, {}),
    "cancel": (
        {Status.PLANNED, Status.RUNNING, Status.ENDED},
        END,
        cancel_intervention,
        {"because": "Piove"},
    ),
    "restore": ({Status.CANCELLED}, START, restore_intervention, {}),
}
TYPED = {
    "because": "Piove",
    "reason": "Piove",
    "outcome": "tranquillo",
    "direction": "su",
}


def outing_that_is(status, officer):
    """Return an outing in ``status``, which had ended once: its history holds every verb."""
    more = {
        Status.RUNNING: {"ends_at": None},
        Status.CANCELLED: {"cancelled_because": "Piove"},
        Status.ENDED: {"outcome": Outcome.QUIET},
        Status.APPROVED: {"outcome": Outcome.QUIET},
    }.get(status, {})
    if status == Status.MERGED:
        more = {"ends_at": None, "merged_into": InterventionFactory(crew=[officer])}
    row = InterventionFactory(crew=[officer], status=status, **more)
    for what in (Step.What.STARTED, Step.What.ENDED):
        Step.objects.create(intervention=row, what=what, at=FRIDAY_EVENING)
    return row


def all_of(row):
    return Intervention.objects.filter(pk=row.pk).values().get(), row.history.count()


@pytest.mark.parametrize(("name", "status"), list(product(VERBS, Status)))
def test_a_verb_leaves_from_its_own_states_alone(officer, name, status):
    own, moment, verb, said = VERBS[name]
    row = outing_that_is(status, officer)
    before = all_of(row)

    with clock_at(moment):
        if status in own:
            assert verb(row, by=officer, **said).status != status
            return
        with pytest.raises(StepRefused):
            verb(row, by=officer, **said)

    assert all_of(row) == before


def addresses():
    """Return the names of the addresses of one outing, which take its code and nothing else."""
    get_resolver().url_patterns  # noqa: B018 - they know how a code is written
    patterns = get_resolver("interventions.urls").url_patterns
    return [each.name for each in patterns if list(each.pattern.converters) == ["code"]]


@pytest.mark.parametrize("role", ["officer", "coordinator"])
@pytest.mark.parametrize("status", list(Status))
def test_its_addresses_answer_a_sentence_from_every_state(
    client_as, user_as, programme, status, role
):
    client = client_as(role)
    names = addresses()
    assert "intervention_restore" in names
    for name in names:
        row = outing_that_is(status, user_as("officer"))
        with clock_at(END):
            answer = client.post(
                reverse(name, args=[row.code]), TYPED | {"seen": row.version}
            )
        assert answer.status_code < 500, name
