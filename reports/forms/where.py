"""Where: the first of the three screens."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotspots.models import Hotspot, Landmark
from reports.forms.fields import TrapField
from reports.forms.location import (
    BY_NAME,
    BY_POINT,
    ManyPlaces,
    PlaceRadios,
    RoughPosition,
    WrongLocation,
    locate,
)
from texts.fields import TypedField


def hidden():
    return forms.CharField(required=False, widget=forms.HiddenInput)


class WhereForm(forms.Form):
    """Words, a place of the list, a point of the map or the position of the phone.

    ``meant`` is what the person chose among the places that the words ``asked`` about may be;
    ``as_written`` are the words to be taken as they are; ``seen_accuracy`` is the rough one of the
    phone that the person was told of.
    """

    place_name = TypedField(
        longest=200, required=False, label=gettext_lazy("Via, piazza o giardino")
    )
    meant = forms.CharField(
        required=False,
        label=gettext_lazy("Intendevi uno di questi luoghi?"),
        widget=forms.RadioSelect,
    )
    asked, as_written = hidden(), hidden()
    place = forms.ChoiceField(
        label=gettext_lazy("Oppure scegli un luogo"), required=False, widget=PlaceRadios
    )
    latitude, longitude, located_by, accuracy = hidden(), hidden(), hidden(), hidden()
    seen_accuracy = hidden()
    location_note = TypedField(
        longest=200,
        required=False,
        label=gettext_lazy("Indicazioni sul punto"),
        help_text=gettext_lazy(
            "Per esempio: vicino alla fontana, dal lato della strada."
        ),
    )
    website = TrapField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        places = Hotspot.objects.programme().on_offer()
        self.hotspots = {spot.slug: spot for spot in places}
        self.must_choose = False  # among the places that the words may mean
        self.is_rough = False  # the position, and nobody was told
        self._offer_places()

    def clean(self):
        data = super().clean()
        if not self.errors.keys() & {"place", "place_name"}:
            try:
                data["location"] = locate(data, self.hotspots)
            except WrongLocation as wrong:
                self.add_error(wrong.field, str(wrong))
                self.is_rough = isinstance(wrong, RoughPosition)
                if isinstance(wrong, ManyPlaces):
                    self.must_choose = True
                    self.fields["meant"].widget.choices = wrong.choices
        return data

    def values(self):
        data, location = self.cleaned_data, self.cleaned_data["location"]
        return {
            "latitude": location.latitude,
            "longitude": location.longitude,
            "location_source": str(location.source),
            "location_note": data["location_note"],
            "place_text": location.text,
            "accuracy_m": location.accuracy_m,
            "place_label": location.label,
            "place_found": location.found,
        }

    def _offer_places(self):
        field = self.fields["place"]
        field.choices = [
            *[(spot.slug, spot.name) for spot in self.hotspots.values()],
            (BY_NAME, _("Un altro luogo")),
            (BY_POINT, _("Segno un punto sulla mappa")),
        ]
        field.widget.centres = {
            spot.slug: (spot.latitude, spot.longitude)
            for spot in self.hotspots.values()
        }
        # in the order of the programme file
        streets = Landmark.objects.order_by("pk").values_list("name", flat=True)
        if example := ", ".join(streets[:2]):
            self.fields["place_name"].help_text = _("Per esempio: %(streets)s.") % {
                "streets": example
            }
