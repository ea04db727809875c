"""A text that others will read: what points at a person is refused, of a name it is asked.

A plate, a telephone, an email, a tax code have no place in it. What seems the name of a person, or
a home, may be something else: who wrote it takes it out, or says with one tick that it is not, of
this text only.
"""

from hashlib import sha256

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hotspots.town_names import town_names
from texts.fields import TypedField
from texts.personal_data import REFUSED, SHARED, PersonalData, find_personal_data, said

ASKED = (
    "{where} sembra esserci {found}: «{words}». Toglilo, oppure conferma che non lo è."
)
CONFIRM = "Ho riletto: non è {found}"
TICK = "{name}-non-e-una-persona"  # its name in the form
ASKED_OF = frozenset({PersonalData.NAME, PersonalData.ADDRESS})
# to one citizen an office gives its own telephone and its own email
REFUSED_IN_MESSAGES = frozenset({PersonalData.PLATE, PersonalData.FISCAL_CODE})
MOST_WORDS = 60  # characters of them in a sentence


class Typed(str):
    """What somebody typed, with the text that they say has no person in it."""

    confirmed = ""


class _Asking:
    """A widget that keeps the tick below the text, once it was asked for."""

    asked = ""  # the sentence beside the tick
    digest = ""

    def value_from_datadict(self, data, files, name):
        typed = Typed(super().value_from_datadict(data, files, name) or "")
        typed.confirmed = data.get(TICK.format(name=name), "")
        return typed

    def render(self, name, value, attrs=None, renderer=None):
        text = super().render(name, value, attrs, renderer)
        if not self.asked:
            return text
        tick = TICK.format(name=name)
        return SafeString(text) + format_html(
            '<div class="form-check shared-text-tick"><input type="checkbox" id="{0}" name="{1}" '
            'value="{2}"><label for="{0}">{3}</label></div>',
            f"{(attrs or {}).get('id', name)}-persona",
            tick,
            self.digest,
            self.asked,
        )


class AskingLine(_Asking, forms.TextInput):
    pass


class AskingArea(_Asking, forms.Textarea):
    pass


class Shared:
    """A field of text that others read, beside ``CharField``.

    ``where`` begins the sentences: "Nello scopo". ``refused`` are the kinds that have no place
    there; of names and homes it is asked, unless the text was there before and nobody changed it.
    """

    def __init__(self, *, where="Nel testo", sentence=SHARED, refused=REFUSED, **more):
        self.where, self.sentence, self.refused = where, sentence, refused
        self.before = None
        super().__init__(**more)

    def get_bound_field(self, form, field_name):
        bound = super().get_bound_field(form, field_name)
        self.before = bound.initial
        return bound

    def clean(self, value):
        text = super().clean(value)
        # a closed field holds what others wrote: who cannot correct it is not stopped by it
        if text and not self.disabled:
            self._refuse(text, getattr(value, "confirmed", ""))
        return text

    def _refuse(self, text, confirmed):
        found = [one for one in found_in(text) if one.what in self.refused | ASKED_OF]
        kinds = {one.what for one in found}
        if kinds & self.refused:
            words = said(kinds & self.refused)
            raise forms.ValidationError(
                self.sentence.format(where=self.where, found=words)
            )
        digest = digest_of(text)
        if found and digest != confirmed and text != self.before:
            self.widget.asked = CONFIRM.format(found=said(kinds))
            self.widget.digest = digest
            raise forms.ValidationError(asking(text, found, self.where))


class SharedText(Shared, TypedField):
    """One line, or more of them with ``multiline``, that people type freely."""

    def __init__(self, *, multiline=False, rows=4, widget=None, **more):
        widget = widget or (AskingArea({"rows": rows}) if multiline else AskingLine())
        super().__init__(multiline=multiline, widget=widget, **more)


class SharedWords(Shared, forms.CharField):
    """A field of a model, or of a form that counts characters as Django does."""

    widget = AskingArea


def asked_of(text, where):
    """Return the sentence that asks of what in ``text`` may be a name or a home; "" for nothing."""
    found = [one for one in found_in(text) if one.what in ASKED_OF]
    return asking(text, found, where) if found else ""


def found_in(text):
    """Return what points at a person in ``text``, the town's own names left alone."""
    found = find_personal_data(text)
    return find_personal_data(text, town_names()) if found else found


def asking(text, found, where):
    """Return the sentence that asks of what was found, with its words."""
    words = "», «".join(dict.fromkeys(text[one.start : one.end] for one in found))
    short = words if len(words) <= MOST_WORDS else f"{words[:MOST_WORDS]}…"
    kinds = {one.what for one in found}
    return ASKED.format(where=where, found=said(kinds), words=short)


def digest_of(text):
    return sha256(" ".join(text.split()).encode()).hexdigest()[:16]
