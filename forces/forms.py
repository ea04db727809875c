"""What one types about the other forces: the filters of the list, a file, one count."""

import hashlib

from django import forms

from forces.cells import FileRefused
from forces.files import LARGEST_FILE, TOO_BIG, read_table
from forces.listing import COUNTS
from forces.models import FORCE_KINDS, Force
from forces.rows import Line
from forces.words import LARGEST, Unreadable, month_of
from hotspots.fields import PlaceField, PlaceFilter
from hotspots.models import Hotspot, at_place
from listing.filters import FilterForm, OrderField
from texts.fields import Choice

ENDS_BEFORE = "Il periodo finisce prima di cominciare: cambia uno dei due mesi."
NOT_A_MONTH = "«{text}» {why}."


class MonthField(forms.CharField):
    """A month as people write it, 10/2026; its value is the first day."""

    def __init__(self, **options):
        super().__init__(max_length=20, **options)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            return month_of(text)
        except Unreadable as why:
            sentence = NOT_A_MONTH.format(text=text, why=why)
            raise forms.ValidationError(sentence) from why


class ForceListForm(FilterForm):
    ends_before = ENDS_BEFORE

    since = MonthField(label="Dal mese", required=False)
    until = MonthField(label="Al mese", required=False)
    place = PlaceFilter()
    order = OrderField(COUNTS)

    def filter(self, counts):
        """Return the counts that match; call it on a valid form only."""
        wanted = self.cleaned_data
        if wanted["since"]:
            counts = counts.filter(month__gte=wanted["since"])
        if wanted["until"]:
            counts = counts.filter(month__lte=wanted["until"])
        if wanted["place"]:
            counts = counts.filter(at_place(wanted["place"]))
        return counts


class UploadForm(forms.Form):
    """A file of counts that a person sends; once valid it has its ``table`` and its ``digest``."""

    file = forms.FileField(
        label="File CSV o XLSX, fino a 1 MB e 5.000 righe",
        error_messages={"required": "Scegli il file da importare."},
        allow_empty_file=True,  # told by the reader, in its own words
        max_length=200,
    )

    def __init__(self, *sent, by):
        super().__init__(*sent)
        self.by = by

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST_FILE:
            raise forms.ValidationError(TOO_BIG)
        content = upload.read()
        try:
            self.table = read_table(content, whose=f"person {self.by.pk}")
        except FileRefused as why:
            raise forms.ValidationError(str(why)) from why
        self.digest = hashlib.sha256(content).hexdigest()
        return upload


class CountForm(forms.Form):
    """One count, typed in by hand."""

    month = MonthField(label="Mese", help_text="Mese e anno, come 10/2026.")
    # a count is of a month of the past: also at a place archived since
    hotspot = PlaceField(Hotspot.objects.all)
    force = Choice(label="Forza", choices=[("", "Scegli"), *Force.choices])
    kind = Choice(label="Tipo", choices=[("", "Scegli"), *FORCE_KINDS])
    count = forms.IntegerField(
        label="Quanti interventi", min_value=0, max_value=LARGEST
    )

    @property
    def line(self):
        """The count as an import reads it."""
        typed = self.cleaned_data
        return Line(
            1,
            typed["force"],
            typed["hotspot"] and typed["hotspot"].pk,
            typed["month"],
            typed["kind"],
            typed["count"],
        )
