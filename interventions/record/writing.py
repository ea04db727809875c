"""Who may write on the sheet of an intervention, and when."""

from interventions.models import DONE, Status, service_of
from interventions.permissions import InterventionPermission

# before it begins what changes is the plan; a sheet can be written when its hours are over
WRITTEN_IN = (Status.PLANNED, Status.RUNNING, *DONE)


def may_write_sheets(user):
    """Tell whether a person writes sheets: who goes out, and who coordinates both services."""
    return user.may(InterventionPermission.LOG) or user.may(
        InterventionPermission.PLAN_ALL
    )


def may_write_of(user, intervention):
    """Tell whether the sheet of ``intervention``, whatever its state, is one ``user`` writes.

    Of a service that took part or led, or in the crew; who coordinates writes every one.
    """
    if user.may(InterventionPermission.PLAN_ALL):
        return True
    if not may_write_sheets(user):
        return False
    service = service_of(user)
    return (
        service == intervention.lead
        or service in intervention.services
        or any(member.person_id == user.pk for member in intervention.crew.all())
    )


def may_answer(user, one, other):
    """Tell whether ``user`` may say that two outings are one, or that they are two.

    Who coordinates may; else who was in one of the two, and writes the sheets of both.
    """
    if user.may(InterventionPermission.PLAN_ALL):
        return True
    was_there = any(m.person_id == user.pk for r in (one, other) for m in r.crew.all())
    return was_there and may_write_of(user, one) and may_write_of(user, other)


def may_write(user, intervention):
    """Tell whether the page offers ``user`` the sheet of ``intervention``."""
    return intervention.status in WRITTEN_IN and may_write_of(user, intervention)
