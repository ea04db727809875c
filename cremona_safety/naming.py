"""What the Comune is called: what anybody would try first as a password there."""

from hotspots.models import Hotspot, Municipality


def names_of_the_comune():
    """Return its names, those of its portal and of its places; none before a programme is loaded."""
    town = ["name", "short_name", "region", "portal_name"]
    places = Hotspot.objects.values_list("name", flat=True)
    return [*sum(Municipality.objects.values_list(*town), ()), *places]
