from django.urls import path

from accounts.access import public, requires
from interventions.permissions import InterventionPermission
from interventions.views import feed

read = requires(InterventionPermission.READ)

urlpatterns = [
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
