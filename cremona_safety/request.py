"""The portal reads UTF-8, as every browser sends to it."""

import codecs

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters


class Utf8Request(WSGIRequest):
    """A request that is read as UTF-8, whatever charset it declares; ``is_utf8`` tells whether it
    declares another.

    Django reads by any codec of Python, some of which decode nothing: it raises while it makes the
    request, before there is a page to say so.
    """

    def _set_content_type_params(self, meta):
        declared = meta.get("CONTENT_TYPE", "")
        try:
            self.content_type, self.content_params = parse_header_parameters(declared)
        except ValueError:  # a parameter in an encoding that nobody knows
            self.content_type, self.content_params, self.is_utf8 = "", {}, False
            return
        self.is_utf8 = _is_utf8(self.content_params.pop("charset", "utf-8"))


class Utf8Handler(WSGIHandler):
    request_class = Utf8Request


def _is_utf8(charset):
    """Tell whether a name is one of UTF-8's; one that nobody knows says nothing."""
    try:
        return codecs.lookup(charset).name == "utf-8"
    except LookupError:
        return True
    except ValueError:  # no name at all
        return False
