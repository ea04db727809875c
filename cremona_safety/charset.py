"""The portal reads UTF-8, as every browser sends to it."""

from cremona_safety.errors import bad_request


class Utf8OnlyMiddleware:
    """Answer 400 to a request that declares another charset: reading its POST would raise."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if (request.encoding or "utf-8").lower() in {"utf-8", "utf8"}:
            return self.get_response(request)
        request.encoding = None
        return bad_request(request)
