"""Who may open a URL, said beside the URL: ``public(view)`` or ``requires(P.X)(view)``.

The wrapper leaves ``view.access`` for the test that compares every URL with the written matrix.
Which rows a person may see is the QuerySet's ``visible_to(user)``: not yours to see is a 404.
"""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.utils import translation

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
