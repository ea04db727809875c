"""What a shift is made of."""

from django import forms

from hotspots.shared_text import SharedText
from interventions.models import Kind
from texts.days import ClockField
from texts.fields import Choice


class ShiftForm(forms.Form):
    """A subclass adds its fields, and its crew; ``field_order`` says which come first."""

    place = Choice(label="Luogo")
    starts = ClockField(
        label="Dalle", error_messages={"required": "Scrivi a che ora inizia."}
    )
    ends = ClockField(
        label="Alle",
        error_messages={"required": "Scrivi a che ora finisce."},
        help_text="Se finisce dopo mezzanotte scrivi l’ora: vale il giorno dopo.",
    )
    kind = Choice(label="Tipo", choices=Kind)
    lead = Choice(label="Servizio capofila")
    aim = SharedText(
        label="Scopo",
        where="Nello scopo",
        required=False,
        longest=200,
        help_text="Che cosa si va a fare, senza nomi di persone.",
    )
