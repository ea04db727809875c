"""How the list of a notebook is filtered, by address, and searched, by post."""

from django import forms

from hotspots.fields import PlaceFilter
from hotspots.models import at_place
from listing.filters import FilterForm, OrderField
from notebooks.reading import NOTES
from texts.days import DayField
from texts.fields import TypedField


class NotesFilterForm(FilterForm):
    """Where, when and whose: what a list may say in its address."""

    place = PlaceFilter()
    since = DayField(label="Dal", required=False)
    until = DayField(label="Al", required=False)
    mine = forms.BooleanField(label="Solo scritte da me", required=False)
    order = OrderField(NOTES)

    def __init__(self, data=None, *, user):
        super().__init__(data)
        self.user = user

    def filter(self, notes):
        """Return the notes that match; call it on a valid form only."""
        wanted = self.cleaned_data
        notes = notes.on_days(wanted["since"], wanted["until"])
        if wanted["place"]:
            notes = notes.filter(at_place(wanted["place"]))
        return notes.filter(by=self.user) if wanted["mine"] else notes


class NotesSearchForm(forms.Form):
    """Words to look for: posted, because an address ends in histories and logs."""

    words = TypedField(
        label="Cerca nei testi",
        longest=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={"required": "Scrivi che cosa cercare."},
    )
