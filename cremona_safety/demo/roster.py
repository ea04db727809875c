"""Who of the invented people can go out at a time, so that nobody is in two places."""

from datetime import timedelta

from interventions.models import Service, service_of

AROUND = timedelta(minutes=45)  # who ends late is not already elsewhere
RECENT = 12  # outings of a person to look back at


class Roster:
    """The people of both services and the hours already taken."""

    def __init__(self, people, chance, *, rest):
        self.of = {
            service: [person for person in people if service_of(person) == service]
            for service in Service
        }
        self.taken = {person: [] for person in people}
        self.chance = chance
        self.rest = rest

    def pick(self, service, how_many, start, end, *, without=()):
        """Return up to ``how_many`` free people of a service: rested first, then the least used."""
        free = [
            person
            for person in self.of[service]
            if person not in without and self._gap(person, start, end) > AROUND
        ]
        free.sort(key=lambda person: self._order(person, start, end))
        return free[:how_many]

    def take(self, people, start, end):
        for person in people:
            self.taken[person].append((start, end))

    def _order(self, person, start, end):
        tired = self._gap(person, start, end) < self.rest
        return tired, len(self.taken[person]), self.chance.random()

    def _gap(self, person, start, end):
        """Return the time between this outing and the person's nearest; negative: they touch."""
        gaps = [
            max(start - other_end, other_start - end)
            for other_start, other_end in self.taken[person][-RECENT:]
        ]
        return min(gaps, default=timedelta(days=365))
