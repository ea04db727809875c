"""Registra dopo: an outing written down afterwards, at a desk or without JavaScript."""

import re
import uuid

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from accounts.forms import NOT_A_PERSON
from accounts.models import User
from hotspots.fields import CHOOSE as CHOOSE_PLACE
from hotspots.fields import PlaceField
from hotspots.models import Hotspot, place_choices
from hotspots.shared_text import SharedText
from interventions.field.document import read_document
from interventions.forms.planning import RELOAD
from interventions.models import Kind, Outcome, Service, service_of
from interventions.record.bounds import MOST_COUNTED, NOTE_LENGTH, WITHOUT_A_DAY
from interventions.record.crew import people_of
from interventions.record.rows import COUNTED, offered_to
from texts.days import DayField
from texts.fields import CHOOSE, Choice
from texts.hours import HourRefused, WhichField, blame, instant

PK = re.compile(r"[0-9]{1,18}")
MOMENT = "%Y-%m-%dT%H:%M"
ARCHIVED = (
    "Il luogo è archiviato dal {day}: per un’uscita cominciata dopo scegline un altro."
)
BAD_MOMENT = "Scrivi data e ora così: 22/11/2026 19:30."
# a part of the document -> the field where its sentence is shown
FIELDS = {
    "started_at": "starts_at",
    "ended_at": "ends_at",
    "note": "shared_note",
    "follow_up_on": "follow_up_on",
    "place": "place",
    "crew": "crew",
    "outcome": "outcome",
    "kind": "kind",
}


class _OnTheWall(forms.DateTimeField):
    """A day and an hour as the clock on the wall says them, not yet an instant."""

    default_error_messages = {
        "required": "Scrivi il giorno e l’ora.",
        "invalid": BAD_MOMENT,
    }

    def __init__(self, label):
        super().__init__(
            label=label,
            widget=forms.DateTimeInput({"type": "datetime-local"}, format=MOMENT),
            input_formats=[
                MOMENT,
                f"{MOMENT}:%S",
                "%Y-%m-%d %H:%M",
                "%Y-%m-%d %H:%M:%S",
                "%d/%m/%Y %H:%M",
            ],
        )

    def to_python(self, value):
        if value in self.empty_values:
            return None
        # past DateTimeField, which takes one of the two where an hour comes twice
        return super(forms.DateTimeField, self).to_python(value)


class _People(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"required": CHOOSE}

    def clean(self, value):
        # asked of the database, a number it cannot hold is an error of ours
        if not all(PK.fullmatch(str(pk)) for pk in value or []):
            raise forms.ValidationError(NOT_A_PERSON)
        return super().clean(value)


def _places_of_then():
    """Return the choices of where an outing was: the archived places too, which it may come before."""
    places = sorted(
        Hotspot.objects.programme(), key=lambda place: bool(place.archived_on)
    )
    days = {p.slug: date_format(p.archived_on) for p in places if p.archived_on}
    return [
        (slug, f"{name} (archiviato il {days[slug]})" if slug in days else name)
        for slug, name in place_choices(places)
    ]


def _count(label):
    return forms.IntegerField(
        label=label, min_value=0, max_value=MOST_COUNTED, initial=0, required=False
    )


class InterventionLogForm(forms.Form):
    """What the field page asks, on one page; ``document()`` is the same a phone would send."""

    client_id = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"invalid": RELOAD, "required": RELOAD},
    )
    place = PlaceField()
    kind = Choice(label="Tipo", choices=Kind)
    starts_at = _OnTheWall("Inizio")
    starts_at_which = WhichField("Quale inizio")
    ends_at = _OnTheWall("Fine")
    ends_at_which = WhichField("Quale fine")
    crew = _People(User.objects.none(), label="Equipaggio")
    contacts = _count("Contatti")
    mediations = _count("Mediazioni")
    checks = _count("Controlli")
    outcome = Choice(label="Esito", choices=Outcome, widget=forms.RadioSelect)
    shared_note = SharedText(
        label="Nota",
        longest=NOTE_LENGTH,
        multiline=True,
        required=False,
        where="Nella nota",
        help_text="Luoghi e situazioni, mai nomi, targhe o telefoni. La leggono i due servizi.",
    )
    follow_up_on = DayField(
        label="Da ricontrollare entro il", required=False, help_text=WITHOUT_A_DAY
    )

    def __init__(self, *args, user, **more):
        super().__init__(*args, **more)
        people = people_of()
        self.fields["crew"].queryset = User.objects.filter(
            pk__in=[person.pk for person in people]
        ).order_by("full_name")
        groups = [(s.label, [p for p in people if service_of(p) == s]) for s in Service]
        self.fields["crew"].choices = [
            (label, [(person.pk, str(person)) for person in group])
            for label, group in groups
            if group
        ]
        self.fields["place"].choices = [("", CHOOSE_PLACE), *_places_of_then()]
        offered = offered_to(user)
        for what, name in COUNTED.items():
            if what not in offered:
                del self.fields[name]
        self.initial.setdefault("client_id", uuid.uuid4())
        self.initial.setdefault("crew", [user.pk])

    def clean(self):
        cleaned = super().clean()
        place, starts_at = cleaned.get("place"), cleaned.get("starts_at")
        if place and starts_at and not place.was_on_offer(starts_at.date()):
            self.add_error("place", ARCHIVED.format(day=date_format(place.archived_on)))
        for name in ("starts_at", "ends_at"):
            if typed := cleaned.get(name):
                which = cleaned.get(f"{name}_which", "")
                try:
                    cleaned[name] = instant(typed.date(), typed.time(), which)
                except HourRefused as refused:
                    blame(self, refused, name)
        return cleaned

    def document(self):
        """Return the ``Document`` of a valid form; raise ``DocumentRefused``."""
        typed = self.cleaned_data
        tallies = [
            {"what": what.value, "count": typed.get(name) or 0}
            for what, name in COUNTED.items()
        ]
        day = typed["follow_up_on"]
        data = {
            "device": str(typed["client_id"]),
            "revision": 1,
            "device_now": timezone.now().isoformat(),
            "typed": ["started_at", "ended_at"],
            "started_at": typed["starts_at"].isoformat(),
            "ended_at": typed["ends_at"].isoformat(),
            "kind": typed["kind"],
            "place": typed["place"].slug if typed["place"] else "",
            "crew": [person.pk for person in typed["crew"]],
            "outcome": typed["outcome"],
            "note": typed["shared_note"],
            "names_ok": typed["shared_note"],  # the form has asked
            "follow_up_on": day.isoformat() if day else None,
            "tallies": tallies,
        }
        return read_document(data, typed["client_id"])

    def show(self, refused):
        """Put the sentences of a ``DocumentRefused`` beside the fields they are about."""
        for part, sentence in refused.errors.items():
            self.add_error(FIELDS.get(part), sentence)
