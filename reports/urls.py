from django.urls import path

from accounts.access import public, requires
from reports import views
from reports.permissions import ReportPermission
from reports.views import address, follow, followed, gate, lost_key, own_data, wizard
from reports.views.actions import ACTIONS

DRAFT = "segnala/<uuid:pk>/"
DESK = "operatori/segnalazioni/"

urlpatterns = [
    # a citizen's report, step by step
    path("segnala/", public(gate.start), name="report_start"),
    path("segnala/112/", public(gate.emergency), name="report_emergency"),
    path(f"{DRAFT}autorizzazioni/", public(wizard.consent), name="report_consent"),
    path(f"{DRAFT}dove/", public(wizard.where), name="report_where"),
    path(f"{DRAFT}che-cosa/", public(wizard.what), name="report_what"),
    path(f"{DRAFT}contatto/", public(wizard.contact), name="report_contact"),
    path(f"{DRAFT}riepilogo/", public(wizard.summary), name="report_summary"),
    path(f"{DRAFT}inviata/", public(wizard.sent), name="report_sent"),
    path(f"{DRAFT}112/", public(gate.stopped), name="report_stopped"),
    path(f"{DRAFT}elimina/", public(wizard.delete), name="report_draft_delete"),
    # the same pages as they were called when a browser had one draft
    *[
        path(f"segnala/{old}/", public(gate.moved), name=f"report_moved_{old}")
        for old in gate.MOVED
    ],
    # following it
    path("segnalazioni/", public(follow.follow), name="report_follow"),
    path(
        "segnalazioni/collegamento-perso/",
        public(lost_key.lost_key),
        name="report_lost_key",
    ),
    path("segnalazioni/<code:code>/", public(follow.status), name="report_status"),
    path(
        "segnalazioni/conferma/<str:token>/",
        public(address.confirm),
        name="report_confirm",
    ),
    path(
        "segnalazioni/<code:code>/email/",
        public(address.address),
        name="report_address",
    ),
    path(
        "segnalazioni/<code:code>/riapri/",
        public(followed.reopen),
        name="report_citizen_reopen",
    ),
    path(
        "segnalazioni/<code:code>/dati/", public(own_data.own_data), name="report_data"
    ),
    path(
        "segnalazioni/<code:code>/dati.json",
        public(own_data.own_data_file),
        name="report_data_file",
    ),
    path(
        "segnalazioni/<code:code>/cancellazione/",
        public(own_data.erase),
        name="report_ask_erasure",
    ),
    path(
        "segnalazioni/<code:code>/<slug:key>/",
        public(follow.open_link),
        name="report_open",
    ),
    path("foto/<uuid:pk>/", public(views.report_photo), name="report_photo"),
    # the office's desk
    path(
        DESK,
        requires(ReportPermission.READ)(views.report_queue),
        name="report_queue",
    ),
    path(
        f"{DESK}esporta/",
        requires(ReportPermission.READ)(views.report_export),
        name="report_export",
    ),
    path(
        f"{DESK}riassegna/",
        requires(ReportPermission.REASSIGN_PLACES)(views.report_reassign),
        name="report_reassign",
    ),
    path(
        f"{DESK}punti/",
        requires(ReportPermission.REASSIGN_PLACES)(views.report_points),
        name="report_points",
    ),
    path(
        f"{DESK}riassegna/<int:pk>/",
        requires(ReportPermission.REASSIGN_PLACES)(views.report_reassign_run),
        name="report_reassign_run",
    ),
    path(
        f"{DESK}<code:code>/",
        requires(ReportPermission.READ)(views.report_detail),
        name="report_detail",
    ),
    *[
        path(
            f"{DESK}<code:code>/{action.slug}/",
            requires(action.permission)(views.act(action)),
            name=action.url_name,
        )
        for action in ACTIONS
    ],
]
