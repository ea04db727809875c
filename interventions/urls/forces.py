from django.urls import path

from accounts.access import requires
from interventions.permissions import InterventionPermission
from interventions.views import force_imports, forces

HOME = "operatori/altre-forze/"
read = requires(InterventionPermission.READ)
write = requires(InterventionPermission.IMPORT_FORCES)

urlpatterns = [
    path(HOME, read(forces.force_counts), name="force_counts"),
    path(f"{HOME}esporta/", read(forces.force_export), name="force_export"),
    path(f"{HOME}nuovo/", write(forces.force_create), name="force_create"),
    path(f"{HOME}importa/", write(force_imports.force_import), name="force_import"),
    path(
        f"{HOME}importa/anteprima/",
        write(force_imports.force_preview),
        name="force_preview",
    ),
    path(
        f"{HOME}modello.csv",
        write(force_imports.force_template_csv),
        name="force_template_csv",
    ),
    path(
        f"{HOME}modello.xlsx",
        write(force_imports.force_template_xlsx),
        name="force_template_xlsx",
    ),
    path(
        f"{HOME}importazioni/<int:pk>/",
        write(force_imports.force_import_detail),
        name="force_import_detail",
    ),
    path(
        f"{HOME}importazioni/<int:pk>/annulla/",
        write(force_imports.force_undo),
        name="force_undo",
    ),
]
