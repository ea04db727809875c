from django.urls import path

from accounts.access import public, requires
from interventions.permissions import InterventionPermission
from interventions.views import feed, papers

read = requires(InterventionPermission.READ)

urlpatterns = [
    path("interventi/stampe/", read(papers.papers), name="papers"),
    path("interventi/settimana.pdf", read(papers.week_sheet), name="week_sheet"),
    path("interventi/giorno.pdf", read(papers.day_sheet), name="day_sheet"),
    path("interventi/mese.pdf", read(papers.month_summary), name="month_summary"),
    path(
        "interventi/calendario/",
        read(feed.calendar_feed_page),
        name="calendar_feed_page",
    ),
    path(
        "interventi/calendario/nuovo/",
        read(feed.calendar_feed_renew),
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
