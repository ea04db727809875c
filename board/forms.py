"""A note of the board: places, times and situations; nothing that points at a person."""

from django import forms
from django.urls import reverse_lazy

from board.models import BoardNote
from board.news import LASTS_CHOICES
from hotspots.models import Hotspot
from hotspots.shared_text import AskingArea, SharedText, asking, found_in
from texts.fields import Choice
from texts.personal_data import REFUSED, said

FOUND = "Sembra che ci sia {found}: togli quello che può far riconoscere una persona."
WHERE = "Nella nota"
MISSING = "Scrivi la nota."
LEFT_AS_IT_IS = [("", "Lascia la scadenza che ha")]

# while somebody writes, the portal says below what it would refuse
LIVE_CHECK = {
    "hx-post": reverse_lazy("board_check"),
    "hx-trigger": "input changed delay:500ms",
    "hx-target": "#avviso-nota",
    "hx-sync": "this:replace",
}


def look_at(text):
    """Return the sentence that refuses a text for the board, and the one that asks; "" for none."""
    found = found_in(text)
    if refused := {one.what for one in found} & REFUSED:
        return FOUND.format(found=said(refused)), ""
    return "", asking(text, found, WHERE) if found else ""


class NoteForm(forms.Form):
    text = SharedText(
        label="Che cosa serve sapere a chi viene dopo",
        longest=BoardNote._meta.get_field("text").max_length,
        multiline=True,
        where=WHERE,
        sentence=FOUND,
        widget=AskingArea({"rows": 3, **LIVE_CHECK}),
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
