"""What the rows of the trail are about: the models as it names them, and what is found by its code."""

from functools import cache

from django.apps import apps
from django.db.models import Q

from texts.codes import tidy_code


def about(code):
    """Return the condition of the entries on what has ``code``, of whatever kind it is.

    What has no code is found by its number, where its app says so in ``trail_by_number``.
    """
    found = Q(pk__in=[])
    for app in apps.get_app_configs():
        for name in getattr(app, "trail_by_number", ()):
            labels = labels_of(app.get_model(name))
            found |= Q(target_type__in=labels, target_id=code.strip())
    written = tidy_code(code) or code.lower()  # a code of the programme file is a slug
    for model in _models_with_a_code():
        rows = model._base_manager.filter(code=written)
        for pk in rows.values_list("pk", flat=True):
            found |= Q(target_type__in=labels_of(model), target_id=str(pk))
    return found


def labels_of(model):
    """Return the names the trail gives a model: today's, and that of the app it once stood in."""
    label = label_of(model)
    formerly = getattr(model._meta.app_config, "formerly", None)
    return [label, f"{formerly}.{model._meta.model_name}"] if formerly else [label]


def label_of(model):
    return model._meta.label_lower


def _models_with_a_code():
    for model in apps.get_models():
        field = {f.name: f for f in model._meta.fields}.get("code")
        if field and field.unique and not field.primary_key:
            yield model


def model_of(target_type):
    """Return the model the trail names so, or None when the portal has it no more."""
    return _models_by_label().get(target_type)


@cache
def _models_by_label():
    return {label: model for model in apps.get_models() for label in labels_of(model)}
