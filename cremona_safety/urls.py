"""Every URL of the portal; each path says who may open it (accounts/access.py)."""

from django.urls import include, path, register_converter
from django.views.i18n import set_language

from accounts.access import public, requires, signed_in
from cremona_safety import views, visitors
from cremona_safety.csp_reports import csp_report
from cremona_safety.operations import views as operations
from hotspots.permissions import HotspotPermission
from jobs import views as jobs_views
from jobs.permissions import JobPermission
from texts.codes import CodeConverter

register_converter(CodeConverter, "code")  # before the addresses below are read

urlpatterns = [
    path("", public(views.home), name="home"),
    path("", include("hotspots.urls")),  # luoghi/cerca/ is not a place
    path("luoghi/", public(views.places), name="places"),
    path("luoghi/<slug:slug>/", public(views.place), name="place"),
    path("contributo/", public(views.grant), name="grant"),
    path("aiuto-alle-vittime/", public(views.victims_help), name="victims_help"),
    path("privacy/", public(views.privacy), name="privacy"),
    path("accessibilita/", public(views.accessibility), name="accessibility"),
    path("note-legali/", public(views.legal_notes), name="legal_notes"),
    path("lingua/", public(set_language), name="set_language"),
    path(
        ".well-known/security.txt", public(visitors.security_txt), name="security_txt"
    ),
    path("robots.txt", public(visitors.robots_txt), name="robots_txt"),
    path("csp/", public(csp_report), name="csp_report"),
    path(
        "operatori/da-completare/",
        requires(HotspotPermission.EDIT)(views.programme_gaps),
        name="programme_gaps",
    ),
    path("inizio/", signed_in(views.start), name="start"),
    path("componenti/", signed_in(views.components), name="components"),
    path("", include("accounts.urls")),
    path("", include("reports.urls")),
    path("", include("desk.urls")),
    path("", include("board.urls")),
    path("", include("referrals.urls")),
    path("", include("notebooks.urls")),
    path("", include("forces.urls")),
    path("", include("interventions.urls")),
    path("", include("indicators.urls")),
    path(
        "operatori/lavori/",
        requires(JobPermission.READ)(operations.state),
        name="jobs",
    ),
    path(
        "operatori/lavori/consegne/<int:pk>/riprova/",
        requires(JobPermission.RETRY)(jobs_views.outbox_retry),
        name="outbox_retry",
    ),
    path(
        "operatori/lavori/posta/<str:name>/",
        requires(JobPermission.READ)(jobs_views.mail_detail),
        name="mail_detail",
    ),
    path("healthz", public(jobs_views.healthz), name="healthz"),
    path("readyz", public(operations.readyz), name="readyz"),
    path("metrics", public(operations.metrics), name="metrics"),
]

handler400 = "cremona_safety.errors.bad_request"
handler403 = "cremona_safety.errors.permission_denied"
handler404 = "cremona_safety.errors.not_found"
handler500 = "cremona_safety.errors.server_error"
