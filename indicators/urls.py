from django.urls import path

from accounts.access import requires
from indicators import views
from indicators.permissions import IndicatorPermission

urlpatterns = [
    path(
        "cruscotto/",
        requires(IndicatorPermission.READ_DASHBOARD)(views.dashboard),
        name="dashboard",
    ),
    path(
        "cruscotto/segnalazioni.csv",
        requires(IndicatorPermission.READ_DASHBOARD)(views.dashboard_csv),
        name="dashboard_csv",
    ),
    path(
        "cruscotto/attivita.csv",
        requires(IndicatorPermission.READ_DASHBOARD)(views.dashboard_street_csv),
        name="dashboard_street_csv",
    ),
    path(
        "cruscotto/<slug:slug>/",
        requires(IndicatorPermission.READ_DASHBOARD)(views.dashboard_place),
        name="dashboard_place",
    ),
    path(
        "cruscotto/<slug:slug>/segnalazioni.csv",
        requires(IndicatorPermission.READ_DASHBOARD)(views.dashboard_place_csv),
        name="dashboard_place_csv",
    ),
    path(
        "cruscotto/<slug:slug>/categorie.csv",
        requires(IndicatorPermission.READ_DASHBOARD)(views.dashboard_categories_csv),
        name="dashboard_categories_csv",
    ),
    path(
        "cruscotto/<slug:slug>/attivita.csv",
        requires(IndicatorPermission.READ_DASHBOARD)(views.dashboard_place_street_csv),
        name="dashboard_place_street_csv",
    ),
]
