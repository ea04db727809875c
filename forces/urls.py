from django.urls import path

from accounts.access import requires
from forces import import_views, views
from forces.permissions import ForcePermission
from interventions.permissions import InterventionPermission

HOME = "operatori/altre-forze/"
read = requires(InterventionPermission.READ)
write = requires(ForcePermission.IMPORT)

urlpatterns = [
    path(HOME, read(views.force_counts), name="force_counts"),
    path(f"{HOME}esporta/", read(views.force_export), name="force_export"),
    path(f"{HOME}nuovo/", write(views.force_create), name="force_create"),
    path(f"{HOME}importa/", write(import_views.force_import), name="force_import"),
    path(
        f"{HOME}importa/anteprima/",
        write(import_views.force_preview),
        name="force_preview",
    ),
    path(
        f"{HOME}modello.csv",
        write(import_views.force_template_csv),
        name="force_template_csv",
    ),
    path(
        f"{HOME}modello.xlsx",
        write(import_views.force_template_xlsx),
        name="force_template_xlsx",
    ),
    path(
        f"{HOME}importazioni/<int:pk>/",
        write(import_views.force_import_detail),
        name="force_import_detail",
    ),
    path(
        f"{HOME}importazioni/<int:pk>/annulla/",
        write(import_views.force_undo),
        name="force_undo",
    ),
]
