from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.shortcuts import redirect

from accounts.access import PUBLIC
from accounts.context_processors import verified

NEXT_KEY = "after_second_factor"
# what a person needs to set the second factor up
ALLOWED = {"mfa_activate_totp", "account_reauthenticate", "mfa_reauthenticate"}


class SecondFactorMiddleware:
    """Sends a person without a second factor to set it up, where it is required.

    The page asked for is kept in the session and opened afterwards.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not self._missing(request, view):
            return None
        if request.method == "GET":
            request.session[NEXT_KEY] = request.get_full_path()
        return redirect("mfa_activate_totp")

    def _missing(self, request, view):
        return (
            settings.SECOND_FACTOR_REQUIRED
            and request.user.is_authenticated
            and getattr(view, "access", None) != PUBLIC
            and request.resolver_match.url_name not in ALLOWED
            and not verified(request)
            and not is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
        )
