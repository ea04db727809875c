"""What a phone's document says, looked up in the portal and written on a locked record."""

from dataclasses import dataclass, replace

from accounts.models import User
from hotspots.models import Hotspot
from hotspots.shared_text import asked_of
from interventions.field.document import Document, DocumentRefused, NamesAsked
from interventions.field.reader import TOO_MANY
from interventions.models import DONE, Status, Step, service_of
from interventions.record.bounds import (
    HOW_MANY,
    MOST_ACTS,
    MOST_CREW,
    MOST_REPORTS,
    MOST_ROWS,
    NOTE_LENGTH,
)
from interventions.record.lifecycle import append
from interventions.record.parts import Parts, place_of
from interventions.record.rows import (
    COUNTED,
    ActLine,
    TallyLine,
    write_acts,
    write_tallies,
)
from interventions.services.answers import take_reports, tell_reports
from interventions.services.follow_up import set_follow_up
from reports.models import Report
from reports.permissions import ReportPermission

NOT_IN_CREW = "Chi registra deve essere nell’equipaggio: aggiungiti."
UNKNOWN_PEOPLE = "Qualcuno dell’equipaggio non c’è più: togli e scegli di nuovo."
UNKNOWN_PLACE = "Questo luogo non c’è più: scegline un altro."
UNKNOWN_REPORT = "Non trovo la segnalazione {code}: controlla il codice."
NOTES_TOO_LONG = "Insieme a quella già sul portale la nota è troppo lunga: accorciala a {left} caratteri."
BEFORE_IT_BEGAN = (None, Status.PLANNED, Status.CANCELLED)


@dataclass(frozen=True)
class Named:
    """A document, and what it names as the portal has it: it is asked of the database once.

    ``place`` None is elsewhere in town; ``reports`` None leaves them as they are. Of some ``Parts``
    only what others told is still to be asked.
    """

    document: Document
    place: Hotspot | None
    people: dict
    reports: list | None

    def place_in(self, parts):
        own = self.place.slug if self.place else ""
        return self.place if parts.place == own else place_of(parts)

    def people_in(self, parts):
        others = parts.crew - self.people.keys()
        more = User.objects.select_related("role").in_bulk(others) if others else {}
        return [one for pk, one in (self.people | more).items() if pk in parts.crew]


def look_up(document, by, row=None):
    """Return what a document names, before any of it is written; raise ``DocumentRefused``.

    ``row`` is the record it goes on with, or None when the outing is new.
    """
    return Named(
        document,
        place=_place_of(document),
        people=_people_of(document, by, row),
        reports=_reports_of(document, by),
    )


def _place_of(document):
    if not document.place:
        return None
    place = Hotspot.objects.filter(slug=document.place).first()
    if place is None:
        raise DocumentRefused({"place": UNKNOWN_PLACE})
    return place


def _people_of(document, by, row):
    if by.pk not in document.crew:
        raise DocumentRefused({"crew": NOT_IN_CREW})
    people = User.objects.select_related("role").in_bulk(document.crew)
    # who left the office since may stay in what they did
    there = set(row.crew.values_list("person_id", flat=True)) if row else set()
    joining = [person for pk, person in people.items() if pk not in there]
    if len(people) != len(document.crew) or not all(map(service_of, joining)):
        raise DocumentRefused({"crew": UNKNOWN_PEOPLE})
    return people


def _reports_of(document, by):
    if not by.may(ReportPermission.READ):
        return None
    found = Report.objects.visible_to(by).in_bulk(document.reports, field_name="code")
    for code in document.reports:
        if code not in found:
            raise DocumentRefused({"reports": UNKNOWN_REPORT.format(code=code)})
    return list(found.values())


def parts_told(document, named, seen=None):
    """Return what a document tells as ``Parts``; what it may not tell is as ``seen``."""
    told = Parts(
        place=document.place,
        kind=document.kind,
        started_at=document.started_at,
        ended_at=document.ended_at,
        crew=frozenset(document.crew),
        outcome=document.outcome,
        note=document.note,
        follow_up_on=document.follow_up_on,
        reports=frozenset(document.reports),
        tallies=document.tallies,
        acts=document.acts,
    )
    if seen:
        told = replace(told, aim=seen.aim)
    if named.reports is None:
        return replace(told, reports=seen.reports if seen else frozenset())
    return told


def write_contents(row, parts):
    """Write what was counted and done, and the day to go back."""
    write_tallies(row, [TallyLine(*key, count) for key, count in parts.tallies.items()])
    write_acts(row, [ActLine(*key, *counts) for key, counts in parts.acts.items()])
    _write_follow_up(row, parts.follow_up_on, parts.outcome)


def columns_of(parts, place):
    """Return the columns of an outing's row that ``parts`` say, the hours apart."""
    return {
        "kind": parts.kind,
        "hotspot": place,
        "outcome": parts.outcome,
        "shared_note": parts.note,
    }


def refuse_too_many(mine, seen):
    """Raise ``DocumentRefused`` when one hand adds too much; of what was there it may keep all."""
    most = {"crew": MOST_CREW, "acts": MOST_ROWS, "reports": MOST_REPORTS}
    for name, limit in most.items():
        if len(set(getattr(mine, name)) - set(getattr(seen, name))) > limit:
            raise DocumentRefused({name: TOO_MANY.format(most=limit)})
    for key, (count, *_) in mine.acts.items():
        if count - seen.acts.get(key, (0,))[0] > MOST_ACTS:
            raise DocumentRefused({"acts": HOW_MANY.format(least=1, most=MOST_ACTS)})


def refuse_long_note(mine, parts):
    """Raise ``DocumentRefused`` when a note and what was there do not fit together."""
    over = len(parts.note) - NOTE_LENGTH
    if over > 0:
        left = max(0, len(mine.note) - over)
        raise DocumentRefused({"note": NOTES_TOO_LONG.format(left=left)})


def refuse_names(document, *notes):
    """Raise ``NamesAsked`` when a document may name a person and nobody was asked.

    Only of the lines it adds: those of ``notes`` were there, those of ``names_ok`` it has asked.
    """
    known = {
        line.strip()
        for text in (document.names_ok, *notes)
        for line in text.splitlines()
    }
    lines = [line for line in document.note.splitlines() if line.strip() not in known]
    if sentence := asked_of("\n".join(lines), "Nella nota"):
        raise NamesAsked({"note": sentence})


def _write_follow_up(row, day, outcome):
    """Keep one thing to do by ``day``; a day already dealt with stays done."""
    if day and row.follow_ups.filter(due_on=day).exclude(done_at=None).exists():
        day = None
    set_follow_up(row, day, outcome)


def link_reports(row, codes, by, before, now):
    """Link the reports of some codes, and move them along as the desk would.

    ``before`` is the status the row had.
    """
    linked = {report.code for report in row.reports.all()}
    new = list(Report.objects.filter(code__in=set(codes) - linked))
    if set(codes) != linked:
        row.reports.set(Report.objects.filter(code__in=codes))
        _append(row, by, {"reports_linked": ", ".join(sorted(codes)) or "-"}, now)
    only = None if before in BEFORE_IT_BEGAN else new
    done = take_reports(row, by=by, only=only, now=now)
    if row.status in DONE:
        only = new if before in DONE else None
        done = done | tell_reports(row, by=by, only=only, now=now)
    if done:
        _append(row, by, done, now)


def _append(row, by, detail, now):
    at = row.device_ended_at or row.device_started_at
    append(row, Step.What.REPORTS, by=by, device_at=at, detail=detail, now=now)


def numbers_of(document):
    """What the history keeps of a sending: how many, never a text."""
    sums = {}
    for (what, *_), count in document.tallies.items():
        sums[COUNTED[what]] = sums.get(COUNTED[what], 0) + count
    if document.acts:
        sums["acts_counted"] = sum(count for count, *_ in document.acts.values())
    return sums | {"people": len(document.crew)}
