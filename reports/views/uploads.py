"""The photos that the form of a step brings, or wants taken away."""

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.throttle import HOUR, SenderLimit, client_address
from reports.photos import add_photos, remove_photo

PHOTOS = SenderLimit(
    "report-photo", 40, HOUR
)  # of one address: each costs us a decoding


def keep_photos(request, draft):
    """Remove the photo asked for, add those sent; return the refusals as sentences."""
    if photo := request.POST.get("remove_photo"):
        remove_photo(draft, photo)
    refusals = []
    if request.too_big_files:
        refusals.append(
            _("Una foto pesa più di %(limit)d MB: scegline una più leggera.")
            % {"limit": settings.PHOTO_LIMITS["bytes"] // (1024 * 1024)}
        )
    uploads = request.FILES.getlist("photos")
    if uploads:
        address = client_address(request)
        if not PHOTOS.hit(address):
            words = _("Hai mandato molte foto: riprova dopo le %(time)s.")
            return [*refusals, words % {"time": PHOTOS.time_for(address)}]
        refusals += add_photos(draft, uploads, whose=address)
    return refusals
