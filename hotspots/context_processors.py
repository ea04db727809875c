from django.utils.functional import SimpleLazyObject

from hotspots.models import Municipality


def municipality(request):
    """Give every template the Comune of this installation, or None before it is loaded."""
    return {"municipality": SimpleLazyObject(Municipality.objects.first)}
