"""What a coordinator types about a place and about a dated event."""

from django import forms
from django.utils import timezone

from hotspots.fields import PlacesField
from hotspots.models import Alias, Event, Hotspot, Municipality
from hotspots.names import normalise
from hotspots.ring_text import read_ring, write_ring
from hotspots.rings import check_place_ring
from hotspots.shared_text import AskingArea, AskingLine, SharedWords
from texts.days import DayField, DayInput

MOST_ALIASES = 40
# of a place and of an event: anybody reads them
PUBLIC_TEXTS = [
    *["title", "title_en", "source", "boundary_source", "boundary_source_en"],
    *["description", "description_en"],
]
IN_FUTURE = (
    "Questa data è nel futuro: scrivi il giorno in cui il confine è stato verificato."
)
TOO_MANY_ALIASES = f"I nomi sono più di {MOST_ALIASES}: tieni solo quelli che servono."
NOT_A_NAME = "«{text}» non contiene lettere né cifre: scrivi un nome."
LONG_NAME = "«{text}…» è troppo lungo: un nome ha al massimo {limit} caratteri."
NAME_OF_ANOTHER = (
    "«{text}» è il nome di un altro luogo: chi lo scrive deve trovare quello."
)
NAME_TAKEN = "Esiste già un luogo con questo nome: scegline un altro."


def refuse_names_of_others(aliases, place):
    """Refuse an alias of ``place`` that reads as the name of another: neither would be found by it."""
    others = Hotspot.objects.exclude(pk=place.pk).values_list("name", flat=True)
    names = set(map(normalise, others))
    for text in aliases:
        if normalise(text) in names:
            raise forms.ValidationError(NAME_OF_ANOTHER.format(text=text[:30]))


class HotspotForm(forms.ModelForm):
    """The page of a place. ``seen`` is the version on which the person started to work."""

    ring = forms.CharField(
        label="Confine, un punto per riga",
        help_text="Latitudine, virgola, longitudine: per esempio 44.12345, 9.12345. "
        "Segue il disegno sulla mappa, e il disegno segue quello che scrivi qui.",
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        error_messages={
            "required": "Disegna il confine sulla mappa o scrivi i suoi punti."
        },
    )
    aliases = forms.CharField(
        label="Altri nomi, uno per riga",
        required=False,
        help_text="Come le persone e i giornali chiamano questo luogo. Maiuscole, accenti e "
        "abbreviazioni non contano.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Hotspot
        fields = [
            "name",
            "kind",
            "description",
            "description_en",
            "buffer_m",
            "boundary_source",
            "boundary_source_en",
            "accuracy_m",
            "verified_on",
        ]
        labels = {
            "description_en": "Descrizione in inglese",
            "boundary_source_en": "Fonte in inglese",
            "buffer_m": "Fascia intorno al confine, in metri",
            "accuracy_m": "Precisione del confine, in metri",
            "verified_on": "Confine verificato il",
        }
        help_texts = {
            "buffer_m": "Da 0 a 500. Una segnalazione appena fuori, entro questa distanza, "
            "vale per il luogo.",
            "boundary_source": "Da dove viene il disegno: una mappa, un atto, un sopralluogo.",
            "accuracy_m": "Di quanto il disegno può scostarsi dal vero.",
            "verified_on": "Lascia vuoto finché nessuno lo ha verificato: le pagine dicono "
            "«confine indicativo».",
        }
        error_messages = {
            "name": {"required": "Scrivi il nome del luogo."},
            "buffer_m": {
                "required": "Scrivi quanti metri: 0 se non serve una fascia.",
                "max_value": "Al massimo %(limit_value)s metri.",
                "invalid": "Scrivi quanti metri, per esempio 25.",
            },
            "boundary_source": {"required": "Scrivi da dove viene il disegno."},
            "accuracy_m": {
                "required": "Scrivi di quanti metri il disegno può scostarsi dal vero."
            },
        }
        widgets = {
            "description": AskingArea({"rows": 3}),
            "description_en": AskingArea({"rows": 3, "lang": "en"}),
            "boundary_source": AskingLine,
            "boundary_source_en": AskingLine({"lang": "en"}),
            "verified_on": DayInput,
        }
        field_classes = dict.fromkeys(PUBLIC_TEXTS, SharedWords)

    def __init__(self, *args, instance=None, initial=None, **kwargs):
        if instance:
            initial = {
                "ring": write_ring(instance.ring),
                "aliases": "\n".join(instance.alias_texts()),
                "seen": instance.updated_at.isoformat(),
            }
        super().__init__(*args, instance=instance, initial=initial, **kwargs)

    def clean_name(self):
        name = self.cleaned_data["name"]
        others = Hotspot.objects.exclude(pk=self.instance.pk)
        if not normalise(name):
            raise forms.ValidationError(NOT_A_NAME.format(text=name))
        if normalise(name) in map(normalise, others.values_list("name", flat=True)):
            raise forms.ValidationError(NAME_TAKEN)
        return name

    def clean_ring(self):
        boundary = Municipality.objects.values_list("boundary", flat=True).first()
        return check_place_ring(read_ring(self.cleaned_data["ring"]), boundary)

    def clean_aliases(self):
        lines = (
            " ".join(line.split()) for line in self.cleaned_data["aliases"].splitlines()
        )
        texts = [text for text in lines if text]
        if len(texts) > MOST_ALIASES:
            raise forms.ValidationError(TOO_MANY_ALIASES)
        limit = Alias._meta.get_field("text").max_length
        for text in texts:
            if len(text) > limit:
                raise forms.ValidationError(
                    LONG_NAME.format(text=text[:30], limit=limit)
                )
            if not normalise(text):
                raise forms.ValidationError(NOT_A_NAME.format(text=text[:30]))
        refuse_names_of_others(texts, self.instance)
        return texts

    def clean_verified_on(self):
        day = self.cleaned_data["verified_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(IN_FUTURE)
        return day

    def start_again_from(self, current):
        """Keep what was typed, on top of the version somebody else just saved."""
        self.data = self.data.copy()
        self.data["seen"] = current.updated_at.isoformat()

    def differences(self, current):
        """Return (label, saved value, typed value) where a saved place differs from the form."""
        saved = HotspotForm(instance=current)
        rows = []
        for bound, other in zip(self, saved, strict=True):
            typed, stored = (_shown(field) for field in (bound, other))
            if typed != stored and not bound.is_hidden:
                rows.append((bound.label, stored, typed))
        return rows


class EventForm(forms.ModelForm):
    class Meta:
        model = Event
        fields = [
            "on",
            "until",
            "title",
            "title_en",
            "description",
            "description_en",
            "source",
            "hotspots",
        ]
        labels = {
            "on": "Giorno",
            "until": "Fino al",
            "title_en": "Titolo in inglese",
            "description_en": "Descrizione in inglese",
        }
        help_texts = {
            "until": "Solo se dura più di un giorno.",
            "title": "Breve: sta scritto sopra i grafici.",
            "source": "Un atto, un comunicato, un articolo: dove si può controllare.",
            # of an archived place too: its charts stay
            "hotspots": "Nessuno scelto significa tutti i luoghi.",
        }
        error_messages = {
            "on": {"required": "Scrivi il giorno dell’evento."},
            "title": {"required": "Scrivi il titolo dell’evento."},
        }
        widgets = {
            "title": AskingLine,
            "source": AskingLine,
            "title_en": AskingLine({"lang": "en"}),
            "description": AskingArea({"rows": 3}),
            "description_en": AskingArea({"rows": 3, "lang": "en"}),
            "hotspots": forms.CheckboxSelectMultiple,
        }
        field_classes = {
            "on": DayField,
            "until": DayField,
            "hotspots": PlacesField,
            **dict.fromkeys(PUBLIC_TEXTS, SharedWords),
        }

    def clean(self):
        cleaned = super().clean()
        on, until = cleaned.get("on"), cleaned.get("until")
        if on and until and until < on:
            self.add_error("until", "La fine non può venire prima dell’inizio.")
        return cleaned


def _shown(bound):
    """Return a field's value as the page shows it, one way of ending lines."""
    value = bound.value()
    labels = dict(getattr(bound.field, "choices", []))
    text = "" if value is None else str(labels.get(value, value))
    return "\n".join(text.splitlines())
