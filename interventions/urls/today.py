from django.urls import path

from accounts.access import signed_in
from interventions.views.today import today

urlpatterns = [
    # who does not read the interventions is led to the first page of their menu
    path("operatori/", signed_in(today), name="desk"),
]
