"""How a page names a place."""

from django import template

from hotspots.models import place_name

register = template.Library()
register.filter("place_name", place_name)
