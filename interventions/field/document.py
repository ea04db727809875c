"""What a phone writes of an outing: one JSON document, read and checked before any use.

The same shape comes from the field page, again and again as it grows, and from the form
"Registra dopo". ``read_document`` is the only way in: what it returns is well formed, whatever
was sent.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_date

from interventions.field.device_clock import read_times
from interventions.field.protocol import read_protocol
from interventions.field.reader import NOT_UNDERSTOOD, Reader, chosen, is_number, parsed
from interventions.models import (
    ActKind,
    AgeBand,
    Kind,
    MediationOutcome,
    Outcome,
    PeopleKind,
    Tally,
)
from interventions.record.bounds import (
    HOW_MANY,
    MANY_HANDS,
    MOST_ACTS,
    MOST_COUNTED,
    MOST_CREW,
    MOST_REPORTS,
    MOST_ROWS,
    NOTE_LENGTH,
    ONLY_REMOVALS,
    OUTCOME_MISSING,
    PROTOCOL_ONLY,
)
from interventions.record.lifecycle import StepRefused
from interventions.record.parts import Parts
from texts.codes import tidy_code
from texts.personal_data import personal_data_error

# of one hand there are fewer (``field_contents.refuse_too_many``): this may be of many
MOST = {
    "crew": MOST_CREW * MANY_HANDS,
    "tallies": MOST_ROWS,
    "acts": MOST_ROWS * MANY_HANDS,
    "reports": MOST_REPORTS * MANY_HANDS,
}
NOTICES = ("questore", "notified")  # of an act: to whom its orders were told
SEEN_WHOLE = {"place", "kind", "begun", "crew", "tallies", "acts", "note", "reports"}

UNREADABLE = "La registrazione non si legge: aggiorna la pagina e riprova."
NOTE_TOO_LONG = "La nota è troppo lunga: al massimo 2.000 caratteri."
FOLLOW_UP = "Scegli un giorno dopo l’uscita, entro un anno."


class DocumentRefused(StepRefused):
    """The document cannot be kept as it is; ``errors`` is {name of the part: sentence}."""

    def __init__(self, errors):
        super().__init__(next(iter(errors.values())))
        self.errors = errors


class NamesAsked(DocumentRefused):
    """The document would be kept, if who wrote it says that no person is named in it."""


@dataclass(frozen=True)
class Document:
    """An outing as a phone tells it; ``started_at`` and ``ended_at`` are already put right.

    ``base_version`` is the version of the record the phone last saw, None if it saw none, and
    ``seen`` what it held then, when the phone went on from it. ``settles`` is the version beside
    which a person, asked, chose the place, the kind and the hours of the phone. ``names_ok`` is
    the note in which, asked, they said that nobody is named.
    ``tallies``: {(what, people, age band, outcome): count}; ``acts``: {(kind, protocol number):
    (count, told to the questore, told to the services)}.
    """

    client_id: uuid.UUID
    device: uuid.UUID
    revision: int
    base_version: int | None
    kind: str
    place: str
    started_at: datetime
    ended_at: datetime | None
    device_started_at: datetime
    device_ended_at: datetime | None
    crew: tuple
    outcome: str = ""
    note: str = ""
    names_ok: str = ""
    follow_up_on: date | None = None
    discarded: bool = False
    tallies: dict = field(default_factory=dict)
    acts: dict = field(default_factory=dict)
    reports: tuple = ()
    seen: Parts | None = None
    settles: int | None = None


def read_document(data, client_id, *, now=None):
    """Return the ``Document`` of a decoded JSON value; raise ``DocumentRefused``.

    ``data["device_now"]`` is the phone's clock as it sends: beyond two minutes from ours the
    times are moved by the difference, except those of ``data["typed"]``, which a person read on
    another clock: ``data["wall"]`` has their words.
    """
    if not isinstance(data, dict):
        raise DocumentRefused({"": UNREADABLE})
    now = now or timezone.now()
    reader = Reader(data)
    device = reader.uuid("device")
    revision = reader.number("revision", 1, 1_000_000)
    base_version = reader.number("base_version", 0, 1_000_000, optional=True)
    settles = reader.number("settles", 0, 1_000_000, optional=True)
    times = read_times(reader, now)
    outcome = reader.choice("outcome", Outcome)
    discarded = reader.flag("discarded")
    if times.get("ended_at") and not outcome and not discarded:
        reader.refuse("outcome", OUTCOME_MISSING)
    parts = _read_parts(reader, times)
    if reader.errors:
        raise DocumentRefused(reader.errors)
    return Document(
        client_id=client_id,
        device=device,
        revision=revision,
        base_version=base_version,
        outcome=outcome,
        discarded=discarded,
        seen=_read_seen(data.get("base")),
        settles=settles,
        **times,
        **parts,
    )


def _read_parts(reader, times):
    parts = {
        "kind": reader.choice("kind", Kind, Kind.PRESENCE.value),
        "place": reader.text("place", 50, NOT_UNDERSTOOD),
        "crew": tuple(dict.fromkeys(reader.items("crew", int, MOST["crew"]))),
        "note": _read_note(reader),
        "names_ok": reader.text("names_ok", NOTE_LENGTH, NOTE_TOO_LONG),
        "follow_up_on": _read_follow_up(reader, times.get("started_at")),
        "tallies": _read_tallies(reader),
        "acts": _read_acts(reader),
        "reports": _read_codes(reader),
    }
    if not all(is_number(pk, 1, 2**53) for pk in parts["crew"]):
        reader.refuse("crew", NOT_UNDERSTOOD)
    return parts


def _read_seen(data):
    """Return what the phone had read of the record; None when it is not whole.

    It was already the portal's: nothing of it is written, and it may hold an older rule's words.
    """
    if not isinstance(data, dict) or not data.keys() >= SEEN_WHOLE:
        return None
    reader = Reader(data)
    begun = reader.flag("begun")  # before that its hours are only planned
    seen = Parts(
        place=reader.text("place", 50, NOT_UNDERSTOOD),
        kind=reader.choice("kind", Kind),
        started_at=reader.moment("started_at") if begun else None,
        ended_at=reader.moment("ended_at", optional=True) if begun else None,
        crew=frozenset(reader.items("crew", int, MOST["crew"])),
        outcome=reader.choice("outcome", Outcome),
        note=reader.text("note", NOTE_LENGTH, NOTE_TOO_LONG),
        follow_up_on=parsed(parse_date, data.get("follow_up_on")),
        reports=frozenset(_read_codes(reader)),
        tallies=_read_tallies(reader),
        acts=_read_acts(reader),
    )
    return None if reader.errors else seen


def _read_note(reader):
    note = reader.text("note", NOTE_LENGTH, NOTE_TOO_LONG)
    if sentence := personal_data_error(note, "Nella nota"):
        reader.refuse("note", sentence)
    return note


def _read_follow_up(reader, started_at):
    value = reader.data.get("follow_up_on")
    if value is None or value == "":
        return None
    day = parsed(parse_date, value)
    first = timezone.localdate(started_at)
    if day is None or not first <= day <= first + timedelta(days=366):
        return reader.refuse("follow_up_on", FOLLOW_UP)
    return day


def _read_tallies(reader):
    found = {}
    for row in reader.items("tallies", dict, MOST["tallies"]):
        what, people = row.get("what"), row.get("people", "")
        band, outcome = row.get("age_band", ""), row.get("outcome", "")
        contact = what == Tally.What.CONTACT
        if not (
            chosen(what, Tally.What)
            and (people == "" or (contact and chosen(people, PeopleKind)))
            and (band == "" or (contact and chosen(band, AgeBand)))
            and (
                outcome == ""
                or (what == Tally.What.MEDIATION and chosen(outcome, MediationOutcome))
            )
        ):
            reader.refuse("tallies", NOT_UNDERSTOOD)
            continue
        if not is_number(row.get("count"), 0, MOST_COUNTED):
            reader.refuse("tallies", HOW_MANY.format(least=0, most=MOST_COUNTED))
            continue
        key = (what, people, band, outcome)
        found[key] = min(found.get(key, 0) + row["count"], MOST_COUNTED)
    return {key: count for key, count in found.items() if count}


def _read_acts(reader):
    found = {}
    for row in reader.items("acts", dict, MOST["acts"]):
        number = row.get("protocol_number", "")
        told = [row.get(name, 0) for name in NOTICES]
        if not chosen(row.get("kind"), ActKind):
            reader.refuse("acts", NOT_UNDERSTOOD)
        elif not isinstance(number, str) or (number := read_protocol(number)) is None:
            reader.refuse("acts", PROTOCOL_ONLY)
        elif not is_number(row.get("count"), 1, MOST_ACTS * MANY_HANDS):
            reader.refuse("acts", HOW_MANY.format(least=1, most=MOST_ACTS))
        elif not all(is_number(one, 0, row["count"]) for one in told) or (
            any(told) and row["kind"] != ActKind.REMOVAL
        ):
            reader.refuse("acts", ONLY_REMOVALS)
        else:
            key = (row["kind"], number)
            before = found.get(key, (0, 0, 0))
            now = (row["count"], *told)
            found[key] = tuple(map(sum, zip(before, now, strict=True)))
    return found


def _read_codes(reader):
    codes = [tidy_code(code) for code in reader.items("reports", str, MOST["reports"])]
    if not all(codes):
        reader.refuse("reports", NOT_UNDERSTOOD)
        return ()
    return tuple(dict.fromkeys(codes))
