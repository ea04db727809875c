"""What a draft holds, and how it is kept: nothing typed in it goes but by its person.

``data`` is a JSON object with the names below. ``TYPED`` is every field as it was typed, right or
wrong; ``CLEAN`` what each step means once its form is right; ``TRIED`` the steps whose errors are
to be shown; ``SAID`` the sentences that a step has to say, until it is sent again; ``WRITER`` the
page that wrote a step last; ``ASIDE`` the [field, text] that an older page of the same draft has
replaced without having shown it.
"""

from contextlib import contextmanager
from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from reports.models import AlreadySent, Draft
from reports.photos import delete_photos

LIFETIME = timedelta(hours=24)
LONGEST_TEXT = 20_000  # characters kept of one field: too long, but given back whole
GATE, CONSENT, TYPED, CLEAN = "gate", "consent", "typed", "clean"
TRIED, SAID, WRITER, ASIDE = "tried", "said", "writer", "aside"
MOST_ASIDE, LONGEST_ASIDE = 200, 400_000  # texts, and their characters together


def keep(draft, *, step="", clean=None, tried=False, said=(), **data):
    """Write on a draft, and the time of its last touch.

    With ``step``, what that step means is ``clean`` (None: nothing yet), and its errors, if
    ``tried``, and sentences are shown. Raise ``AlreadySent`` when it was sent or deleted meanwhile:
    what is sent stays empty.
    """
    with writing(draft) as kept:
        kept.update(data)
        if step:
            kept[CLEAN] = _with(kept.get(CLEAN), step, clean)
            kept[SAID] = {step: list(said)} if said else {}
            others = {*kept.get(TRIED, [])} - {step}
            kept[TRIED] = sorted(others | {step} if tried else others)


def keep_typed(draft, typed, *, step="", page="", is_stale=False):
    """Write on a draft the fields of a form, beside those of the other forms.

    The ``page`` that brings them has shown what the draft had of the ``step``, unless ``is_stale``
    and another page wrote it last: what goes then is kept aside. Raise ``AlreadySent``.
    """
    page = without_nul(page)[:20]
    with writing(draft) as kept:
        before = kept.get(TYPED) or {}
        writer = (kept.get(WRITER) or {}).get(step)
        if is_stale and not (page and page == writer):
            gone = [[name, before.get(name)] for name in typed if before.get(name)]
            gone = [pair for pair in gone if pair[1] != typed[pair[0]]]
            others = [pair for pair in kept.get(ASIDE, []) if pair not in gone]
            kept[ASIDE] = _newest([*others, *gone])
        kept[TYPED] = before | typed
        if step:
            kept[WRITER] = _with(kept.get(WRITER), step, page or None)


@contextmanager
def writing(draft):
    """Hold the row of an unsent draft, and write what becomes of its data; raise ``AlreadySent``."""
    with transaction.atomic():
        unsent = Draft.objects.select_for_update().filter(pk=draft.pk, sent_at=None)
        row = unsent.first()
        if row is None:
            raise AlreadySent
        yield row.data
        draft.data, draft.updated_at = row.data, timezone.now()
        unsent.update(data=draft.data, updated_at=draft.updated_at)


def _newest(pairs):
    """Return the last of the [field, text] that a draft has room for, in their order."""
    kept, room = [], LONGEST_ASIDE
    for pair in reversed(pairs[-MOST_ASIDE:]):
        room -= len(pair[1])
        if room < 0:
            break
        kept.append(pair)
    return kept[::-1]


def _with(values, name, value):
    others = {k: v for k, v in (values or {}).items() if k != name}
    return others if value is None else others | {name: value}


def typed_in(post, names):
    """Return the fields ``names`` that a form has brought, as they were typed."""
    return {
        name: without_nul(post[name])[:LONGEST_TEXT] for name in names if name in post
    }


def without_nul(text):
    """Return ``text`` without the one character that PostgreSQL cannot keep."""
    return text.replace("\x00", "")


def has_something(draft):
    """Tell whether a person has typed, chosen or photographed anything in an unsent draft."""
    typed = draft.data.get(TYPED) or {}
    return any(typed.values()) or draft.photos.exists()


@transaction.atomic
def delete_draft(draft):
    """Delete a draft and its photos, files included, once who writes in it has ended."""
    Draft.objects.select_for_update().filter(pk=draft.pk).first()
    delete_photos(draft.photos.all())
    draft.delete()


def erase_draft(draft):
    """Delete a draft that its person, or the 112, will have no more of.

    A photo of it still on its way begins no new one: see ``is_erased``.
    """
    cache.set(_mark(draft.pk), True, LIFETIME.total_seconds())
    delete_draft(draft)


def is_erased(pk):
    """Tell whether the draft ``pk`` was erased on purpose, as long as its forms are good."""
    return bool(cache.get(_mark(pk)))


def _mark(pk):
    return f"reports.draft.erased.{pk}"


def seconds_of(draft):
    """Return how long ago a draft was begun, in seconds; of one begun before the clock was put back,
    how far it is."""
    return abs(timezone.now() - draft.created_at).total_seconds()
