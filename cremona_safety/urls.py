"""Every URL of the portal; each path says who may open it (accounts/access.py)."""

from django.urls import include, path
from django.views.i18n import set_language

from accounts.access import public, requires, signed_in
from cremona_safety import views
from jobs import views as jobs_views
from jobs.permissions import JobPermission

urlpatterns = [
    path("", public(views.home), name="home"),
    path("luoghi/<slug:slug>/", public(views.place), name="place"),
    path("privacy/", public(views.privacy), name="privacy"),
    path("accessibilita/", public(views.accessibility), name="accessibility"),
    path("note-legali/", public(views.legal_notes), name="legal_notes"),
    path("lingua/", public(set_language), name="set_language"),
    path("inizio/", signed_in(views.start), name="start"),
    path("componenti/", signed_in(views.components), name="components"),
    path("", include("accounts.urls")),
    path("", include("reports.urls")),
    path("", include("hotspots.urls")),
    path("", include("indicators.urls")),
    path(
        "operatori/lavori/",
        requires(JobPermission.READ)(jobs_views.job_list),
        name="jobs",
    ),
    path("healthz", public(jobs_views.healthz), name="healthz"),
    path("readyz", public(jobs_views.readyz), name="readyz"),
]
