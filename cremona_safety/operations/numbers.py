"""The numbers beside the lights: what waits, what is free, how old things are."""

from cremona_safety.operations.asking import Silence
from cremona_safety.operations.facts import MEGABYTE
from indicators.figures import AsOf, thousands
from jobs import health
from jobs.models import JobRun

DISKS = {"portal": "portale", "media": "foto", "backups": "copie di sicurezza"}
SWEEP = "operations.sweep_media"


def numbers_of(facts):
    """Return pairs of words (what, how much); nothing of a part that is silent."""
    found = []
    if not isinstance(facts.queued, Silence):
        found.append(("Lavori in coda", thousands(facts.queued)))
    if not isinstance(facts.rows, Silence):
        found += _of_rows(facts.rows)
    if not isinstance(facts.free, Silence):
        free = [
            f"{DISKS[n]} {thousands(b // MEGABYTE)} MB" for n, b in facts.free.items()
        ]
        found.append(("Spazio libero", ", ".join(free)))
    return found


def _of_rows(rows):
    mails = rows.deliveries
    oldest = f", la prima {health.since_words(mails.oldest)}" if mails.oldest else ""
    yield "Consegne in attesa", f"{thousands(mails.waiting)}{oldest}"
    yield "Consegne abbandonate", thousands(mails.abandoned)
    backup = JobRun.objects.filter(name="backup", state=JobRun.State.DONE).first()
    yield "Ultima copia di sicurezza", str(AsOf(backup and backup.started_at))
    for source, at in rows.figures.items():
        yield f"Contati: {source.lower()}", str(AsOf(at))
    swept = JobRun.objects.filter(name=SWEEP, state=JobRun.State.DONE).first()
    yield "File delle foto", swept.detail if swept else "mai controllati"
