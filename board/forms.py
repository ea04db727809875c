"""A note of the board: places, times and situations; nothing that points at a person."""

from django import forms
from django.urls import reverse_lazy

from board.models import BoardNote
from board.news import LASTS_CHOICES
from hotspots.models import Hotspot
from texts.fields import Choice, TypedField
from texts.personal_data import personal_data_error

FOUND = "Sembra che ci sia {found}: togli quello che può far riconoscere una persona."
MISSING = "Scrivi la nota."
LEFT_AS_IT_IS = [("", "Lascia la scadenza che ha")]

# while somebody writes, the portal says below what it would refuse
LIVE_CHECK = {
    "hx-post": reverse_lazy("board_check"),
    "hx-trigger": "input changed delay:500ms",
    "hx-target": "#avviso-nota",
    "hx-sync": "this:replace",
}


def refusal_of(text):
    """Return the sentence that refuses a text, or "" when it may stand on the board."""
    return personal_data_error(text, sentence=FOUND)


class NoteForm(forms.Form):
    text = TypedField(
        label="Che cosa serve sapere a chi viene dopo",
        longest=BoardNote._meta.get_field("text").max_length,
        multiline=True,
        widget=forms.Textarea(attrs={"rows": 3, **LIVE_CHECK}),
        help_text="Luoghi, orari, situazioni. Niente nomi, soprannomi, targhe.",
        error_messages={"required": MISSING},
    )
    hotspot = forms.ModelChoiceField(
        Hotspot.objects.on_offer(),
        label="Luogo",
        required=False,
        to_field_name="slug",
        empty_label="Tutti i luoghi",
    )
    shift = forms.ChoiceField(
        label="Turno",
        required=False,
        choices=[("", "Qualsiasi"), *BoardNote.Shift.choices],
    )
    mention = forms.ChoiceField(
        label="Per chi",
        required=False,
        choices=[("", "Per tutti"), *BoardNote.Mention.choices],
    )
    lasts = Choice(label="Resta in bacheca", choices=LASTS_CHOICES, initial="settimana")

    def clean_text(self):
        text = self.cleaned_data["text"].strip()
        if sentence := refusal_of(text):
            raise forms.ValidationError(sentence)
        return text


class CorrectionForm(NoteForm):
    seen = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def __init__(self, data=None, *, note):
        super().__init__(data)
        self.fields["hotspot"].queryset = Hotspot.objects.on_offer(also=[note.hotspot])
        self.fields["lasts"].required = False
        self.fields["lasts"].choices = [*LEFT_AS_IT_IS, *LASTS_CHOICES]
        self.initial = {
            "text": note.text,
            "hotspot": note.hotspot.slug if note.hotspot else "",
            "shift": note.shift,
            "mention": note.mention,
            "lasts": "",
            "seen": note.version,
        }
