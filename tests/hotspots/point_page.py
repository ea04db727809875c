"""The URLs of the portal and two pages more: a form with a map to put a point, a map that shows one."""

from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from accounts.access import public

PAGE = """{% extends "base.html" %}
{% block title %}Punto{% endblock %}
{% block styles %}{% include "components/map_styles.html" %}{% endblock %}
{% block content %}
<div class="container"><h1>Dove</h1><form method="get" action="/inviato/">
{% include "components/map.html" with id="mappa" label="Mappa per segnare il punto" mode="point" lat=lat lon=lon lat_input="#lat" lon_input="#lon" %}
<label>Latitudine <input id="lat" name="lat"></label> <label>Longitudine <input id="lon" name="lon"></label>
<fieldset><legend>Luogo</legend>
<label><input type="radio" name="luogo" data-map-go="45.13215,10.02160"> Piazza Marconi</label>
</fieldset></form></div>
{% endblock %}
{% block scripts %}{% include "components/map_scripts.html" %}{% endblock %}
"""


SHOWN = """{% extends "base.html" %}
{% block title %}Mappa{% endblock %}
{% block styles %}{% include "components/map_styles.html" %}{% endblock %}
{% block content %}
<div class="container"><h1>Mappa</h1>{{ others|json_script:"vicine" }}
{% include "components/map.html" with id="mappa" label="Mappa" mode="places" lat=45.13519 lon=10.02313 marks="vicine" %}
</div>
{% endblock %}
{% block scripts %}{% include "components/map_scripts.html" %}{% endblock %}
"""


def shown(request):
    other = {"lat": 45.1349, "lon": 10.0225, "name": "<i>CR-1</i>", "url": "/vicina/"}
    template = engines["django"].from_string(SHOWN)
    return HttpResponse(template.render({"others": [other]}, request))


def page(request):
    context = {"lat": request.GET.get("lat", ""), "lon": request.GET.get("lon", "")}
    return HttpResponse(engines["django"].from_string(PAGE).render(context, request))


urlpatterns = [
    path("punto/", public(page), name="point_page"),
    path("mostra/", public(shown), name="shown_page"),
    path("", include("cremona_safety.urls")),
]
handler404 = "cremona_safety.errors.not_found"
