"""Whether this session, or this person, has the second factor."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from accounts.models import SECOND_FACTORS


def verified(request):
    """Tell whether this session was opened with a code or a passkey; reads the session, no query."""
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)


def missing(request):
    """Tell whether a signed-in person still has to set up a second factor that is required."""
    return (
        settings.SECOND_FACTOR_REQUIRED
        and not verified(request)
        and not is_mfa_enabled(request.user, SECOND_FACTORS)
    )
