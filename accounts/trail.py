"""The audit trail in Italian: what each action means, what it touched, from what to what."""

from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import DateField
from django.utils.dateparse import parse_date
from django.utils.module_loading import import_string
from django.utils.timezone import localtime

from accounts.targets import label_of, model_of
from listing.paging import Key
from listing.table import Column

# matches the indexes of AuditEntry
NEWEST = (Key("at", descending=True), Key("id", descending=True))
FACTORS = {
    "totp": "app dei codici",
    "webauthn": "passkey",
    "recovery_codes": "codici di recupero",
}
ERASED = "(cancellato)"
FILE = [
    Column("Quando", lambda row: f"{localtime(row.entry.at):%d/%m/%Y %H:%M:%S}"),
    Column("Chi", lambda row: row.who),
    Column("Azione", lambda row: row.sentence),
    Column("Codice", lambda row: row.entry.action),
    Column("Su", lambda row: row.target),
    Column("Prima", lambda row: row.said_before),
    Column("Dopo", lambda row: row.said_after),
]


@cache
def sentences():
    """Map every action to what it means: each app says, in ``apps.py``, those it records.

    In ``trail_readings`` it says who read, and in ``former_trail``, those it recorded once: the rows of then stay in the trail.
    """
    return {
        action: sentence
        for app in apps.get_app_configs()
        for name in ("trail", "trail_readings", "former_trail")
        for action, sentence in getattr(app, name, {}).items()
    }


@cache
def readings():
    """Return the codes of who read something: each app says its own, with its sentences."""
    return {
        action
        for app in apps.get_app_configs()
        for action in getattr(app, "trail_readings", {})
    }


@cache
def former_codes():
    """Map the codes that old rows have to the ones written today, of those that changed."""
    return {
        old: new
        for app in apps.get_app_configs()
        for old, new in getattr(app, "trail_formerly", {}).items()
    }


def codes_of(action):
    """Return the codes under which the trail holds ``action``: today's, and those of before."""
    return [action, *(old for old, new in former_codes().items() if new == action)]


@cache
def words():
    """Map what a row says beside the fields of its target to Italian: each app says its own."""
    return {
        code: word
        for app in apps.get_app_configs()
        for code, word in getattr(app, "trail_words", {}).items()
    }


@cache
def sayings():
    """Map what holds codes to the function that says them in Italian: each app names its own."""
    return {
        code: import_string(path)
        for app in apps.get_app_configs()
        for code, path in getattr(app, "trail_sayings", {}).items()
    }


def said(code, value):
    """Return in Italian the value of ``code``, which is no field of the target.

    A row written when words themselves were stored reads as it was written.
    """
    if code in sayings():
        try:
            return sayings()[code](value)
        except (AttributeError, KeyError, TypeError, ValueError):
            return _plain(value)  # of a shape that no code of ours writes
    if isinstance(value, str) and code in words():
        return _day_in_words(value)
    return _plain(value)


def factor_said(code):
    return FACTORS[code]


def filters_said(names):
    return ", ".join(words().get(name, name) for name in names)


def read(entries):
    """Return a list of entries as ``TrailRow``s; one query per kind of thing they name."""
    named = {(entry.target_type, entry.target_id) for entry in entries}
    names = _names_of(named.union(*map(_pointed_at, entries)))
    return [TrailRow(entry, names) for entry in entries]


def read_in_batches(entries, size=1000):
    """Yield a QuerySet of any length as ``TrailRow``s without holding it all."""
    iterator = entries.iterator(chunk_size=size)
    while batch := list(islice(iterator, size)):
        yield from read(batch)


@dataclass(frozen=True)
class TrailRow:
    """One entry as people read it; an action without a sentence is shown by its code."""

    entry: object
    names: dict

    @property
    def is_erased(self):
        """Whether its time is over: that something was read stays, not by whom nor what."""
        return self.entry.action in readings() and not self.entry.target_id

    @property
    def who(self):
        if self.is_erased:
            return ERASED
        return self.entry.actor_label or "portale"

    @property
    def sentence(self):
        action = former_codes().get(self.entry.action, self.entry.action)
        return sentences().get(action, action)

    @property
    def target(self):
        model = model_of(self.entry.target_type)
        kind = model._meta.verbose_name if model else self.entry.target_type
        if self.is_erased:
            return f"{kind} {ERASED}"
        key = (self.entry.target_type, self.entry.target_id)
        return f"{kind} {self.names.get(key, self.entry.target_id)}"

    @cached_property
    def changes(self):
        """List (name of the field, before, after), values as people say them."""
        fields = _fields_of(self.entry.target_type)
        before, after = map(_by_name, (self.entry.before, self.entry.after))
        return [
            (
                str(fields[key].verbose_name)
                if key in fields
                else words().get(key, key),
                self._shown(key, before.get(key), fields.get(key)),
                self._shown(key, after.get(key), fields.get(key)),
            )
            for key in dict.fromkeys([*before, *after])
        ]

    @property
    def said_before(self):
        return "; ".join(f"{name}: {said}" for name, said, _ in self.changes if said)

    @property
    def said_after(self):
        return "; ".join(f"{name}: {said}" for name, _, said in self.changes if said)

    def _shown(self, key, value, field):
        if value is None or value == "":
            return ""
        if field is None:
            return said(key, value)
        if isinstance(field, DateField) and isinstance(value, str):
            return _day_in_words(value)
        if isinstance(value, str | int):  # a list, as a boundary, is no key
            value = self._known(field, value)
        return _plain(value)

    def _known(self, field, value):
        if field.related_model:
            return self.names.get((label_of(field.related_model), str(value)), value)
        return dict(field.flatchoices).get(value, value)


def _names_of(targets):
    """Map (type, id) to the name of what is still there, one query per type."""
    ids = {}
    for target_type, target_id in targets:
        model = model_of(target_type)
        if model and (pk := _readable(model._meta.pk, target_id)) is not None:
            ids.setdefault((target_type, model), []).append(pk)
    return {
        (target_type, str(pk)): str(found)
        for (target_type, model), wanted in ids.items()
        for pk, found in model._base_manager.in_bulk(wanted).items()
    }


def _pointed_at(entry):
    """Return the (type, id) of what the foreign keys of an entry name, before and after."""
    fields = _fields_of(entry.target_type)
    return {
        (label_of(fields[name].related_model), str(value))
        for values in map(_by_name, (entry.before, entry.after))
        for name, value in values.items()
        if name in fields and fields[name].related_model
    }


def _by_name(values):
    """Return what an entry keeps by name; what has no names stands under an empty one."""
    return values if isinstance(values, dict) else {"": values}


def _fields_of(target_type):
    model = model_of(target_type)
    return {field.name: field for field in model._meta.fields} if model else {}


def _readable(key, text):
    """Return the value of a primary key, or None where the row holds no such one."""
    try:
        return key.clean(text, None)
    except ValidationError:
        return None


def _plain(value):
    if isinstance(value, bool):
        return "sì" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _day_in_words(text):
    try:
        return f"{parse_date(text):%d/%m/%Y}"
    except (TypeError, ValueError):
        return text
