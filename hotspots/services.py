"""What changes places, their names and the dated events."""

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import AuditEntry
from accounts.notifications import tell_administrators
from accounts.services import record
from hotspots.models import RESERVED_SLUGS, Alias, Event, Hotspot, Municipality
from hotspots.names import normalise
from hotspots.projection import centre_of
from texts.refusals import Refused

HOTSPOT_FIELDS = [
    "name",
    "kind",
    "description",
    "description_en",
    "ring",
    "buffer_m",
    "boundary_source",
    "boundary_source_en",
    "accuracy_m",
    "verified_on",
]
LAST_PLACE = (
    "È l’ultimo luogo del programma: prima aggiungine un altro, o ripristinalo."
)
GONE = "Nel frattempo l’evento è stato eliminato: ricarica la pagina."
PROSE = {
    "description",
    "description_en",
    "boundary_source_en",
}  # on the page itself, not worth keeping twice


class ChangedMeanwhile(Exception):
    """Somebody else saved the place after the form was opened; ``current`` is what is saved."""

    def __init__(self, current):
        super().__init__(current.pk)
        self.current = current


@transaction.atomic
def create_hotspot(*, aliases, by, **values):
    """Make a place from checked ``values`` (HOTSPOT_FIELDS) and its aliases, and return it.

    Without a ``slug`` it gets one from its name; without an ``order`` it is the last. The same
    place asked twice, as a double click does, is one.
    """
    _one_at_a_time()
    twin = Hotspot.objects.filter(name=values["name"], ring=values["ring"]).first()
    if twin and "slug" not in values:
        return twin
    values.setdefault("slug", _free_slug(Hotspot, values["name"]))
    values.setdefault("order", Hotspot.objects.count())
    hotspot = Hotspot(**values)
    hotspot.latitude, hotspot.longitude = centre_of(hotspot.ring)
    hotspot.save()
    _set_aliases(hotspot, aliases)
    after = _snapshot(hotspot, aliases)
    entry = record("hotspots.hotspot_created", hotspot, by=by, after=after)
    _tell_a_boundary(entry)
    return hotspot


@transaction.atomic
def update_hotspot(hotspot, *, aliases, seen, by, **values):
    """Save checked ``values`` (HOTSPOT_FIELDS) and aliases of a place, and return it.

    ``seen`` is the ``updated_at`` the person was looking at: raise ``ChangedMeanwhile`` when
    somebody saved the place since, ``Refused`` when the last place of the programme would go.
    """
    if values.get("kind", hotspot.kind) != Hotspot.Kind.PROGRAMME:
        _refuse_the_last(hotspot)
    current = Hotspot.objects.select_for_update().get(pk=hotspot.pk)
    if current.updated_at != seen:
        raise ChangedMeanwhile(current)
    before = _snapshot(current, current.alias_texts())
    for name, value in values.items():
        setattr(current, name, value)
    if current.ring != before["ring"]:
        current.latitude, current.longitude = centre_of(current.ring)
    current.save()
    _set_aliases(current, aliases)
    after = _snapshot(current, current.alias_texts())
    changed = [name for name in after if after[name] != before[name]]
    entry = record(
        "hotspots.hotspot_changed",
        current,
        by=by,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    _tell_a_boundary(entry)
    return current


@transaction.atomic
def archive_hotspot(hotspot, *, by):
    """Offer a place nowhere any more; what happened there, its figures and its page stay.

    Raise ``Refused`` for the last place of the programme: citizens could name none.
    """
    _refuse_the_last(hotspot)
    current = Hotspot.objects.select_for_update().get(pk=hotspot.pk)
    if current.archived_on is None:
        current.archived_on = timezone.localdate()
        current.save(update_fields=["archived_on", "updated_at"])
        record("hotspots.hotspot_archived", current, by=by)
    return current


@transaction.atomic
def restore_hotspot(hotspot, *, by):
    """Offer an archived place again."""
    current = Hotspot.objects.select_for_update().get(pk=hotspot.pk)
    if current.archived_on is not None:
        current.archived_on = None
        current.save(update_fields=["archived_on", "updated_at"])
        record("hotspots.hotspot_restored", current, by=by)
    return current


@transaction.atomic
def save_event(event=None, *, hotspots, by, **values):
    """Make a dated event, or change ``event``, with its places (none = all); return it.

    The same event asked twice is one. Raise ``Refused`` when it was deleted meanwhile.
    """
    action = "hotspots.event_changed" if event else "hotspots.event_created"
    _one_at_a_time()
    if event:
        event = Event.objects.filter(pk=event.pk).first()
        if event is None:
            raise Refused(GONE)
    elif "slug" not in values and (twin := Event.objects.filter(**values).first()):
        return twin
    before = _event_snapshot(event) if event else {}
    event = event or Event(slug=_free_slug(Event, values["title"]))
    for name, value in values.items():
        setattr(event, name, value)
    event.save()
    event.hotspots.set(hotspots)
    record(action, event, by=by, before=before, after=_event_snapshot(event))
    return event


@transaction.atomic
def delete_event(event, *, by):
    """Remove a dated event from every chart; one already gone stays gone."""
    _one_at_a_time()
    if event := Event.objects.filter(pk=event.pk).first():
        record("hotspots.event_deleted", event, by=by, before=_event_snapshot(event))
        event.delete()


def was_deleted(slug):
    """Tell whether a person took the event out of the portal: the trail keeps it for ever."""
    deleted = AuditEntry.objects.filter(action="hotspots.event_deleted")
    return deleted.filter(before__slug=slug).exists()


def _one_at_a_time():
    """Let one person at a time make places and events: rows still to be made cannot be locked."""
    Municipality.objects.select_for_update().first()


def _refuse_the_last(hotspot):
    """Raise ``Refused`` when no other place of the programme is on offer; they all stay locked."""
    places = Hotspot.objects.programme().on_offer().order_by("pk").select_for_update()
    if [place.pk for place in places] == [hotspot.pk]:
        raise Refused(LAST_PLACE)


def _tell_a_boundary(entry):
    """Mail the administrators that a person drew, or moved, what reports and figures fall into."""
    if entry.actor_id and {"ring", "buffer_m"} & entry.after.keys():
        tell_administrators(entry)


def _set_aliases(hotspot, texts):
    """Keep exactly ``texts`` as the aliases of a place; two that read the same are one."""
    wanted = {normalise(text): text for text in texts if normalise(text)}
    hotspot.aliases.exclude(normalised__in=wanted).delete()
    for normalised, text in wanted.items():
        Alias.objects.update_or_create(
            hotspot=hotspot, normalised=normalised, defaults={"text": text}
        )


def _free_slug(model, name):
    stem = slugify(name)[:40] or "senza-nome"
    slugs = model.objects.filter(slug__startswith=stem).values_list("slug", flat=True)
    taken = {*RESERVED_SLUGS, *slugs}
    numbers = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in [stem, *numbers] if slug not in taken)


def _snapshot(hotspot, aliases):
    """Return what the audit trail keeps of a place."""
    values = {
        name: getattr(hotspot, name) for name in HOTSPOT_FIELDS if name not in PROSE
    }
    if values["verified_on"]:
        values["verified_on"] = values["verified_on"].isoformat()
    return {**values, "kind": str(hotspot.kind), "aliases": sorted(aliases)}


def _event_snapshot(event):
    return {
        "slug": event.slug,
        "on": event.on.isoformat(),
        "until": event.until.isoformat() if event.until else None,
        "title": event.title,
        "hotspots": sorted(event.hotspots.values_list("slug", flat=True)),
    }
