"""The examples of the page /componenti/: made up here, nothing is read from the database."""

from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator

from cremona_safety.errors import Typed
from cremona_safety.sketch import place_sketch
from listing.filters import Heading
from reports.models import Status
from texts.days import DayInput


class SampleForm(forms.Form):
    """One field of each kind; bound with mistakes, to show how an error looks."""

    subject = forms.CharField(
        label="Oggetto", help_text="Una frase, al massimo 120 caratteri."
    )
    details = forms.CharField(label="Dettagli", widget=forms.Textarea, required=False)
    day = forms.DateField(label="Giorno", widget=DayInput)
    place = forms.ChoiceField(
        label="Luogo", choices=[("", "Scegli"), ("grande", "Piazza Grande")]
    )
    part = forms.ChoiceField(
        label="Parte del giorno",
        choices=[("m", "Mattina"), ("s", "Sera")],
        widget=forms.RadioSelect,
    )
    photo = forms.FileField(label="Foto", required=False)
    read = forms.BooleanField(label="Ho letto e compreso l’informativa sulla privacy")


def context():
    square = SimpleNamespace(
        verified_on=None,
        latitude=45,
        longitude=9,
        buffer_m=25,
        ring=[
            [8.9995, 44.99934],
            [9.00095, 44.99967],
            [9.0005, 45.00066],
            [8.99905, 45.00033],
        ],
    )
    refused = SampleForm({"subject": "", "place": "altrove"})
    refused.is_valid()
    return {
        "trail": [("Componenti", "")],
        "steps": ["Dove", "Che cosa", "Riepilogo"],
        "statuses": Status.choices,
        "page": Paginator(range(95), 10).page(3),
        "headings": [
            Heading("Codice", "", "", ""),
            Heading("Luogo", "ordine=luogo", "none", ""),
            Heading("Ricevuta", "ordine=ricevuta", "descending", ""),
        ],
        "typed": [Typed("details", "Un lampione spento.\nDa due giorni.", "Dettagli")],
        "form": SampleForm(auto_id="vuoto_%s"),
        "refused": refused,
        "sketch": place_sketch(square, []),
    }
