"""Reads an untrusted JSON object part by part, with a sentence beside each part that is wrong."""

import uuid

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from texts.tidy import tidy_text

# a phone that lost its clock says 1970; what is put right by the difference stays a date
YEARS = range(1970, 2200)
NOT_UNDERSTOOD = "Questo valore non va bene: sceglilo di nuovo."
TOO_MANY = "Sono troppi: il massimo è {most}."


class Reader:
    """Takes the parts of a document one by one, keeping a sentence for each that is wrong."""

    def __init__(self, data):
        self.data = data
        self.errors = {}

    def refuse(self, name, sentence):
        self.errors.setdefault(name, sentence)

    def number(self, name, least, most, *, optional=False):
        value = self.data.get(name)
        if value is None and optional:
            return None
        if is_number(value, least, most):
            return value
        return self.refuse(name, NOT_UNDERSTOOD)

    def choice(self, name, choices, default=""):
        value = self.data.get(name, default)
        if isinstance(value, str) and (value == default or value in choices.values):
            return value
        self.refuse(name, NOT_UNDERSTOOD)
        return default

    def flag(self, name):
        value = self.data.get(name, False)
        if not isinstance(value, bool):
            self.refuse(name, NOT_UNDERSTOOD)
        return value is True

    def text(self, name, most, sentence):
        """Return a tidy text of at most ``most`` characters; ``sentence`` refuses a longer one."""
        value = self.data.get(name, "")
        if not _is(str, value):
            self.refuse(name, NOT_UNDERSTOOD)
            return ""
        value = tidy_text(value, multiline=True)
        if len(value) > most:
            self.refuse(name, sentence)
        return value

    def moment(self, name, *, optional=False):
        value = self.data.get(name)
        if value is None and optional:
            return None
        found = parsed(parse_datetime, value)
        if found is None or timezone.is_naive(found) or found.year not in YEARS:
            return self.refuse(name, NOT_UNDERSTOOD)
        return found

    def uuid(self, name):
        found = parsed(uuid.UUID, self.data.get(name))
        return found or self.refuse(name, NOT_UNDERSTOOD)

    def items(self, name, kind, most):
        """Return a list of at most ``most`` values, each of the type ``kind``."""
        value = self.data.get(name, [])
        if not isinstance(value, list) or not all(_is(kind, item) for item in value):
            self.refuse(name, NOT_UNDERSTOOD)
            return []
        if len(value) > most:
            self.refuse(name, TOO_MANY.format(most=most))
            return []
        return value


def is_number(value, least, most):
    """Tell a whole number in its bounds: JSON's ``true`` is an int too, for Python."""
    return type(value) is int and least <= value <= most


def chosen(value, choices):
    return isinstance(value, str) and value in choices.values


def _is(kind, value):
    """Tell a value of exactly this type; a text, if a database takes it: JSON lets more pass."""
    return type(value) is kind and (kind is not str or _storable(value))


def _storable(text):
    if "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def parsed(parse, value):
    """Return what ``parse`` makes of a text, or None; a value of another type is None too."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        return parse(value)
    except ValueError:
        return None
