"""Where the office puts the point of a report: on the map, by its coordinates, by a name."""

from django import forms
from django.utils.functional import cached_property

from hotspots.search import find_place, suggest_places
from reports.forms.desk import DeskForm
from reports.forms.location import DEGREES
from texts.fields import TypedField

POINT = ("latitude", "longitude")
NOT_DEGREES = "Scrivi i gradi così: 44.12345."
BOTH = "Servono tutte e due le coordinate."
NOTHING_NEW = "Sposta il segnaposto, scrivi le coordinate o una via."
UNKNOWN = "Non troviamo questo luogo: metti il segnaposto sulla mappa."
DID_YOU_MEAN = "Intendevi {names}? Scrivilo per intero."


class DegreesField(forms.CharField):
    """Degrees written with a point or a comma; cleaned, a float or None."""

    def to_python(self, value):
        text = super().to_python(value)
        if not text:
            return None
        if not DEGREES.fullmatch(text):
            raise forms.ValidationError(NOT_DEGREES)
        return float(text.replace(",", "."))


class LocateForm(DeskForm):
    """A point that was moved counts more than a name: without script only the name is typed."""

    latitude = DegreesField(label="Latitudine", required=False)
    longitude = DegreesField(label="Longitudine", required=False)
    place_name = TypedField(
        longest=200,
        required=False,
        label="Oppure una via o un luogo",
        help_text="Con il numero civico, se c’è.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.row.has_point:
            self.initial |= {name: f"{getattr(self.row, name):.6f}" for name in POINT}

    @cached_property
    def suggestions(self):
        """The points that the written place may be, where the report has none."""
        return [] if self.row.has_point else suggest_places(self.row.place_text, 4)

    @property
    def arguments(self):
        typed = super().arguments
        return {name: typed[name] for name in ("latitude", "longitude", "seen")}

    def clean(self):
        typed = super().clean()
        if self.errors:
            return typed
        name, point = typed["place_name"], (typed["latitude"], typed["longitude"])
        if None in point and any(value is not None for value in point):
            self.add_error("latitude", BOTH)
        elif point not in ((None, None), self._here()):
            return typed
        elif not name:
            self.add_error("latitude", NOTHING_NEW)
        elif found := find_place(name):
            typed |= {"latitude": found.latitude, "longitude": found.longitude}
        else:
            self.add_error("place_name", _not_found(name))
        return typed

    def _here(self):
        return tuple(
            float(self.initial[name]) for name in POINT if name in self.initial
        )


def _not_found(name):
    names = [place.name for place in suggest_places(name, 3)]
    return DID_YOU_MEAN.format(names=", ".join(names)) if names else UNKNOWN
