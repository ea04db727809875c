"""The field page, and what its phone asks."""

from django.urls import path

from accounts.access import public, requires
from interventions.permissions import InterventionPermission
from interventions.views.field import (
    field,
    field_doubt,
    field_photo,
    field_record,
    field_state,
)
from interventions.views.field_app import field_guard, field_manifest, field_worker
from interventions.views.log import intervention_log
from interventions.views.place_photo import (
    intervention_photo,
    intervention_photo_remove,
)

FIELD = "interventi/sul-campo/"
in_the_street = requires(InterventionPermission.LOG)

urlpatterns = [
    path(FIELD, in_the_street(field), name="field"),
    path(f"{FIELD}stato/", in_the_street(field_state), name="field_state"),
    path(f"{FIELD}parole.json", in_the_street(field_guard), name="field_guard"),
    path(f"{FIELD}dubbi/", in_the_street(field_doubt), name="field_doubt"),
    path(
        f"{FIELD}registrazioni/<uuid:client_id>/",
        in_the_street(field_record),
        name="field_record",
    ),
    path(
        f"{FIELD}registrazioni/<uuid:client_id>/foto/<uuid:pk>/",
        in_the_street(field_photo),
        name="field_photo",
    ),
    # a browser asks these two without a session: they say nothing of anybody
    path(f"{FIELD}manifest.webmanifest", public(field_manifest), name="field_manifest"),
    path(f"{FIELD}sw.js", public(field_worker), name="field_worker"),
    path(
        "interventi/registra/", in_the_street(intervention_log), name="intervention_log"
    ),
    path(
        "interventi/foto/<uuid:pk>/",
        requires(InterventionPermission.READ)(intervention_photo),
        name="intervention_photo",
    ),
    path(
        "interventi/foto/<uuid:pk>/togli/",
        in_the_street(intervention_photo_remove),
        name="intervention_photo_remove",
    ),
]
