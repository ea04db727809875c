from django.urls import path

from accounts.access import requires
from interventions.permissions import InterventionPermission
from interventions.views import follow_ups, record, sheet
from interventions.views.steps import ACTIONS

read = requires(InterventionPermission.READ)

urlpatterns = [
    path(
        "interventi/cose-da-fare/",
        read(follow_ups.follow_up_list),
        name="follow_up_list",
    ),
    path(
        "interventi/cose-da-fare/<int:pk>/fatta/",
        read(follow_ups.follow_up_done),
        name="follow_up_done",
    ),
    path(
        "interventi/<code:code>/",
        read(record.intervention_detail),
        name="intervention_detail",
    ),
    path(
        "interventi/<code:code>/scheda/",
        read(sheet.intervention_edit),
        name="intervention_edit",
    ),
    *[
        path(
            f"interventi/<code:code>/{action.slug}/",
            requires(action.permission)(record.act(action)),
            name=action.url_name,
        )
        for action in ACTIONS
    ],
]
