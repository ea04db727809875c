"""What one types about referrals: the filters of the list, a new one, the outcome."""

import uuid

from django import forms
from django.utils import timezone

from actions.page import ActionForm
from hotspots.fields import PlaceField, PlaceFilter
from hotspots.models import Hotspot, at_place, place_slug
from interventions.models import AgeBand, does_police_work
from listing.filters import FilterForm, OrderField
from referrals.listing import REFERRALS
from referrals.models import Referral
from texts.days import DayField
from texts.fields import WriterField

ANY = "tutti"
TO_COME = "Il giorno deve ancora venire: scrivi quello in cui è nato il bisogno."
RELOAD = "Il modulo è incompleto: apri di nuovo la pagina e riprova."
SOCIAL_ONLY = "Un ordine di allontanamento si comunica ai servizi sociali."


class ReferralListForm(FilterForm):
    status = forms.ChoiceField(
        label="Stato",
        required=False,
        choices=[
            ("", "Aperti"),
            *Referral.Status.choices,
            (ANY, "Tutti, anche i chiusi"),
        ],
    )
    desk = forms.ChoiceField(
        label="A chi", required=False, choices=[("", "Tutti"), *Referral.Desk.choices]
    )
    need = forms.ChoiceField(
        label="Bisogno", required=False, choices=[("", "Tutti"), *Referral.Need.choices]
    )
    urgency = forms.ChoiceField(
        label="Urgenza",
        required=False,
        choices=[("", "Qualsiasi"), *Referral.Urgency.choices],
    )
    place = PlaceFilter()
    late = forms.BooleanField(label="Solo in ritardo", required=False)
    since = DayField(label="Inviati dal", required=False)
    until = DayField(label="Inviati fino al", required=False)
    order = OrderField(REFERRALS, unasked="Le più urgenti prima")

    def default_order(self, cleaned):
        # what waits stands by urgency, an archive by date
        is_work = cleaned.get("late") or not cleaned.get("status")
        return "urgency" if is_work else "sent"

    def filter(self, referrals):
        """Return the referrals that match; call it on a valid form only."""
        wanted = self.cleaned_data
        referrals = self.in_period(referrals)
        for name in ("desk", "need", "urgency"):
            if wanted[name]:
                referrals = referrals.filter(**{name: wanted[name]})
        if wanted["late"]:
            referrals = referrals.late()
        if wanted["status"] == ANY:
            return referrals
        if wanted["status"]:
            return referrals.filter(status=wanted["status"])
        return referrals.open()

    def in_period(self, referrals):
        """Return those of the chosen days and place, whatever their state: for the times."""
        wanted = self.cleaned_data
        referrals = referrals.sent_between(wanted["since"], wanted["until"])
        place = wanted["place"]
        return referrals.filter(at_place(place)) if place else referrals


class NewReferralForm(forms.Form):
    """A need without a person: there is nowhere to write a name."""

    writer = WriterField()
    client_id = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"invalid": RELOAD, "required": RELOAD},
    )
    desk = forms.ChoiceField(
        label="A chi lo mandi",
        choices=Referral.Desk.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Scegli a chi inviarlo."},
    )
    need = forms.ChoiceField(
        label="Di che cosa c’è bisogno",
        choices=[("", "Scegli"), *Referral.Need.choices],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Scegli di che cosa c’è bisogno."
        ),
    )
    urgency = forms.TypedChoiceField(
        label="Entro quando",
        choices=Referral.Urgency.choices,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Scegli entro quando."},
    )
    hotspot = PlaceField()
    on = DayField(label="Giorno")
    age_band = forms.ChoiceField(
        label="Fascia di età",
        required=False,
        choices=[("", "Non la conosco"), *AgeBand.choices],
    )

    def __init__(self, data=None, *, user, intervention=None):
        super().__init__(data)
        self.fields["writer"].open_for(user)
        if not does_police_work(user):
            self.fields["need"].choices = [
                choice
                for choice in self.fields["need"].choices
                if choice[0] != Referral.Need.REMOVAL
            ]
        self.intervention = intervention
        self.initial = {
            "client_id": uuid.uuid4(),
            "on": intervention.day if intervention else timezone.localdate(),
        }
        if intervention:
            there = [intervention.hotspot]
            self.fields["hotspot"].offer(lambda: Hotspot.objects.on_offer(also=there))
            self.initial["hotspot"] = place_slug(intervention.hotspot)

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on > timezone.localdate():
            raise forms.ValidationError(TO_COME)
        return on

    def clean(self):
        cleaned = super().clean()
        is_order = cleaned.get("need") == Referral.Need.REMOVAL
        if is_order and cleaned.get("desk") == Referral.Desk.VICTIMS:
            self.add_error("desk", SOCIAL_ONLY)
        return cleaned

    @property
    def arguments(self):
        """What the service takes besides ``by``."""
        said = {
            name: self.cleaned_data[name] for name in self.fields if name != "writer"
        }
        return {**said, "intervention": self.intervention}


class CloseReferralForm(ActionForm):
    outcome = forms.ChoiceField(
        label="Com’è andata",
        choices=Referral.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Scegli com’è andata, poi chiudi."},
    )
