"""The forms of the wizard: what a citizen types, one step at a time."""

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotspots.models import Hotspot, Landmark
from reports.forms.categories import grouped_choices, label_of
from reports.forms.fields import PhotosField, TrapField, count_characters
from reports.forms.location import (
    BY_NAME,
    BY_POINT,
    PlaceRadios,
    WrongLocation,
    locate,
)
from reports.models import Category
from reports.wording import DAY_PART
from texts.days import DayInput
from texts.fields import TypedField

YES, NO = "si", "no"
OLDEST = timedelta(days=365)
PLACES = ("place", "place_name", "latitude", "longitude", "located_by", "location_note")
PROBLEM = ("category", "in_progress", "subject", "details")
WHEN = ("occurred_on", "occurred_part")
KEPT = (*PLACES, *PROBLEM, *WHEN, "email")  # what a draft remembers


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


class ReportForm(forms.Form):
    """Step 2: where, what, when, photos, email. ``report_values`` is what the report will say."""

    place = forms.ChoiceField(
        label=gettext_lazy("Dove"), required=False, widget=PlaceRadios
    )
    place_name = TypedField(
        longest=200,
        required=False,
        label=gettext_lazy("Nome della via, della piazza o del giardino"),
    )
    latitude = forms.CharField(required=False, widget=forms.HiddenInput)
    longitude = forms.CharField(required=False, widget=forms.HiddenInput)
    located_by = forms.CharField(required=False, widget=forms.HiddenInput)
    location_note = TypedField(
        longest=200,
        required=False,
        label=gettext_lazy("Indicazioni sul punto"),
        help_text=gettext_lazy(
            "Per esempio: vicino alla fontana, dal lato della strada."
        ),
    )
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
            "né come riconoscere una persona."
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
    photos = PhotosField(
        required=False,
        label=gettext_lazy("Scegli le foto"),
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
            "Facoltativa: ti avvisiamo a ogni passo. La legge solo chi lavora la "
            "segnalazione e la cancelliamo insieme al testo."
        ),
        error_messages={
            "invalid": gettext_lazy("L’indirizzo email non è completo: controllalo.")
        },
    )
    website = TrapField()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        places = Hotspot.objects.programme().on_offer()
        self.hotspots = {spot.slug: spot for spot in places}
        self.categories = {c.code: c for c in Category.objects.active()}
        self._offer_places()
        self._offer_categories()
        today = timezone.localdate()
        attrs = self.fields["occurred_on"].widget.attrs
        attrs["max"], attrs["min"] = today.isoformat(), (today - OLDEST).isoformat()
        count_characters(self.fields["details"])
        self.fields["photos"].widget.attrs["accept"] = "image/*,.heic,.heif"
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    @property
    def chosen_category(self):
        return self.categories.get(self.data.get("category", ""))

    @property
    def calls_112(self):
        """Tell whether what was chosen leads to the 112, whatever else is right or wrong."""
        category = self.chosen_category
        if category is None or category.stop == Category.Stop.NEVER:
            return False
        if category.stop == Category.Stop.ALWAYS:
            return True
        return self.data.get("in_progress") == YES

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
        if category and category.stop == Category.Stop.ALWAYS:
            self.add_error(
                "category", _("Per questo chiama il 112: qui non si segnala.")
            )
        elif category and category.stops_in_progress:
            self._check_in_progress(data)
        if not self.errors.keys() & {"place", "place_name"}:
            try:
                data["location"] = locate(data, self.hotspots)
            except WrongLocation as wrong:
                self.add_error(wrong.field, str(wrong))
        return data

    def report_values(self):
        """Return what a valid form says, as JSON values that a draft can keep."""
        data, location = self.cleaned_data, self.cleaned_data["location"]
        return {
            "category": data["category"],
            "subject": data["subject"],
            "details": data["details"],
            "latitude": location.latitude,
            "longitude": location.longitude,
            "location_source": str(location.source),
            "location_note": data["location_note"],
            "place_label": location.label,
            "hotspot": location.hotspot_id,
            "occurred_on": data["occurred_on"].isoformat(),
            "occurred_part": data["occurred_part"],
            "email": data["email"],
        }

    def _check_in_progress(self, data):
        if data.get("in_progress") == YES:
            self.add_error("in_progress", _("Se sta succedendo adesso chiama il 112."))
        elif not data.get("in_progress"):
            self.add_error("in_progress", _("Dicci se sta succedendo adesso."))

    def _offer_places(self):
        field = self.fields["place"]
        field.choices = [
            *[(spot.slug, spot.name) for spot in self.hotspots.values()],
            (BY_NAME, _("Scrivo il nome di una via o di una piazza")),
            (BY_POINT, _("Il punto segnato sulla mappa")),
        ]
        field.widget.centres = {
            spot.slug: (spot.latitude, spot.longitude)
            for spot in self.hotspots.values()
        }
        # in the order of the programme file
        streets = Landmark.objects.order_by("pk").values_list("name", flat=True)
        if example := ", ".join(streets[:2]):
            self.fields["place_name"].help_text = _("Per esempio: %(streets)s.") % {
                "streets": example
            }

    def _offer_categories(self):
        categories = self.categories.values()
        self.fields["category"].choices = grouped_choices(categories)
        asking = [category for category in categories if category.stops_in_progress]
        if not asking:
            del self.fields["in_progress"]
            return
        self.fields["category"].widget.attrs["data-in-progress"] = " ".join(
            category.code for category in asking
        )
        self.fields["in_progress"].help_text = _(
            "Rispondi se hai scelto: %(categories)s."
        ) % {"categories": "; ".join(map(label_of, asking))}
