"""What templates/components/map.html needs to know of the installation."""

import json

from django import template

from hotspots.backgrounds import background
from hotspots.geometry import ROUGH_M

register = template.Library()


@register.simple_tag
def rough_metres():
    """Return from how many metres of error a phone's position is no point."""
    return ROUGH_M


@register.simple_tag
def map_background():
    """Return the background of the maps as JSON for the script; empty when there is none."""
    described = background()
    return json.dumps(described) if described else ""
