from django.urls import path

from accounts.access import requires
from interventions.permissions import InterventionPermission
from interventions.views import calendar, outings, planning, shifts

read = requires(InterventionPermission.READ)
plan = requires(InterventionPermission.PLAN)
go_out = requires(InterventionPermission.LOG)

CODE = "interventi/<code:code>/"
AVAILABILITY = "interventi/disponibilita/"

urlpatterns = [
    path(
        "interventi/",
        read(calendar.intervention_calendar),
        name="intervention_calendar",
    ),
    path(
        "interventi/nuovo/", plan(planning.intervention_plan), name="intervention_plan"
    ),
    path(
        "interventi/conflitti/",
        plan(planning.intervention_conflicts),
        name="intervention_conflicts",
    ),
    path(AVAILABILITY, go_out(shifts.availability_list), name="availability_list"),
    path(
        f"{AVAILABILITY}<int:pk>/elimina/",
        go_out(shifts.availability_delete),
        name="availability_delete",
    ),
    path(
        f"{CODE}piano/", plan(planning.intervention_replan), name="intervention_replan"
    ),
    path(
        f"{CODE}spostamento/",
        plan(outings.intervention_move),
        name="intervention_move",
    ),
    path(
        f"{CODE}annullamento/",
        plan(outings.intervention_cancel),
        name="intervention_cancel",
    ),
    path(
        f"{CODE}ripresa/",
        plan(outings.intervention_restore),
        name="intervention_restore",
    ),
    path(
        f"{CODE}equipaggio/entra/",
        go_out(outings.intervention_join),
        name="intervention_join",
    ),
    path(
        f"{CODE}equipaggio/esci/",
        go_out(outings.intervention_leave),
        name="intervention_leave",
    ),
]
