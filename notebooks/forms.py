"""What is typed in the diary and in the police notes."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils import timezone

from hotspots.fields import CHOOSE, PlaceField
from hotspots.models import Hotspot, place_slug
from hotspots.shared_text import SharedText
from interventions.models import DONE, AgeBand, Intervention, Service, Status
from notebooks.models import Climate, GroupNeed, ReferralOffer, Topic
from texts.days import DayField, months_before
from texts.fields import Choice, VersionField, WriterField

NO_DAY = "Scrivi il giorno, oppure scegli l’uscita."
NOT_YET = "Questo giorno non è ancora arrivato: scrivi quello dell’uscita."
TOO_OLD = (
    "Si tengono le note degli ultimi {months} mesi: per questo giorno è troppo tardi."
)
NO_BAND = "Scegli anche la fascia di età del gruppo."
NO_SIZE = "Scrivi anche quante persone erano, più o meno."
RECENT = timedelta(days=30)
RECENT_ROWS = 40
GROUPS, GROUPS_SHOWN = 8, 3
LONGEST = 4000
TAKES_A_NOTE = (Status.RUNNING, *DONE)


class OutingField(forms.ModelChoiceField):
    """An intervention that began: offers those of late, accepts the code of an older one."""

    def __init__(self, **kwargs):
        super().__init__(
            Intervention.objects.none(),
            to_field_name="code",
            error_messages={
                "invalid_choice": "Questa uscita non c’è: sceglila dall’elenco."
            },
            **kwargs,
        )

    def offer(self, user, service, chosen):
        """Read the outings of ``service`` of the last days, and ``chosen``, or None, first."""
        began = Intervention.objects.visible_to(user).select_related("hotspot")
        began = began.filter(
            Q(status__in=TAKES_A_NOTE) | Q(pk=chosen.pk if chosen else None)
        )
        since = timezone.now() - RECENT
        recent = list(
            began.of_service(service).filter(starts_at__gte=since)[:RECENT_ROWS]
        )
        if chosen and chosen not in recent:
            recent.insert(0, chosen)
        self.queryset = began
        self.choices = [
            ("", self.empty_label),
            *((row.code, self.label_from_instance(row)) for row in recent),
        ]

    def label_from_instance(self, row):
        start = timezone.localtime(row.starts_at)
        return f"{start:%d/%m/%Y, %H:%M}, {row.hotspot or 'altro luogo in città'}"


class NoteForm(forms.Form):
    """What the two notebooks have in common. The outing, when chosen, says day and place."""

    writer = WriterField()
    seen = VersionField()
    intervention = OutingField(label="Uscita", required=False, empty_label="Nessuna")

    def __init__(self, data=None, *, user, note=None, said=None, intervention=None):
        """``note`` and ``said`` are the row corrected and what it says."""
        super().__init__(data)
        self.fields["writer"].open_for(user)
        chosen = note.intervention if note else intervention
        self.fields["intervention"].offer(user, self.service, chosen)
        self.initial = {
            "on": timezone.localdate(),
            "intervention": chosen.code if chosen else "",
        }
        if note:
            self.initial |= {"seen": note.version, "on": note.on}
            self.initial |= {"hotspot": place_slug(note.hotspot)} | self.initial_of(
                said
            )

    def initial_of(self, said):
        return said

    @property
    def facts(self):
        """What of the note stays in clear: ``intervention``, ``on``, ``hotspot``."""
        outing = self.cleaned_data["intervention"]
        return {
            "intervention": outing,
            "on": outing.day if outing else self.cleaned_data["on"],
            "hotspot": outing.hotspot if outing else self.cleaned_data["hotspot"],
        }

    @property
    def groups_of_fields(self):
        """(shown, folded) pairs of bound fields for the groups met; none in a police note."""
        return [], []

    def clean(self):
        cleaned = super().clean()
        outing = cleaned.get("intervention")
        day = outing.day if outing else cleaned.get("on")
        field = "intervention" if outing else "on"
        if day and day > timezone.localdate():
            self.add_error(field, NOT_YET)
        elif day and day < first_day_kept():
            self.add_error(field, TOO_OLD.format(months=settings.DIARY_MONTHS))
        return cleaned


class DiaryForm(NoteForm):
    service = Service.EDUCATION

    on = DayField(
        label="Giorno",
        required=False,
        help_text="Se hai scelto l’uscita, valgono il giorno e il luogo dell’uscita.",
    )
    hotspot = PlaceField(required=False)
    climate = forms.TypedChoiceField(
        label="Clima",
        choices=Climate.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Scegli com’era il clima."},
    )
    topics = forms.MultipleChoiceField(
        label="Di che cosa si è parlato",
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    needs = forms.MultipleChoiceField(
        label="Di che cosa c’è bisogno",
        choices=GroupNeed.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    referral = Choice(
        label="Invio ai servizi",
        choices=ReferralOffer.choices,
        initial=ReferralOffer.NONE,
        widget=forms.RadioSelect,
    )
    text = SharedText(
        label="Racconto dell’uscita",
        longest=LONGEST,
        multiline=True,
        required=False,
        help_text="Che cosa è successo, come si è mosso il gruppo, che cosa fare la prossima volta.",
    )

    def __init__(self, *args, note=None, **kwargs):
        super().__init__(*args, note=note, **kwargs)
        there = [note and note.hotspot]
        self.fields["hotspot"].offer(lambda: Hotspot.objects.on_offer(also=there))
        self.initial.setdefault("referral", ReferralOffer.NONE)
        for n in range(1, GROUPS + 1):
            self.fields[f"size_{n}"] = forms.IntegerField(
                label=f"Gruppo {n}: quante persone",
                min_value=1,
                max_value=200,
                required=False,
            )
            self.fields[f"band_{n}"] = forms.ChoiceField(
                label=f"Gruppo {n}: età",
                choices=[("", "Scegli la fascia"), *AgeBand.choices],
                required=False,
            )

    @property
    def data_to_seal(self):
        """What the note says, as ``reading`` reads it."""
        kept = {
            name: self.cleaned_data[name] for name in ("climate", "referral", "text")
        }
        kept |= {name: list(self.cleaned_data[name]) for name in ("topics", "needs")}
        pairs = [
            [self.cleaned_data[f"size_{n}"], self.cleaned_data[f"band_{n}"]]
            for n in range(1, GROUPS + 1)
        ]
        return kept | {"groups": [pair for pair in pairs if all(pair)]}

    @property
    def groups_of_fields(self):
        pairs = [(self[f"size_{n}"], self[f"band_{n}"]) for n in range(1, GROUPS + 1)]
        return pairs[:GROUPS_SHOWN], pairs[GROUPS_SHOWN:]

    @property
    def is_unfolded(self):
        """Whether a group past those shown at first has something, right or wrong."""
        return any(
            field.value() or field.errors
            for pair in self.groups_of_fields[1]
            for field in pair
        )

    def initial_of(self, said):
        groups = {}
        for n, (size, band) in enumerate(said.get("groups", [])[:GROUPS], 1):
            groups |= {f"size_{n}": size, f"band_{n}": band}
        return said | groups

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("intervention") and "on" in cleaned and not cleaned["on"]:
            self.add_error("on", NO_DAY)
        if not cleaned.get("intervention") and not self.data.get("hotspot"):
            self.add_error("hotspot", f"{CHOOSE}.")
        for n in range(1, GROUPS + 1):
            size, band = f"size_{n}", f"band_{n}"
            if size in cleaned and band in cleaned:
                if cleaned[size] and not cleaned[band]:
                    self.add_error(band, NO_BAND)
                elif cleaned[band] and not cleaned[size]:
                    self.add_error(size, NO_SIZE)
        return cleaned


class PoliceNoteForm(NoteForm):
    service = Service.POLICE

    text = SharedText(
        label="Nota",
        longest=LONGEST,
        multiline=True,
        error_messages={"required": "Scrivi la nota."},
    )
    protocol_number = forms.CharField(
        label="Numero di protocollo dell’atto",
        required=False,
        max_length=40,
        help_text="Se c’è un atto: il resto si legge nel protocollo.",
        validators=[
            RegexValidator(
                r"^[\w./ -]*\Z",
                "Usa solo lettere, cifre, spazi, punti, barre e trattini.",
            )
        ],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        outing = self.fields["intervention"]
        outing.label, outing.required = "Intervento", True
        outing.error_messages["required"] = "Scegli l’intervento della nota."

    @property
    def data_to_seal(self):
        return {name: self.cleaned_data[name] for name in ("text", "protocol_number")}


FORMS = {form.service: form for form in (DiaryForm, PoliceNoteForm)}


def first_day_kept():
    """Return the first day whose notes are not past their retention."""
    return months_before(timezone.localtime(), settings.DIARY_MONTHS).date()
