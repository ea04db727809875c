"""What a programme file may hold: one form per table, so that Django checks every value."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.db.models import URLField

from accounts.models import Role
from cremona_safety.roles import ROLES
from funding.models import CostCategory, Grant
from hotspots.models import Contact, Event, Hotspot, Landmark, Municipality
from hotspots.names import normalise
from hotspots.rings import check_place_ring, check_ring
from hotspots.services import create_hotspot, save_event, update_hotspot
from reports.models import Category, ReplyTemplate


def form_of(model, *without):
    """Return the form of a table whose keys are the fields of ``model``, some left out."""
    return forms.modelform_factory(
        model, exclude=without, formfield_callback=_field_of_column
    )


def _field_of_column(column, **kwargs):
    if isinstance(column, URLField):
        kwargs["assume_scheme"] = "https"  # Django 5.2 warns while this is left unsaid
    return column.formfield(**kwargs)


class Texts(forms.Field):
    """A list of short texts."""

    def clean(self, value):
        texts = super().clean(value) or []
        if not isinstance(texts, list) or not all(isinstance(x, str) for x in texts):
            raise forms.ValidationError("scrivi un elenco di testi tra virgolette.")
        return texts


class MunicipalityForm(form_of(Municipality, "programme_hash", "demo_since")):
    def clean_boundary(self):
        return check_ring(self.cleaned_data["boundary"])


class PlaceForm(form_of(Hotspot, "latitude", "longitude", "archived_on")):
    aliases = Texts(required=False, label="nomi usati")

    def clean_ring(self):
        boundary = Municipality.objects.values_list("boundary", flat=True).first()
        return check_place_ring(self.cleaned_data["ring"], boundary)

    def save(self, commit=True):
        place, values = self.instance, self.cleaned_data
        if place.pk:
            return update_hotspot(place, seen=place.updated_at, by=None, **values)
        return create_hotspot(by=None, **values)


class LandmarkForm(form_of(Landmark, "normalised")):
    def save(self, commit=True):
        self.instance.normalised = normalise(self.instance.name)
        return super().save(commit)


class EventForm(form_of(Event, "hotspots")):
    places = forms.ModelMultipleChoiceField(
        Hotspot.objects.all(),
        to_field_name="slug",
        required=False,
        label="luoghi",
        error_messages={"invalid_choice": "«%(value)s» non è tra i luoghi."},
    )

    def save(self, commit=True):
        event = self.instance if self.instance.pk else None
        places = self.cleaned_data.pop("places")
        return save_event(event, hotspots=places, by=None, **self.cleaned_data)


class CostCategoryForm(form_of(CostCategory, "grant")):
    def save(self, commit=True):
        self.instance.grant = Grant.objects.get()
        return super().save(commit)


class RoleForm(form_of(Role, "permissions")):
    def clean_code(self):
        code = self.cleaned_data["code"]
        if code not in ROLES:
            raise forms.ValidationError(f"i ruoli sono: {', '.join(ROLES)}.")
        return code

    def save(self, commit=True):
        self.instance.permissions = [str(p) for p in ROLES[self.instance.code]]
        return super().save(commit)


@dataclass(frozen=True)
class Section:
    """One kind of table: its name in the file, the field that names a row, its form."""

    table: str
    title: str
    key: str
    form: type
    required: int = 0
    single: bool = False
    drawn_in_portal: bool = False  # staff change these rows: a later load leaves them
    # what the form saves outside the columns of the row: Italian names to sets of texts
    beside: Callable = lambda row: {}


# in the order they are loaded: a table may name rows of those before it
SECTIONS = [
    Section("municipality", "Comune", "istat_code", MunicipalityForm, 1, single=True),
    Section("roles", "ruoli", "code", RoleForm, len(ROLES)),
    Section(
        "places",
        "luoghi",
        "slug",
        PlaceForm,
        1,
        drawn_in_portal=True,
        beside=lambda place: {"nomi usati": set(place.alias_texts())},
    ),
    Section("landmarks", "nomi sulla mappa", "name", LandmarkForm),
    Section(
        "events",
        "eventi",
        "slug",
        EventForm,
        drawn_in_portal=True,
        beside=lambda event: {"luoghi": {spot.slug for spot in event.hotspots.all()}},
    ),
    Section("categories", "categorie", "code", form_of(Category), 1),
    Section("replies", "risposte pronte", "code", form_of(ReplyTemplate)),
    Section("grant", "contributo", "funder", form_of(Grant), 1, single=True),
    Section("cost_categories", "voci di spesa", "code", CostCategoryForm),
    Section("contacts", "contatti", "code", form_of(Contact)),
]
