"""Who may open a URL, said beside the URL: ``public(view)`` or ``requires(P.X)(view)``.

The wrapper leaves ``view.access`` for the test that compares every URL with the written matrix.
Which rows a person may see is the QuerySet's ``visible_to(user)``: not yours to see is a 404. What
opens doors (people, roles, second factors, boundaries) says ``confirmed(view)`` besides.
"""

from functools import wraps
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme

PUBLIC = "public"
SIGNED_IN = "signed in"


class Forbidden(PermissionDenied):
    """A signed-in person asked for something their role does not hold."""

    def __init__(self, permission):
        super().__init__(permission)
        self.permission = permission


def public(view):
    """Let anybody in."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    wrapper.access = PUBLIC
    wrapper.login_required = False
    return wrapper


def entrance(view):
    """Let anybody in to a page meant for staff, in Italian: sign-in, a forgotten password."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        translation.activate("it")
        return view(request, *args, **kwargs)

    return public(wrapper)


def signed_in(view):
    """Let every signed-in person in; staff pages are written in Italian."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        translation.activate("it")
        return view(request, *args, **kwargs)

    wrapper.access = SIGNED_IN
    wrapper.login_required = True  # even if the view, of a library, says otherwise
    return wrapper


def requires(permission):
    """Let in who holds ``permission``; raise ``Forbidden`` (403) for the others."""

    def decorate(view):
        @wraps(view)
        def wrapper(request, *args, **kwargs):
            translation.activate("it")
            if not request.user.may(permission):
                raise Forbidden(permission)
            return view(request, *args, **kwargs)

        wrapper.access = permission
        wrapper.login_required = True
        return wrapper

    return decorate


def confirmed(view):
    """Ask who it is again before the page opens, when they last said it over ten minutes ago.

    ``ACCOUNT_REAUTHENTICATION_TIMEOUT``, in seconds. A form sent too late is asked for at its page:
    what was typed waits in the tab (``static/js/desk-draft.js``), and is sent by the person again.
    """

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        adapter = get_adapter(request)
        if not adapter.is_reauthentication_required(app="accounts"):
            return view(request, *args, **kwargs)
        ways = adapter.get_reauthentication_methods(request.user)
        if not ways:  # of a laptop's demonstration: the second factor is a way
            return view(request, *args, **kwargs)
        return redirect_to_login(page_of(request), ways[0]["url"])

    wrapper.confirmed = True
    return wrapper


def page_of(request):
    """Return the path of the page to lead back to: of a form that was sent, the page it stood on.

    The address a form is sent to may answer nobody who only asks for it.
    """
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()})
    if request.method in ("GET", "HEAD") or not is_ours:
        return request.get_full_path()
    return urlsplit(page)._replace(scheme="", netloc="").geturl()
