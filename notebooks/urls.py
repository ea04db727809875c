"""The educators' diary and the police notes: each for its own service alone."""

from django.urls import path

from accounts.access import requires
from interventions.models import Service, permission_of
from notebooks import views

FOLDERS = [
    ("interventi/diario/", Service.EDUCATION, "diary"),
    ("interventi/note-di-servizio/", Service.POLICE, "police_note"),
]
PAGES = [
    ("", views.note_list, "list"),
    ("nuova/", views.note_create, "create"),
    ("<int:pk>/", views.note_detail, "detail"),
    ("<int:pk>/correggi/", views.note_edit, "edit"),
]
urlpatterns = [
    path(
        folder + page,
        requires(permission_of(service))(view),
        {"service": service},
        name=f"{name}_{view_name}",
    )
    for folder, service, name in FOLDERS
    for page, view, view_name in PAGES
]
