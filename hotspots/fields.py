"""Places to choose on purpose: nothing is filed elsewhere in town because nobody looked."""

from django import forms

from hotspots.models import ELSEWHERE, Hotspot, place_choices

CHOOSE = "Scegli il luogo"
NOT_A_PLACE = "Questo luogo non c’è: sceglilo dall’elenco."


class PlaceField(forms.ChoiceField):
    """The slug of a place, or ``ELSEWHERE``; cleaned, a Hotspot or None for elsewhere in town.

    ``places`` gives the Hotspots to choose from. One that may be left empty cleans to None too.
    """

    def __init__(self, places=Hotspot.objects.on_offer, **more):
        errors = {"required": f"{CHOOSE}.", "invalid_choice": NOT_A_PLACE}
        super().__init__(label="Luogo", error_messages=errors, **more)
        self.offer(places)

    def offer(self, places):
        """Let people choose from the Hotspots that ``places()`` gives, asked at each page."""
        self.choices = lambda: [("", CHOOSE), *place_choices(places())]

    def clean(self, value):
        slug = super().clean(value)
        return Hotspot.objects.get(slug=slug) if slug not in ("", ELSEWHERE) else None


class PlaceFilter(forms.ChoiceField):
    """The slug of a place, or ``ELSEWHERE``, or none: the archived ones too, a list has a past."""

    def __init__(self):
        super().__init__(label="Luogo", required=False)

    def __deepcopy__(self, memo):
        of_a_form = super().__deepcopy__(memo)  # each form reads the places, once
        of_a_form.choices = [("", "Tutti"), *place_choices(Hotspot.objects.all())]
        return of_a_form


class PlacesField(forms.ModelMultipleChoiceField):
    """Some of the places; a number that is none of theirs, however long, reaches no query."""

    def clean(self, value):
        known = map(str, self.queryset.values_list("pk", flat=True))
        if not set(value or []) <= set(known):
            raise forms.ValidationError(NOT_A_PLACE)
        return super().clean(value)
