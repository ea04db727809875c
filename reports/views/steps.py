"""The steps of the wizard between the gate and the sending, in their order."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.drafts import ASIDE, CLEAN, CONSENT, GATE, TYPED
from reports.forms.where import WhereForm
from reports.forms.wizard import ContactForm, WhatForm
from texts.fields import TypedField

NOT_KEPT = {"website", "photos"}  # the trap, and the files: they are rows of their own


@dataclass(frozen=True)
class Step:
    """One screen of fields: its key on the draft, its page, its form."""

    key: str
    url_name: str
    label: str
    form: Callable
    sections: tuple  # (id, title) of what it asks

    @property
    def names(self):
        """The fields that a draft keeps as they were typed."""
        return [name for name in self.form.base_fields if name not in NOT_KEPT]


WHERE = Step(
    "where",
    "report_where",
    _("Dove"),
    WhereForm,
    (
        ("nome", _("Via, piazza o giardino")),
        ("mappa", _("Mappa")),
        ("indicazioni", _("Indicazioni sul punto")),
    ),
)
WHAT = Step(
    "what",
    "report_what",
    _("Che cosa e quando"),
    WhatForm,
    (("che-cosa", _("Che cosa")), ("quando", _("Quando"))),
)
CONTACT = Step(
    "contact",
    "report_contact",
    _("Foto e contatto"),
    ContactForm,
    (("foto", _("Foto")), ("contatto", _("Contatto"))),
)
STEPS = (WHERE, WHAT, CONTACT)
LABELS = (
    _("Autorizzazioni e condizioni"),
    *(step.label for step in STEPS),
    _("Riepilogo"),
)
ORDER = (
    "report_consent",
    *(step.url_name for step in STEPS),
    "report_summary",
)


def first_missing(draft):
    """Return the URL name of the first page that a draft, sent or not, still lacks."""
    if draft.sent_at:
        return "report_sent"
    if not draft.data.get(GATE):
        return "report_start"
    if not draft.data.get(CONSENT):
        return "report_consent"
    clean = draft.data.get(CLEAN) or {}
    missing = [step.url_name for step in STEPS if step.key not in clean]
    return missing[0] if missing else "report_summary"


def comes_too_early(url_name, draft):
    """Tell whether a page stands after the first one that the draft lacks."""
    missing = first_missing(draft)
    return missing not in ORDER or ORDER.index(url_name) > ORDER.index(missing)


def after(url_name):
    return ORDER[ORDER.index(url_name) + 1]


def before(url_name):
    return ORDER[ORDER.index(url_name) - 1]


def revision_of(draft, step):
    """Return a short digest of what a draft has of a step: the phone compares its copy with it."""
    typed = draft.data.get(TYPED) or {}
    kept = json.dumps([typed.get(name) for name in step.names])
    return sha256(kept.encode()).hexdigest()[:16]


def aside_of(draft):
    """Return the (label, text) of the words kept aside that the draft does not say again."""
    typed, labels = draft.data.get(TYPED) or {}, labels_of_words()
    return [
        (labels[name], text)
        for name, text in draft.data.get(ASIDE, [])
        if name in labels and typed.get(name) != text
    ]


def labels_of_words():
    """Return the label of every field of the steps in which a person writes words."""
    written = (TypedField, forms.DateField, forms.EmailField)
    return {
        name: str(field.label)
        for step in STEPS
        for name, field in step.form.base_fields.items()
        if isinstance(field, written)
    }
