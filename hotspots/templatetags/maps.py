"""What templates/components/map.html needs to know of the installation."""

import json

from django import template

from hotspots.backgrounds import background

register = template.Library()


@register.simple_tag
def map_background():
    """Return the background of the maps as JSON for the script; empty when there is none."""
    described = background()
    return json.dumps(described) if described else ""
