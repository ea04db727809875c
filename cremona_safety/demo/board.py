"""The invented handover board: what is on it today, and what has already expired."""

import random
from datetime import timedelta

from board.models import BoardNote, BoardRead
from cremona_safety.demo.street_texts import BOARD
from interventions.models import service_of
from texts.days import midnight

A_MONTH = 30  # days that a note stays, when nothing else is said


def make_board(places, people, *, now, seed=1924):
    """Write the notes and who has read them; return how many notes."""
    chance = random.Random(seed)
    notes = []
    for number, (text, shift, days, more) in enumerate(BOARD):
        at = now - timedelta(days=days, hours=chance.uniform(1, 5))
        until = at.date() + timedelta(days=more.get("lasts", A_MONTH))
        by = chance.choice(people)
        notes.append(
            BoardNote(
                hotspot=[*places, None][number % (len(places) + 1)],
                on=at.date(),
                shift=shift,
                text=text,
                mention=more.get("mention", ""),
                is_pinned=more.get("is_pinned", False),
                expires_at=midnight(until),
                service=service_of(by) or "",
                by=by,
                at=at,
                is_demo=True,
            )
        )
    BoardNote.objects.bulk_create(notes)
    BoardRead.objects.bulk_create(_reads(notes, people, now, chance))
    return len(notes)


def _reads(notes, people, now, chance):
    """Let older notes be read by more people; who wrote a note has read it."""
    for note in notes:
        days = (now - note.at).days
        for person in people:
            if person == note.by:
                yield BoardRead(note=note, person=person, at=note.at)
            elif chance.random() < min(0.9, days * 0.25):
                at = note.at + (now - note.at) * chance.uniform(0.1, 0.9)
                yield BoardRead(note=note, person=person, at=at)
