"""What several hands tell of one outing, as one value, and how their words come together.

A phone, the desk and another row of the same outing all know the record as it was when they last
read it. ``together`` takes what each changed since then: counts add up, people and reports join,
notes follow one another, the outing begins with the first and ends with the last. The order in
which they arrive changes only that of the notes' lines, and whose place or kind is asked about.
"""

from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime
from difflib import SequenceMatcher

from hotspots.models import Hotspot
from interventions.models import Outcome
from interventions.record.bounds import MOST_TOGETHER
from interventions.record.rows import read_acts, read_tallies

OUTCOMES = ["", *Outcome.values]  # the later ones ask more of who reads


@dataclass(frozen=True, kw_only=True)
class Parts:
    """``tallies``: {(what, people, age band, outcome): count}; ``acts``: {(kind, protocol
    number): (count, told to the questore, told to the services)}."""

    place: str = ""
    aim: str = ""
    kind: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    crew: frozenset = frozenset()
    outcome: str = ""
    note: str = ""
    follow_up_on: date | None = None
    reports: frozenset = frozenset()
    tallies: dict = field(default_factory=dict)
    acts: dict = field(default_factory=dict)


NOTHING = Parts()
NAMES = {one.name for one in fields(Parts)}


def read_parts(row):
    """Return the ``Parts`` of an Intervention as it is in the database."""
    open_task = row.follow_ups.open().first()
    return Parts(
        place=row.hotspot.slug if row.hotspot else "",
        aim=row.aim,
        kind=row.kind,
        started_at=row.starts_at,
        ended_at=row.ends_at,
        crew=frozenset(row.crew.values_list("person_id", flat=True)),
        outcome=row.outcome,
        note=row.shared_note,
        follow_up_on=open_task and open_task.due_on,
        reports=frozenset(row.reports.values_list("code", flat=True)),
        tallies={tuple(line[:-1]): line.count for line in read_tallies(row)},
        acts={tuple(a[:2]): tuple(a[2:]) for a in read_acts(row)},
    )


def together(seen, theirs, mine):
    """Return ``theirs`` with what ``mine`` changed of ``seen``, and the names that clash.

    A place and a kind are one: where both changed them ``theirs`` stays, and the name is told.
    """
    clashes = []

    def choose(name, both):
        was, there, here = (getattr(parts, name) for parts in (seen, theirs, mine))
        if here in (was, there):
            return there
        return here if there == was else both(was, there, here)

    def clash(name):
        def stays(was, there, here):
            clashes.append(name)
            return there

        return choose(name, stays)

    return (
        Parts(
            place=clash("place"),
            kind=clash("kind"),
            started_at=choose("started_at", _first),
            ended_at=choose("ended_at", _last),
            aim=choose("aim", _both_aims),
            crew=choose("crew", _joined),
            outcome=choose("outcome", lambda was, *two: max(two, key=OUTCOMES.index)),
            note=choose("note", both_notes),
            follow_up_on=choose("follow_up_on", _first),
            reports=choose("reports", _joined),
            tallies=_by_key(seen.tallies, theirs.tallies, mine.tallies, _added, 0),
            acts=_by_key(seen.acts, theirs.acts, mine.acts, _acts, (0, 0, 0)),
        ),
        clashes,
    )


def _joined(was, there, here):
    return there - (was - here) | (here - was)


def both_notes(was, there, here):
    """Return a note with the lines that another hand changed in place, and its new ones below.

    Only whole lines are a hand's own: words of somebody else that begin in the same way stay.
    """
    was, lines, here = (text.splitlines() for text in (was, there, here))
    at = len(lines)
    changes = SequenceMatcher(None, was, here, autojunk=False).get_opcodes()
    for change, first, last, start, end in changes:
        found = [lines.index(line) for line in was[first:last] if line in lines]
        if change == "equal":
            at = found[-1] + 1 if found else at
            continue
        at = min(found, default=at)
        for line in was[first:last]:
            if line in lines and line not in here:  # one that only moved stays
                lines.remove(line)
        new = [line for line in here[start:end] if line not in lines]
        lines[at:at] = new
        at += len(new)
    return "\n".join(lines).strip()


def to_json(parts):
    """Return ``Parts`` as a value JSON can hold."""
    return asdict(parts) | {
        "started_at": parts.started_at and parts.started_at.isoformat(),
        "ended_at": parts.ended_at and parts.ended_at.isoformat(),
        "follow_up_on": parts.follow_up_on and parts.follow_up_on.isoformat(),
        "crew": sorted(parts.crew),
        "reports": sorted(parts.reports),
        "tallies": [[*key, count] for key, count in parts.tallies.items()],
        "acts": [[*key, *counts] for key, counts in parts.acts.items()],
    }


def from_json(value):
    """Return the ``Parts`` that ``to_json`` wrote."""
    # what was written once may say more than is kept today
    parts = Parts(**{name: value[name] for name in value.keys() & NAMES})
    return replace(
        parts,
        started_at=_moment(parts.started_at),
        ended_at=_moment(parts.ended_at),
        follow_up_on=parts.follow_up_on and date.fromisoformat(parts.follow_up_on),
        crew=frozenset(parts.crew),
        reports=frozenset(parts.reports),
        tallies={tuple(key): count for *key, count in parts.tallies},
        acts={(kind, number): tuple(counts) for kind, number, *counts in parts.acts},
    )


def place_of(parts):
    """Return the Hotspot of some ``Parts``; None is elsewhere in town."""
    return Hotspot.objects.filter(slug=parts.place).first() if parts.place else None


def _moment(text):
    return text and datetime.fromisoformat(text)


def _both_aims(was, there, here):
    return "; ".join(filter(None, [there, here]))


def _first(was, there, here):
    return min(filter(None, [there, here]))


def _last(was, there, here):
    return max(filter(None, [there, here]))


def _by_key(seen, theirs, mine, both, none):
    """Apply ``both`` to each key, where ``none`` stands for what is not there."""
    found = {
        key: both(key, *(one.get(key, none) for one in (seen, theirs, mine)))
        for key in [*theirs, *(mine.keys() - theirs.keys())]
    }
    return {key: value for key, value in found.items() if value != none}


def _added(key, was, there, here):
    return min(max(0, there + here - was), MOST_TOGETHER)


def _acts(key, was, there, here):
    """Acts without a number are counted as the rest; one with a number is the same act."""
    _, number = key
    if not number:
        count = _added(key, was[0], there[0], here[0])
        told = zip(was[1:], there[1:], here[1:], strict=True)
        return count, *(min(count, _added(key, *three)) for three in told)
    if here in (was, there):
        return there
    return here if there == was else tuple(map(max, there, here))
