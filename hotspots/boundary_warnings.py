"""What a coordinator should look at again in a place: said, never refused."""

from hotspots.models import Alias, Hotspot
from hotspots.projection import overlap

WORTH_SAYING_M2 = 1
OVERLAPS = (
    "Il confine si sovrappone a «{name}» per {area} metri quadrati: "
    "una segnalazione nella parte comune va al luogo più piccolo."
)
SHARED_NAME = (
    "Il nome «{text}» è usato anche per «{name}»: "
    "chi lo scrive non viene portato in nessuno dei due."
)


def boundary_warnings(hotspot):
    """Return Italian sentences on what a saved place has in common with others (two queries).

    No report is filed at an archived place: it has nothing in common with anybody.
    """
    if hotspot.archived_on:
        return []
    return [*_overlaps(hotspot), *_shared_names(hotspot)]


def _overlaps(hotspot):
    for other in Hotspot.objects.on_offer().exclude(pk=hotspot.pk):
        area = overlap(hotspot.ring, other.ring)
        if area >= WORTH_SAYING_M2:
            yield OVERLAPS.format(name=other.name, area=round(area))


def _shared_names(hotspot):
    for alias in Alias.objects.shared_with_others(hotspot).select_related("hotspot"):
        yield SHARED_NAME.format(text=alias.text, name=alias.hotspot.name)
