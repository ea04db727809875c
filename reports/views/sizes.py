"""A request too big to read gets a sentence, not a stack: what the wizard accepts at most."""

from functools import wraps

from django.conf import settings
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from reports.views.pages import page


class PhotoSizeHandler(FileUploadHandler):
    """Stops keeping a file as soon as it passes the limit of a photo, and counts it.

    The other fields of the form are read all the same, so nothing typed is lost.
    """

    def __init__(self, request):
        super().__init__(request)
        request.too_big_files = 0

    def receive_data_chunk(self, raw_data, start):
        if start + len(raw_data) > settings.PHOTO_LIMITS["bytes"]:
            self.request.too_big_files += 1
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        return None


def too_big(request):
    """Read a POST with the wizard's limits; return the page that answers 413 past them, or None.

    Whoever calls it checks the forgery after: Django's middleware would read the body before the
    limits are set.
    """
    request.upload_handlers.insert(0, PhotoSizeHandler(request))
    try:
        request.POST  # noqa: B018  reading it parses the body
    except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
        return page(request, "too_big", status=413)
    return None


def within_size(view):
    """Answer 413 with a sentence to a POST past the limits, then check its token against forgery."""
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        refused = too_big(request) if request.method == "POST" else None
        return refused or protected(request, *args, **kwargs)

    return wrapper
