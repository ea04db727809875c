"""Who goes out: which people of which service, and the counts that stay when names go.

Who may put whom in a crew follows the services: one's own, or both for who may ``PLAN_ALL``.
"""

from django.db.models import Q

from accounts.models import User
from interventions.models import (
    BEGUN,
    CREW_CHANGE,
    TAKES_PEOPLE,
    CrewMember,
    Intervention,
    Service,
    Status,
    Step,
    permission_of,
    service_of,
)
from interventions.permissions import InterventionPermission
from interventions.record.bounds import LONGEST
from interventions.record.hours import overlap
from interventions.record.lifecycle import StepRefused, append, save_counts

OF_NO_SERVICE = "{who} non è né agente né educatore: non può stare in un equipaggio."
FROZEN = "I nomi dell’equipaggio sono stati cancellati: non si cambia più chi c’era."
NOT_YOURS = "{who} è di un altro servizio: chiedi a un collega di quel servizio o al coordinatore."
MINUTES = {"officer_minutes": Service.POLICE, "educator_minutes": Service.EDUCATION}


def people_of(*services):
    """Return the active people of one or both services, by service and name."""
    wanted = [permission_of(service) for service in services or Service]
    found = User.objects.who_may(*wanted)
    return sorted(found, key=lambda p: (service_of(p) != Service.POLICE, p.full_name))


def may_put(user, person):
    """Tell whether ``user`` may put ``person`` in a crew, or take them out of one."""
    if user.may(InterventionPermission.PLAN_ALL):
        return True
    mine = service_of(user)
    return mine is not None and service_of(person) == mine


def may_lead(user, lead):
    """Tell whether ``user`` decides hours and place of an intervention led by a service."""
    if user.may(InterventionPermission.PLAN_ALL):
        return True
    return user.may(InterventionPermission.PLAN) and service_of(user) == lead


def may_join(user, intervention):
    """Tell whether the page offers ``user`` to put themself in the crew of an intervention."""
    return (
        intervention.status in TAKES_PEOPLE
        and service_of(user) is not None
        and not is_in_crew(user, intervention)
    )


def is_in_crew(user, intervention):
    return any(member.person_id == user.pk for member in intervention.crew.all())


def crew_of(intervention):
    """Return the people in a crew, read now."""
    return [member.person for member in intervention.crew.select_related("person")]


def set_crew(intervention, people, *, by, by_the_street=False):
    """Make ``people`` the crew of a locked intervention and write its counts.

    ``by_the_street``: the outing is logged where it happens, by one of those who are in it. A
    joint outing is born there, so they may be of both services whoever holds the phone; the
    history says who it was, and each service still approves for its own.

    Return whether anything changed. Raise ``StepRefused`` when somebody is of no service, or
    joins or leaves who ``by`` may not put there, or the names were erased. The caller writes the
    history.
    """
    if intervention.crew_frozen_at and people:
        raise StepRefused(FROZEN)
    now = {member.person_id: member for member in intervention.crew.all()}
    wanted = {person.pk: person for person in people}
    joining = [wanted[pk] for pk in wanted.keys() - now.keys()]
    leaving = [now[pk] for pk in now.keys() - wanted.keys()]
    for person in joining:
        _refuse_unless_may_put(by, person, by_the_street)
    for member in leaving:
        # by the service they came with: an account may be closed since
        # also in the street: who joined there is confirmed, or taken out, by their own service
        if not may_lead(by, member.service):
            raise StepRefused(NOT_YOURS.format(who=member.person))
    replace_crew(intervention, {p.pk: service_of(p) for p in people})
    return bool(joining or leaving)


def replace_crew(intervention, services):
    """Make the people of ``services``, {key: Service}, the crew; ``set_crew`` says who may."""
    now = {member.person_id for member in intervention.crew.all()}
    gone = now - services.keys()
    intervention.crew.filter(person__in=gone).delete()
    CrewMember.objects.bulk_create(
        CrewMember(intervention=intervention, person_id=pk, service=service)
        for pk, service in services.items()
        if pk not in now
    )
    count_crew(intervention, also=gone)


def crew_change(intervention, people):
    """Return what the history says when ``people`` become the crew; {} when it is already theirs.

    How many of each service, before and after, and how many are new when those are the same: never
    a name. Ask before ``set_crew``.
    """
    now = {member.person_id: member.service for member in intervention.crew.all()}
    wanted = {p.pk: now.get(p.pk) or service_of(p) for p in people}
    if intervention.crew_frozen_at or now.keys() == wanted.keys():
        return {}
    was, will_be = (
        {str(service): list(crew.values()).count(service) for service in Service}
        for crew in (now, wanted)
    )
    change = {"from": was, "to": will_be}
    if was == will_be:
        joining = [wanted[pk] for pk in wanted.keys() - now.keys()]
        change["new"] = {str(one): joining.count(one) for one in set(joining)}
    return {CREW_CHANGE: change}


def change_in_words(change):
    """Say what ``crew_change`` keeps: ``da 1 PL e 0 ED a 1 PL e 1 ED``, or who took whose place."""
    was, will_be = (
        " e ".join(f"{change[when].get(one, 0)} {one.letters}" for one in Service)
        for when in ("from", "to")
    )
    if was != will_be:
        return f"da {was} a {will_be}"
    new = change.get("new", {})  # rows of once do not say how many
    joined = " e ".join(f"{new[s]} {s.letters}" for s in Service if new.get(s))
    others = "un altro" if sum(new.values()) == 1 else "altrettanti"
    how = f"{joined} al posto di {others}" if joined else "altre persone"
    return f"{how}, sempre {was}"


def count_crew(intervention, *, also=()):
    """Write on the intervention how many people of each service, and for how many minutes.

    Call it whenever the crew or the hours change, or it is no outing any more; once the names
    are erased only the minutes do. Nobody counts twice at the same minute: the other outings
    of the same people, and of those of ``also`` who left, are counted again.
    """
    if intervention.crew_frozen_at:
        crew = intervention.officers, intervention.educators
        save_counts(intervention, **counts_of(intervention, *crew))
        return
    _count_people(intervention)
    if intervention.status == Status.PLANNED:
        return
    people = {*intervention.crew.values_list("person_id", flat=True), *also}
    for other in _others_of(people, intervention):
        lasts = other.minutes * (other.officers + other.educators)
        is_less = lasts != other.officer_minutes + other.educator_minutes
        if is_less or overlap(other, intervention):
            was = other.officer_minutes + other.educator_minutes
            _count_people(other)
            _say_moved(other, was, intervention)


def _say_moved(row, was, because):
    """Write in the history of an approved row that its minutes changed: nobody changed it."""
    now = row.officer_minutes + row.educator_minutes
    if row.status == Status.APPROVED and now != was:
        minutes = {"from": was, "to": now}
        detail = {"minutes_moved": minutes, "shared_with": because.code}
        append(row, Step.What.MINUTES, by=None, detail=detail)


def count_again(intervention):
    """Count one that is approved from now on, or no more: nobody else has its minutes, or may."""
    if not intervention.crew_frozen_at:  # what it shared stays as it was
        count_crew(intervention)


def _count_people(intervention):
    """Count the crew, each person for the minutes that no outing ``_before`` it has of theirs."""
    crew = dict(intervention.crew.values_list("person_id", "service"))
    is_elsewhere = intervention.status == Status.MERGED  # in the row it was merged into
    minutes = dict.fromkeys(crew, 0 if is_elsewhere else intervention.minutes)
    if intervention.status in BEGUN and intervention.ends_at:
        left = {
            person: _span(intervention.starts_at, intervention.ends_at)
            for person in crew
        }
        for person, *hours in _before(intervention, crew):
            left[person] -= _span(*hours)
        minutes = {person: len(span) for person, span in left.items()}
    counts = counts_of(
        intervention, *(list(crew.values()).count(service) for service in Service)
    )
    for name, service in MINUTES.items():
        counts[name] = sum(minutes[p] for p, of in crew.items() if of == service)
    save_counts(intervention, **counts)


def _before(intervention, people):
    """Return (person, start, end) of the outings that have ``people`` before this one has them.

    What is approved goes before what nobody has approved yet; then who began first.
    """
    first = Q(intervention__starts_at__lt=intervention.starts_at) | Q(
        intervention__starts_at=intervention.starts_at,
        intervention__lt=intervention.pk,
    )
    counts = Q(intervention__status=Status.APPROVED)
    is_counted = intervention.status == Status.APPROVED
    return CrewMember.objects.filter(
        counts & first if is_counted else counts | first,
        person__in=people,
        intervention__status__in=BEGUN,
        intervention__ends_at__gt=intervention.starts_at,
        intervention__starts_at__lt=intervention.ends_at,
    ).values_list("person_id", "intervention__starts_at", "intervention__ends_at")


def _span(start, end):
    """Return the minutes between two moments, cut as ``minutes_between`` does."""
    return set(range(*(int(moment.timestamp() // 60) for moment in (start, end))))


def _others_of(people, intervention):
    """Return the outings of some people that may overlap with one, before or after a change."""
    begun = Intervention.objects.filter(
        status__in=BEGUN,
        crew__person__in=people,
        crew_frozen_at=None,
        starts_at__gt=intervention.starts_at - 2 * LONGEST,
        starts_at__lt=intervention.starts_at + 2 * LONGEST,
    )
    return begun.exclude(pk=intervention.pk).distinct()


def counts_of(intervention, officers, educators):
    """Return how many people of each service there were, and for how many minutes."""
    return {
        "officers": officers,
        "educators": educators,
        "officer_minutes": officers * intervention.minutes,
        "educator_minutes": educators * intervention.minutes,
    }


def _refuse_unless_may_put(by, person, by_the_street):
    if service_of(person) is None:
        raise StepRefused(OF_NO_SERVICE.format(who=person))
    if not by_the_street and not may_put(by, person):
        raise StepRefused(NOT_YOURS.format(who=person))
