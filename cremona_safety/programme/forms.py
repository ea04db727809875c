"""What each table of a programme file may hold: forms, so that Django checks every value."""

import shapely
from django import forms
from django.core.validators import MaxValueValidator

from accounts.models import Role
from cremona_safety.programme.fields import Texts, form_of, pattern
from cremona_safety.roles import ROLES
from funding.models import CostCategory, Grant
from hotspots.forms import refuse_names_of_others
from hotspots.geometry import in_municipality
from hotspots.models import (
    RESERVED_SLUGS,
    Alias,
    Event,
    Hotspot,
    Landmark,
    Municipality,
)
from hotspots.names import normalise
from hotspots.rings import check_place_ring, check_ring
from hotspots.services import create_hotspot, save_event, update_hotspot

ITALY = shapely.box(6, 35, 19, 48)  # longitude and latitude of all its Comuni
SWAPPED = "latitudine e longitudine sono scambiate: in un confine prima la longitudine, [9.123, 44.123]."
SOME_SWAPPED = (
    "latitudine e longitudine sono scambiate in questi punti del confine: {}. Prima la "
    "longitudine, [9.123, 44.123]."
)
SWAPPED_CENTRE = (
    "latitudine e longitudine sono scambiate: scrivi latitude = {}, longitude = {}."
)
NOT_IN_ITALY = "il confine non è in Italia: controlla i suoi punti."
COMMAS = "nei numeri usa il punto, non la virgola: [9.123, 44.123]."
OFF_THE_COMUNE = (
    "questo punto è fuori dal confine del Comune: controlla latitude e longitude."
)
RESERVED = "«{}» è un indirizzo del portale: scegline un altro, per esempio «{}-1»."
BACKWARDS = "viene prima di «{}»: controlla le due date."
TAKEN = '«{}» è già nel portale come slug = "{}": scrivi questo slug, oppure cambia il nome.'
SAME_RING = 'questo confine è già nel portale, del luogo slug = "{}": scrivi questo slug, oppure un altro confine.'
LOWER = "scrivi l’indirizzo in minuscolo: {}."
NO_NAME = "scrivi un nome con almeno una lettera o una cifra."
# key of [municipality]: how it is written
CODES = {
    "province_code": (r"^[A-Z]{2}$", "scrivi la sigla con due maiuscole, per esempio MI."),
    "istat_code": (r"^[0-9]{6}$", "il codice ISTAT ha sei cifre, per esempio 012345."),
    "cadastral_code": (
        r"^[A-Z][0-9]{3}$",
        "il codice catastale è una maiuscola e tre cifre, per esempio A123.",
    ),
    "postal_code": (r"^[0-9]{5}$", "il CAP ha cinque cifre, per esempio 01234."),
}  # fmt: skip


class MunicipalityForm(form_of(Municipality, "programme_hash", "demo_since")):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for key, (regex, words) in CODES.items():
            self.fields[key].validators.append(pattern(regex, words))

    def clean_boundary(self):
        ring = _ring(self.cleaned_data["boundary"], check_ring)
        if not shapely.Polygon(ring).within(ITALY):
            swapped = shapely.Polygon(_swapped(ring)).within(ITALY)
            raise forms.ValidationError(SWAPPED if swapped else NOT_IN_ITALY)
        return ring

    def clean(self):
        cleaned = super().clean()
        if boundary := cleaned.get("boundary"):
            _check_point(self, boundary)
        return cleaned


class PlaceForm(form_of(Hotspot, "latitude", "longitude", "archived_on")):
    aliases = Texts(
        required=False,
        label="nomi usati",
        longest=Alias._meta.get_field("text").max_length,
    )

    def clean_slug(self):
        return _free(self.cleaned_data["slug"], self.instance)

    def clean_name(self):
        name = _name(self.cleaned_data["name"])
        if not self.instance.pk:
            _refuse_a_twin(normalise(name), name)
        return name

    def clean_aliases(self):
        refuse_names_of_others(self.cleaned_data["aliases"], self.instance)
        return self.cleaned_data["aliases"]

    def clean_ring(self):
        boundary = _boundary()
        ring = self.cleaned_data["ring"]
        try:
            checked = _ring(ring, check_place_ring, boundary)
        except forms.ValidationError:
            if _is_ring(_swapped(ring), boundary):
                raise forms.ValidationError(SWAPPED) from None
            if points := _swapped_points(ring, boundary):
                some = SOME_SWAPPED.format(", ".join(map(str, points)))
                raise forms.ValidationError(some) from None
            raise
        twin = not self.instance.pk and Hotspot.objects.filter(ring=checked).first()
        if twin:
            raise forms.ValidationError(SAME_RING.format(twin.slug))
        return checked

    def save(self, commit=True):
        place, values = self.instance, self.cleaned_data
        if place.pk:
            return update_hotspot(place, seen=place.updated_at, by=None, **values)
        return create_hotspot(by=None, **values)


class LandmarkForm(form_of(Landmark, "normalised")):
    def clean_name(self):
        return _name(self.cleaned_data["name"])

    def clean(self):
        cleaned = super().clean()
        _check_point(self, _boundary())
        return cleaned

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

    def clean_slug(self):
        return _free(self.cleaned_data["slug"], self.instance)

    def clean(self):
        cleaned = super().clean()
        _check_days(self, "on", "until")
        return cleaned

    def save(self, commit=True):
        event = self.instance if self.instance.pk else None
        places = self.cleaned_data.pop("places")
        return save_event(event, hotspots=places, by=None, **self.cleaned_data)


class GrantForm(form_of(Grant)):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        share = self.fields["funder_share"]
        share.validators.append(
            MaxValueValidator(100, "al massimo 100: è una percentuale.")
        )

    def clean(self):
        cleaned = super().clean()
        _check_days(self, "eligible_from", "eligible_until")
        _check_days(self, "eligible_until", "report_due_on")
        return cleaned


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


def _boundary():
    return Municipality.objects.values_list("boundary", flat=True).first()


def _ring(ring, check, *args):
    """Return what ``check`` makes of ``ring``; of one with decimal commas say so."""
    if any(isinstance(point, list) and len(point) == 4 for point in ring):
        raise forms.ValidationError(COMMAS)
    return check(ring, *args)


def _swapped(ring):
    """Return ``ring`` with longitude and latitude the other way round, where it has both."""
    return [point[::-1] if isinstance(point, list) else point for point in ring]


def _swapped_points(ring, boundary):
    """Return the numbers of the points that are in the Comune only the other way round."""
    pairs = (
        (number, *point)
        for number, point in enumerate(ring, 1)
        if isinstance(point, list) and [type(value) for value in point] == [float] * 2
    )
    return [
        number
        for number, longitude, latitude in pairs
        if not in_municipality(latitude, longitude, boundary)
        and in_municipality(longitude, latitude, boundary)
    ]


def _is_ring(ring, boundary):
    try:
        return bool(boundary and check_place_ring(ring, boundary))
    except forms.ValidationError:
        return False


def _check_point(form, boundary):
    latitude, longitude = (
        form.cleaned_data.get(key) for key in ("latitude", "longitude")
    )
    if None in (latitude, longitude) or in_municipality(latitude, longitude, boundary):
        return
    swapped = in_municipality(longitude, latitude, boundary)
    words = SWAPPED_CENTRE.format(longitude, latitude) if swapped else OFF_THE_COMUNE
    form.add_error("latitude", words)


def _check_days(form, first, last):
    begin, end = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if begin and end and end < begin:
        form.add_error(last, BACKWARDS.format(first))


def _free(slug, row):
    if slug in RESERVED_SLUGS:
        raise forms.ValidationError(RESERVED.format(slug, slug))
    if not row.pk and slug != slug.lower():
        raise forms.ValidationError(LOWER.format(slug.lower()))
    return slug


def _refuse_a_twin(read, name):
    """Refuse the ``name`` of a new place that another one has, as its name or as one people use.

    A slug that changed in the file would else make a second place of the first.
    """
    for place in Hotspot.objects.prefetch_related("aliases"):
        if read in map(normalise, [place.name, *place.alias_texts()]):
            raise forms.ValidationError(TAKEN.format(name, place.slug))


def _name(name):
    if not normalise(name):
        raise forms.ValidationError(NO_NAME)
    return name
