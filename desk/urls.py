from django.urls import path

from accounts.access import requires, signed_in
from desk import pdf_views, views
from interventions.permissions import InterventionPermission

read = requires(InterventionPermission.READ)

urlpatterns = [
    # who does not read the interventions is led to the first page of their menu
    path("operatori/", signed_in(views.today), name="desk"),
    path("interventi/stampe/", read(pdf_views.printouts), name="printouts"),
    path("interventi/settimana.pdf", read(pdf_views.week_pdf), name="week_pdf"),
    path("interventi/giorno.pdf", read(pdf_views.day_pdf), name="day_pdf"),
    path("interventi/mese.pdf", read(pdf_views.month_pdf), name="month_pdf"),
]
