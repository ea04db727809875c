"""Whose approval a record needs, and whose is still missing."""

from interventions.models import Service, Status, service_of

OF = {
    Service.POLICE: "della Polizia Locale",
    Service.EDUCATION: "dell’educativa territoriale",
}
FOR = {
    Service.POLICE: "la Polizia Locale",
    Service.EDUCATION: "l’educativa territoriale",
}


def missing(intervention):
    """Return the services whose approval is still to come, whatever the state."""
    given = {approval.service for approval in intervention.approvals.all()}
    return [service for service in intervention.taking_part if service not in given]


def may_approve(user, intervention):
    """Tell whether ``user`` is of a service whose approval this ended record waits for."""
    return (
        intervention.status == Status.ENDED
        and service_of(user) in missing(intervention)
        and approval_of(user, intervention) is None  # given when of the other service
    )


def approval_of(user, intervention):
    """Return the approval ``user`` gave, as long as they may take it back, or None."""
    if intervention.status != Status.ENDED:
        return None
    given = (a for a in intervention.approvals.all() if a.by_id == user.pk)
    return next(given, None)


def what_is_missing(intervention):
    """Say in a sentence whose approval is missing; "" when none is."""
    names = " e ".join(OF[service] for service in missing(intervention))
    if not names:
        return ""
    return f"Manca l’approvazione {names}."
