from django.urls import path

from accounts.access import requires
from interventions.permissions import InterventionPermission
from interventions.views import presence

read = requires(InterventionPermission.READ)

urlpatterns = [
    path("interventi/presenza/", read(presence.presence_page), name="presence"),
    path(
        "interventi/presenza/esporta/",
        read(presence.presence_export),
        name="presence_export",
    ),
]
