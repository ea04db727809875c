from django.urls import path

from accounts.access import confirmed, public, requires
from hotspots import tile_views, views
from hotspots.permissions import HotspotPermission
from hotspots.place_search import place_search

edits = requires(HotspotPermission.EDIT)

urlpatterns = [
    path("luoghi/cerca/", public(place_search), name="place_search"),
    path("mappa/luoghi.geojson", public(views.places_geojson), name="places_geojson"),
    path("mappa/vie.geojson", public(views.street_lines), name="street_lines"),
    path(
        "mappa/tessere/<slug:version>/<int:zoom>/<int:x>/<int:y>",
        public(tile_views.map_tile),
        name="map_tile",
    ),
    path("operatori/luoghi/", edits(views.hotspot_list), name="hotspot_list"),
    path(
        "operatori/luoghi/nuovo/",
        edits(confirmed(views.hotspot_create)),
        name="hotspot_create",
    ),
    path(
        "operatori/luoghi/<slug:slug>/",
        edits(confirmed(views.hotspot_edit)),
        name="hotspot_edit",
    ),
    path(
        "operatori/luoghi/<slug:slug>/archivio/",
        edits(confirmed(views.hotspot_archive)),
        name="hotspot_archive",
    ),
    path(
        "operatori/luoghi/<slug:slug>/ripristino/",
        edits(confirmed(views.hotspot_restore)),
        name="hotspot_restore",
    ),
    path("operatori/eventi/", edits(views.event_list), name="event_list"),
    path("operatori/eventi/nuovo/", edits(views.event_create), name="event_create"),
    path("operatori/eventi/<slug:slug>/", edits(views.event_edit), name="event_edit"),
    path(
        "operatori/eventi/<slug:slug>/elimina/",
        edits(views.event_delete),
        name="event_delete",
    ),
]
