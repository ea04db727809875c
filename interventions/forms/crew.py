"""The people of a crew as boxes to tick, grouped by service; those of others only to read."""

from django import forms

from interventions.models import Service, service_of
from interventions.record.crew import may_put, people_of

NOT_FREE, FREE, GONE = "non disponibile", "disponibile", "accesso chiuso"


class CrewBoxes(forms.CheckboxSelectMultiple):
    """Boxes of ``locked`` people are disabled; those ``kept`` stay ticked whatever is sent."""

    locked = kept = frozenset()

    def create_option(self, name, value, label, selected, index, **kwargs):
        option = super().create_option(
            name, value, label, selected or value in self.kept, index, **kwargs
        )
        if value in self.locked:
            option["attrs"]["disabled"] = True
        if option["selected"]:
            option["attrs"]["checked"] = True
        return option


class CrewField(forms.MultipleChoiceField):
    """Who goes out; call ``offer`` with who asks, ``people`` on what was chosen."""

    widget = CrewBoxes

    def offer(self, user, *, now=(), marks=None):
        """List the people ``user`` may tick; ``now`` are those already there.

        ``marks`` is what to write beside a name, by primary key.
        """
        marks = {person.pk: GONE for person in now if not person.is_active} | (
            marks or {}
        )
        everybody = {person.pk: person for person in [*people_of(), *now]}
        self.everybody = {str(pk): person for pk, person in everybody.items()}
        self.widget.locked = {
            key for key, person in self.everybody.items() if not may_put(user, person)
        }
        self.widget.kept = self.widget.locked & {str(person.pk) for person in now}
        groups = {service: [] for service in Service}
        for key, person in self.everybody.items():
            mark = f" ({marks[person.pk]})" if person.pk in marks else ""
            # an account closed since says no more of which service it was
            service = service_of(person) or Service.POLICE
            groups[service].append((key, f"{person}{mark}"))
        self.choices = [(s.label, rows) for s, rows in groups.items() if rows]

    def people(self, keys):
        """Return the chosen Users, and those who stay because others decide for them."""
        return tuple(self.everybody[key] for key in {*keys, *self.widget.kept})
