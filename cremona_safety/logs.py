"""One line of JSON per event, with its request and its task (``traces``), without what opens a report,
names a person or says where one is.

The path of a request may hold a report's secret key, its exception the text of a citizen: every
line passes here, whoever writes it, and says the route and the type instead.
"""

import json
import logging
import re
import traceback
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import unquote

from django.apps import apps
from django.urls import resolve

from cremona_safety.traces import request_id, task_id

HIDDEN = "…"
PATH = re.compile(r"/[^\s\"'<>]*")
ADDRESS = re.compile(r"\S*@\S*")
POSITION = re.compile(
    r"-?\b[0-9]{1,3}\.[0-9]{4,}"
)  # of degrees: to ten metres, or less
# a word of our addresses: a key or a code has figures or capitals
WORD = re.compile(r"[a-z][a-z-]{0,19}")
WORDS_SHOWN = 2


class JsonFormatter(logging.Formatter):
    """Format time, level, logger and message; the frames of an exception only with an error."""

    def format(self, record):
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        names = {"request": request_id.get(), "task": task_id.get()}
        line |= {key: name for key, name in names.items() if name}
        if record.levelno >= logging.ERROR and record.exc_info and record.exc_info[1]:
            line["exception"] = "".join(_frames(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False)


def route_of(path):
    """Return the pattern of a request's path; of a path that is no page, its first words."""
    path = unquote(path.partition("?")[0])
    if apps.ready:  # not in gunicorn's first process, that has no pages
        # a log line must come out, even while the urls cannot be read
        with suppress(Exception):
            return f"/{resolve(path).route}"
    parts = path.strip("/").split("/")
    words = [part if WORD.fullmatch(part) else HIDDEN for part in parts[:WORDS_SHOWN]]
    return "/" + "/".join(words + [HIDDEN] * (len(parts) > WORDS_SHOWN))


def _message(record):
    """Return the message with its arguments masked; without arguments it is masked whole."""
    template, args = str(record.msg), record.args
    if not args:
        text = _masked(template)
    elif isinstance(args, Mapping):
        text = template % {name: _safe(value) for name, value in args.items()}
    else:
        text = template % tuple(_safe(value) for value in args)
    text = POSITION.sub(HIDDEN, text)
    return _without_words_of(record.exc_info[1] if record.exc_info else None, text)


def _safe(value):
    if value is None or isinstance(value, (int, float)):
        return value
    if isinstance(value, BaseException):
        return type(value).__name__
    text = str(value)
    return route_of(text) if text.startswith("/") else _masked(text)


def _masked(text):
    return ADDRESS.sub(HIDDEN, PATH.sub(lambda path: route_of(path[0]), text))


def _without_words_of(error, text):
    """Take away what some libraries copy of an exception into the message itself."""
    for one, _ in _chain(error):
        for words in filter(None, (repr(one), str(one), _masked(str(one)))):
            text = text.replace(words, type(one).__name__)
    return text


def _frames(error):
    """Yield the frames and the type of an exception and of its causes, never their messages."""
    for one, bridge in _chain(error):
        yield from traceback.format_tb(one.__traceback__)
        yield f"{type(one).__module__}.{type(one).__qualname__}\n{bridge}"


def _chain(error):
    """Yield (exception, words that join it to the one before), the last raised first."""
    seen = set()
    while error and id(error) not in seen:
        seen.add(id(error))
        before = error.__cause__ or (
            None if error.__suppress_context__ else error.__context__
        )
        yield error, "caused by:\n" if before else ""
        error = before
