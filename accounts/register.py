"""The register of processing: what every app keeps, read from its ``kept.py`` and from the models."""

from functools import cache
from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import module_has_submodule

from listing.table import Column

FILE = [
    Column("Che cosa", lambda entry: entry.what),
    Column("Tipo di dato", lambda entry: ", ".join(entry.kinds)),
    Column("Perché", lambda entry: entry.why),
    Column("Base giuridica", lambda entry: entry.basis),
    Column("Per quanto tempo", lambda entry: entry.how_long),
    Column("Come si cancella", lambda entry: how_erased(entry)),
    Column("Dove", lambda entry: ", ".join(where(entry))),
]


@cache
def entries():
    """Return what every app keeps, from the ground up."""
    return [
        entry
        for app in apps.get_app_configs()
        if module_has_submodule(app.module, "kept")
        for entry in import_module(f"{app.name}.kept").KEPT
    ]


def fields_of_models():
    """Return every (label, field) of the database that ``entries`` must name once.

    A key that only counts the rows says nothing.
    """
    return {
        (model._meta.label, field.name)
        for model in apps.get_models()
        if not model._meta.proxy
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]
        if not (field.primary_key and field.get_internal_type().endswith("AutoField"))
    }


def how_erased(entry):
    """Say in Italian what erases an entry."""
    if entry.job:
        return f"Da sé, con il lavoro “{settings.JOB_LABELS[entry.job]}”"
    return "Chi amministra, dalla pagina della persona" if entry.verb else ""


def where(entry):
    """Return the tables and their fields, as a technician finds them."""
    tables = {}
    for label, name in entry.names():
        tables.setdefault(apps.get_model(label)._meta.db_table, []).append(name)
    return [f"{table}: {' '.join(names)}" for table, names in tables.items()]
