"""Who declares another charset than UTF-8 is told so, and not read wrongly."""

from cremona_safety.errors import bad_request


class Utf8OnlyMiddleware:
    """Answer 400 to a request that is not ``is_utf8``: see ``cremona_safety/request.py``."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.is_utf8:
            return self.get_response(request)
        return bad_request(request)
