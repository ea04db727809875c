"""What was counted and done in an outing, line by line: its one writer, and how a record reads it."""

from typing import NamedTuple

from interventions.models import (
    Act,
    ActKind,
    AgeBand,
    MediationOutcome,
    PeopleKind,
    Tally,
    does_police_work,
)

# how the history and "Registra dopo" call what is counted
COUNTED = {
    Tally.What.CONTACT: "contacts",
    Tally.What.MEDIATION: "mediations",
    Tally.What.CHECK: "checks",
}


def offered_to(person, there=()):
    """Return what a form offers ``person`` to count: the checks of the police, to others if ``there``."""
    is_police = does_police_work(person)
    return [
        what
        for what in Tally.What
        if is_police or what != Tally.What.CHECK or what in there
    ]


class TallyLine(NamedTuple):
    """How many of something; empty words mean "not noted"."""

    what: str
    people: str
    age_band: str
    outcome: str
    count: int

    @property
    def words(self):
        """What was counted: ``Contatti, giovani, 14-17 anni``, without what was not noted."""
        said = [
            self.people and PeopleKind(self.people).label.lower(),
            self.age_band and AgeBand(self.age_band).label.lower(),
            self.outcome and MediationOutcome(self.outcome).label.lower(),
        ]
        return ", ".join(filter(None, [Tally.What(self.what).label, *said]))

    def __str__(self):
        return f"{self.words}: {self.count}"


class ActLine(NamedTuple):
    """How many acts of a kind, and the protocol number of where they are written."""

    kind: str
    protocol_number: str
    count: int
    notified_questore: int
    notified_services: int

    @property
    def words(self):
        number = f", protocollo {self.protocol_number}" if self.protocol_number else ""
        return f"{ActKind(self.kind).label}{number}"

    @property
    def told(self):
        """To whom the orders were told: ``comunicati: 2 al questore, 1 ai servizi``; "" if to none."""
        told = {
            "al questore": self.notified_questore,
            "ai servizi": self.notified_services,
        }
        said = [f"{count} {whom}" for whom, count in told.items() if count]
        return f"comunicati: {', '.join(said)}" if said else ""

    def __str__(self):
        return f"{self.words}: {self.count}"


def read_tallies(intervention):
    return [
        TallyLine(row.what, row.people, row.age_band, row.outcome, row.count)
        for row in intervention.tallies.all()
    ]


def read_acts(intervention):
    return [
        ActLine(*(getattr(row, name) for name in ActLine._fields))
        for row in intervention.acts.all()
    ]


def open_follow_up(intervention):
    """Return what is still to do at the place, or None; read among the rows already fetched."""
    tasks = intervention.follow_ups.all()
    return next((task for task in tasks if task.done_at is None), None)


def write_tallies(intervention, lines):
    """Make ``lines`` the only tallies of a locked intervention; the caller writes the history."""
    intervention.tallies.all().delete()
    Tally.objects.bulk_create(
        Tally(intervention=intervention, **line._asdict()) for line in lines
    )


def write_acts(intervention, lines):
    """Make ``lines`` the only acts of a locked intervention; as ``write_tallies``."""
    intervention.acts.all().delete()
    Act.objects.bulk_create(
        Act(intervention=intervention, **line._asdict()) for line in lines
    )
