from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect

from accounts import browsers, second_factor
from accounts.access import PUBLIC, page_of

NEXT_KEY = "after_second_factor"
# what a person needs to set the second factor up
ALLOWED = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "account_reauthenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}


class IdleMiddleware:
    """Puts out who left the portal open and went away, before anything is done in their name."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if getattr(view, "access", None) == PUBLIC:
            return
        if put_out := browsers.note_use(request):
            messages.info(request, put_out)


class SignInMiddleware(LoginRequiredMiddleware):
    """Leads who did not sign in to the entrance; of what is public it does not ask who comes.

    Django's looks first: two questions to the database for each tile of a map, and an answer
    that a browser keeps only until the next cookie.
    """

    def process_view(self, request, view, args, kwargs):
        if getattr(view, "access", None) == PUBLIC:
            return None
        return super().process_view(request, view, args, kwargs)

    def handle_no_permission(self, request, view):
        """Lead back to its page who sends a form after the session ended."""
        return redirect_to_login(page_of(request), self.get_login_url(view))


class SecondFactorMiddleware:
    """Sends a person without a second factor to set it up, where it is required.

    The page asked for is kept in the session and opened afterwards.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if getattr(view, "access", None) == PUBLIC:
            return None
        if request.resolver_match.url_name in ALLOWED:
            return None
        if not request.user.is_authenticated or not second_factor.missing(request):
            return None
        if request.method == "GET":
            request.session[NEXT_KEY] = request.get_full_path()
        return redirect("mfa_index")
