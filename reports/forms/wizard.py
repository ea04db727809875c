"""The forms of the wizard: what a citizen types, one step at a time.

``values`` is what a right form says, as JSON values that a draft can keep.
"""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.forms.categories import grouped_choices, label_of
from reports.forms.fields import PhotosField, TrapField, count_characters
from reports.models import Category
from reports.wording import DAY_PART
from texts.days import DayInput
from texts.fields import TypedField

YES, NO = "si", "no"
OLDEST = timedelta(days=365)


class ConsentForm(forms.Form):
    accepted = forms.BooleanField(
        label=gettext_lazy("Ho letto e compreso l’informativa sulla privacy"),
        error_messages={
            "required": gettext_lazy(
                "Per continuare leggi l’informativa e spunta la casella."
            )
        },
    )


class SendForm(forms.Form):
    seen = forms.CharField(required=False)  # the digest of the summary that was read
    website = TrapField()


class WhatForm(forms.Form):
    """What happens, and when."""

    category = forms.ChoiceField(
        label=gettext_lazy("Che cosa succede"),
        error_messages={
            "required": gettext_lazy("Scegli che cosa succede."),
            "invalid_choice": gettext_lazy("Scegli una voce dell’elenco."),
        },
    )
    in_progress = forms.ChoiceField(
        label=gettext_lazy("Sta succedendo adesso?"),
        choices=[
            (YES, gettext_lazy("Sì, adesso")),
            (NO, gettext_lazy("No, è già successo o succede in altri momenti")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    subject = TypedField(
        longest=120,
        label=gettext_lazy("In breve"),
        help_text=gettext_lazy(
            "Una riga: per esempio “Lampione spento da una settimana”."
        ),
        error_messages={
            "required": gettext_lazy("Scrivi in una riga che cosa succede.")
        },
    )
    details = TypedField(
        longest=4000,
        multiline=True,
        required=False,
        label=gettext_lazy("Dettagli"),
        help_text=gettext_lazy(
            "Al massimo 4.000 caratteri. Non scrivere nomi, targhe, numeri di telefono, "
            "né altri dettagli che permettano di riconoscere qualcuno."
        ),
    )
    occurred_on = forms.DateField(
        initial=timezone.localdate,
        label=gettext_lazy("Giorno"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y"],
        widget=DayInput,
        error_messages={
            "required": gettext_lazy("Scrivi il giorno."),
            "invalid": gettext_lazy("Scrivi il giorno così: 22/11/2026."),
        },
    )
    occurred_part = forms.ChoiceField(
        label=gettext_lazy("Momento del giorno"),
        choices=DAY_PART.items(),
        required=False,
    )
    website = TrapField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.categories = {c.code: c for c in Category.objects.active()}
        self._offer_categories()
        today = timezone.localdate()
        attrs = self.fields["occurred_on"].widget.attrs
        attrs["max"], attrs["min"] = today.isoformat(), (today - OLDEST).isoformat()
        count_characters(self.fields["details"])
        self.fields["details"].widget.attrs["rows"] = 4

    @property
    def chosen_category(self):
        return self.categories.get(self.data.get("category", ""))

    @property
    def always_calls_112(self):
        """Tell whether what was chosen has no form at all."""
        category = self.chosen_category
        return category is not None and category.stop == Category.Stop.ALWAYS

    @property
    def calls_112(self):
        """Tell whether what was chosen leads to the 112, whatever else is right or wrong."""
        category = self.chosen_category
        is_now = self.data.get("in_progress") == YES
        return self.always_calls_112 or bool(
            category and category.stops_in_progress and is_now
        )

    def clean_occurred_on(self):
        day, today = self.cleaned_data["occurred_on"], timezone.localdate()
        if day > today:
            raise forms.ValidationError(_("Il giorno è nel futuro: controlla la data."))
        if day < today - OLDEST:
            raise forms.ValidationError(
                _("È passato più di un anno: scrivici di un fatto più recente.")
            )
        return day

    def clean(self):
        data = super().clean()
        category = self.chosen_category
        if self.always_calls_112:
            self.add_error(
                "category", _("Per questo chiama il 112: qui non si segnala.")
            )
        elif category and category.stops_in_progress:
            self._check_in_progress(data)
        return data

    def values(self):
        data = self.cleaned_data
        return {
            "category": data["category"],
            "subject": data["subject"],
            "details": data["details"],
            "occurred_on": data["occurred_on"].isoformat(),
            "occurred_part": data["occurred_part"],
        }

    def _check_in_progress(self, data):
        if data.get("in_progress") == YES:
            self.add_error("in_progress", _("Se sta succedendo adesso chiama il 112."))
        elif not data.get("in_progress"):
            self.add_error("in_progress", _("Dicci se sta succedendo adesso."))

    def _offer_categories(self):
        categories = self.categories.values()
        field = self.fields["category"]
        field.choices = grouped_choices(categories)
        field.widget.attrs["data-stops"] = " ".join(
            row.code for row in categories if row.stop == Category.Stop.ALWAYS
        )
        asking = [category for category in categories if category.stops_in_progress]
        if not asking:
            del self.fields["in_progress"]
            return
        field.widget.attrs["data-in-progress"] = " ".join(
            category.code for category in asking
        )
        self.fields["in_progress"].is_asked = True  # where it is shown
        self.fields["in_progress"].help_text = _(
            "Rispondi se hai scelto: %(categories)s."
        ) % {"categories": "; ".join(map(label_of, asking))}


class ContactForm(forms.Form):
    """Photos and email, both to be left out at will."""

    photos = PhotosField(
        required=False,
        label=gettext_lazy("Aggiungi una foto"),
        help_text=gettext_lazy(
            "Fino a 3, di 8 MB l’una. Fotografa le cose, non le persone. "
            "Togliamo noi la posizione e gli altri dati nascosti nella foto."
        ),
    )
    email = forms.EmailField(
        required=False,
        max_length=254,
        label=gettext_lazy("Email"),
        help_text=gettext_lazy(
            "Facoltativa: ti avvisiamo a ogni passo. La legge solo chi si occupa della "
            "segnalazione e la cancelliamo insieme al testo."
        ),
        error_messages={
            "invalid": gettext_lazy("L’indirizzo email non è completo: controllalo.")
        },
    )
    website = TrapField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["photos"].widget.attrs["accept"] = "image/*,.heic,.heif"
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def values(self):
        return {"email": self.cleaned_data["email"]}
