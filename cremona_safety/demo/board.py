"""The invented handover board: what is on it today, and what has already expired."""

import random
from datetime import timedelta

from board.services import mark_read, pin_note, post_note
from cremona_safety.demo.stage import mark
from cremona_safety.demo.street_texts import BOARD

MINUTE = timedelta(minutes=1)


def put_board(stage, *, seed=1924):
    """Put on the stage the notes and who reads them."""
    chance = random.Random(seed)
    writers = [*stage.crews, *stage.having("coordinator")]
    places = [*stage.places, None]
    for number, note in enumerate(BOARD):
        at = stage.now - timedelta(days=note[2], hours=chance.uniform(1, 5))
        by, place = chance.choice(writers), places[number % len(places)]
        readers = [
            (at + (stage.now - at) * chance.uniform(0.1, 0.9), person)
            for person in writers
            if person != by and chance.random() < min(0.9, note[2] * 0.25)
        ]
        stage.add(
            _lived(note, place, by, at, sorted(readers, key=lambda r: r[0]), stage)
        )


def _lived(note, place, by, at, readers, stage):
    text, shift, _, more = note
    now = yield at
    said = {"text": text, "shift": shift, "mention": more.get("mention", "")}
    lasts = more.get("lasts", "mese")
    row = mark(post_note(**said, lasts=lasts, by=by, hotspot=place, now=now))
    if more.get("is_pinned"):
        now = yield at + MINUTE
        pin_note(row, is_pinned=True, by=stage.having("coordinator")[0], now=now)
    for at, person in readers:
        now = yield at
        mark_read([row.pk], by=person, now=now)
