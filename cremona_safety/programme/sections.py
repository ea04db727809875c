"""The tables of a programme file, in the order they are loaded."""

from collections.abc import Callable
from dataclasses import dataclass

from cremona_safety.programme.fields import form_of
from cremona_safety.programme.forms import (
    CostCategoryForm,
    EventForm,
    GrantForm,
    LandmarkForm,
    MunicipalityForm,
    PlaceForm,
    RoleForm,
)
from cremona_safety.roles import ROLES
from hotspots.models import Contact
from hotspots.services import was_deleted
from reports.models import Category, ReplyTemplate


@dataclass(frozen=True)
class Section:
    """One kind of table: its name in the file, the field that tells a row, its form."""

    table: str
    title: str
    key: str
    form: type
    required: int = 0
    named: str = ""  # the field people read a row by: two rows never read the same
    single: bool = False
    drawn_in_portal: bool = False  # staff change these rows: a later load leaves them
    taken_out: Callable = lambda key: False  # by staff: a later load leaves it out
    # what the form saves outside the columns of the row: Italian names to sets of texts
    beside: Callable = lambda row: {}


# in the order they are loaded: a table may name rows of those before it
SECTIONS = [
    Section("municipality", "Comune", "istat_code", MunicipalityForm, 1, single=True),
    Section("roles", "ruoli", "code", RoleForm, len(ROLES), "label"),
    Section(
        "places",
        "luoghi",
        "slug",
        PlaceForm,
        1,
        "name",
        drawn_in_portal=True,
        beside=lambda place: {"nomi usati": set(place.alias_texts())},
    ),
    Section("landmarks", "nomi sulla mappa", "name", LandmarkForm, named="name"),
    Section(
        "events",
        "eventi",
        "slug",
        EventForm,
        drawn_in_portal=True,
        taken_out=was_deleted,
        beside=lambda event: {"luoghi": {spot.slug for spot in event.hotspots.all()}},
    ),
    Section("categories", "categorie", "code", form_of(Category), 1, "label"),
    Section(
        "replies", "risposte pronte", "code", form_of(ReplyTemplate), named="title"
    ),
    Section("grant", "contributo", "funder", GrantForm, 1, single=True),
    Section(
        "cost_categories", "voci di spesa", "code", CostCategoryForm, named="label"
    ),
    Section("contacts", "contatti", "code", form_of(Contact)),
]
