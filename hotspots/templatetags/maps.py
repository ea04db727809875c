"""What templates/components/map.html needs to know of the installation."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def map_tiles():
    """Return the address and the attribution of the map's background; empty when there is none."""
    return {
        "url": settings.MAP_TILES_URL,
        "attribution": settings.MAP_TILES_ATTRIBUTION,
    }
