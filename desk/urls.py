from django.urls import path

from accounts.access import confirmed, public, requires, signed_in
from desk.views import feed, listing, month, presence, printouts, today
from interventions.permissions import InterventionPermission

read = requires(InterventionPermission.READ)
plan_all = requires(InterventionPermission.PLAN_ALL)

urlpatterns = [
    # who does not read the interventions is led to the first page of their menu
    path("operatori/", signed_in(today.today), name="desk"),
    path("interventi/stampe/", read(printouts.printouts), name="printouts"),
    path("interventi/settimana.pdf", read(printouts.week_pdf), name="week_pdf"),
    path("interventi/giorno.pdf", read(printouts.day_pdf), name="day_pdf"),
    path("interventi/mese.pdf", read(printouts.month_pdf), name="month_pdf"),
    path(
        "interventi/elenco/", read(listing.intervention_list), name="intervention_list"
    ),
    path(
        "interventi/elenco/scarica/",
        read(listing.intervention_export),
        name="intervention_export",
    ),
    path("interventi/mese/", read(month.intervention_month), name="intervention_month"),
    path("interventi/mese/turno/", plan_all(month.turn_add), name="turn_add"),
    path(
        "interventi/mese/pubblica/", plan_all(month.month_publish), name="month_publish"
    ),
    path(
        "interventi/<code:code>/bozza/elimina/",
        plan_all(month.draft_remove),
        name="draft_remove",
    ),
    path("interventi/presenza/", read(presence.presence_page), name="presence"),
    path(
        "interventi/presenza/esporta/",
        read(presence.presence_export),
        name="presence_export",
    ),
    path(
        "interventi/calendario/",
        read(feed.calendar_feed_page),
        name="calendar_feed_page",
    ),
    path(
        "interventi/calendario/nuovo/",
        read(confirmed(feed.calendar_feed_renew)),
        name="calendar_feed_renew",
    ),
    path(
        "interventi/calendario/spegni/",
        read(feed.calendar_feed_stop),
        name="calendar_feed_stop",
    ),
    # a calendar client signs in nowhere: the address itself is the key
    path(
        "calendario/<slug:token>.ics",
        public(feed.calendar_feed),
        name="calendar_feed",
    ),
]
