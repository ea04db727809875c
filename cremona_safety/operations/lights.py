"""Which part is red, since when, what is seen of it and what to do: in words of who is on call."""

import errno
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from cremona_safety.operations.asking import Silence
from cremona_safety.operations.facts import MEGABYTE
from indicators.figures import AsOf, thousands
from jobs import health

BACKUP = "backup"
UNKNOWN = "Non si sa: la base dati non risponde."
# what people read of a part, and what to do when it is red
WORDS = {
    "database": (
        "Base dati",
        "Controlla che il server della base dati sia acceso e si raggiunga da questa macchina."
        " Le pagine tornano da sole appena risponde: non serve riavviare il portale.",
    ),
    "queue": (
        "Coda dei lavori",
        "Controlla che Redis sia acceso e abbia posto; senza Redis, che la cartella della coda si"
        " possa scrivere. Intanto posta e lavori aspettano nella base dati e nulla va perso.",
    ),
    "beat": (
        "Orologio dei lavori",
        "Riavvia la parte che manca: il worker se nessuno esegue i lavori, il beat se l’orologio è"
        " fermo. Quello che aspettava riparte da solo entro un minuto.",
    ),
    "jobs": (
        "Lavori periodici",
        "Guarda qui sotto com’è andata l’ultima volta; alla stessa ora il registro tecnico del"
        " worker dice l’errore. Il lavoro riprova da solo al suo prossimo orario.",
    ),
    "outbox": (
        "Posta in uscita",
        "Controlla che il server di posta accetti i messaggi del portale e che il worker sia acceso."
        " I messaggi restano qui e partono da soli appena si può.",
    ),
    "figures": (
        "Numeri del cruscotto",
        "Guarda qui sotto se “Aggiorna i numeri del cruscotto” riesce, e perché no. Intanto le"
        " pagine mostrano i numeri di prima e dicono di quando sono.",
    ),
    BACKUP: (
        "Copie di sicurezza",
        "Fai una copia a mano con deploy/start.sh backup e leggi che cosa risponde. Poi controlla"
        " il timer della macchina che la chiede ogni notte.",
    ),
    "media": (
        "Archivio delle foto",
        "Controlla che la cartella delle foto esista, che il portale la possa scrivere e che il"
        " disco non sia pieno. Intanto le segnalazioni senza foto arrivano.",
    ),
    "disk": (
        "Spazio su disco",
        "Libera spazio o ingrandisci il disco. Quando finisce, non si scrivono più foto, posta e"
        " copie di sicurezza.",
    ),
}
REASONS = {
    errno.ENOSPC: "il disco è pieno",
    errno.EROFS: "il disco è in sola lettura",
    errno.EACCES: "il portale non ne ha il permesso",
    errno.ENOENT: "la cartella non c’è",
}


@dataclass(frozen=True)
class Light:
    """The colour of a part, what is seen of it, and since when it is so; None: nobody knows."""

    name: str
    is_green: bool
    said: str
    since: datetime | None = None

    @property
    def label(self):
        return WORDS[self.name][0]

    @property
    def advice(self):
        return WORDS[self.name][1]

    @property
    def when(self):
        """Since when, in words; empty where nobody knows."""
        return health.since_words(self.since) if self.since else ""


def lights_of(facts):
    """Return the ``Light`` of every part, in the order of who reads them."""
    found = [*_of_rows(facts), _queue(facts.queued), _media(facts.media)]
    found.append(_disk(facts.free))
    parts = {} if isinstance(facts.rows, Silence) else facts.rows.parts
    dated = {light.name: _dated(light, parts.get(light.name)) for light in found}
    return [dated[name] for name in WORDS if name in dated]


def _dated(light, kept):
    """Say since when, if the watch saw the same colour and the part itself does not know."""
    known = kept and kept.is_green == light.is_green
    if not known or (light.since and light.since < kept.since):
        return light
    return replace(light, since=kept.since)


def _of_rows(facts):
    rows = facts.rows
    if isinstance(rows, Silence):
        said = {"database": _silence("Non risponde", rows)}
        names = ["database", "beat", "jobs", "outbox", "figures", *_backed_up()]
        return [Light(n, False, said.get(n, UNKNOWN), rows.since) for n in names]
    asked = [job for job in rows.jobs if job.name != BACKUP]
    backups = [job for job in rows.jobs if job.name == BACKUP]
    return [
        Light("database", True, "Risponde."),
        _beat(rows, facts.queued),
        _jobs(asked),
        _outbox(rows.deliveries),
        _figures(rows),
        *map(_backup, backups),
    ]


def _backed_up():
    return [BACKUP] if BACKUP in settings.OUTER_JOBS else []


def _beat(rows, queued):
    beat, now = rows.heart, timezone.now()
    waiting = None if isinstance(queued, Silence) else queued
    said = health.clock(beat, rows.running, waiting)
    is_green = bool(beat and beat.is_alive(now))
    return Light(
        "beat", is_green, _sentence(said), beat and not is_green and beat.at or None
    )


def _jobs(jobs):
    still = [job for job in jobs if job.stands_still]
    if not still:
        return Light("jobs", True, "Tutti in orario.")
    said = "; ".join(f"{job.label}: {job.stands_still}" for job in still)
    done = [job.last_done.started_at for job in still if job.last_done]
    return Light("jobs", False, _sentence(said), min(done, default=None))


def _outbox(found):
    limit = timezone.now() - timedelta(minutes=settings.OUTBOX_LATE_MINUTES)
    said = f"{found.waiting} in attesa, {found.abandoned} abbandonate."
    if since := found.late_since(limit):
        return Light("outbox", False, f"Non parte, o parte in ritardo: {said}", since)
    return Light("outbox", True, said)


def _figures(rows):
    """Judge each source; time in which the portal was off does not count, as for its jobs."""
    limit = timezone.now() - timedelta(minutes=settings.FIGURES_LATE_MINUTES)
    begun = rows.heart.since if rows.heart else timezone.now()
    late = {n: at for n, at in rows.figures.items() if max(at, begun) < limit}
    if late:
        told = [f"{name}: fermi {health.since_words(at)}" for name, at in late.items()]
        return Light("figures", False, _sentence("; ".join(told)), min(late.values()))
    if not rows.figures:
        return Light("figures", begun >= limit, "Non ancora contati.")
    oldest = min(rows.figures.values())
    return Light("figures", True, f"Contati {AsOf(oldest)}.")


def _backup(job):
    last = job.last_done and job.last_done.started_at
    said = f"L’ultima è stata fatta {AsOf(last)}." if last else "Nessuna finora."
    still = bool(job.stands_still)
    return Light(BACKUP, not still, said, last if still else None)


def _queue(queued):
    if isinstance(queued, Silence):
        return Light("queue", False, _silence("Non risponde", queued), queued.since)
    words = "nessun lavoro in attesa" if not queued else f"{queued} lavori in attesa"
    return Light("queue", True, f"Risponde: {words}.")


def _media(written):
    if isinstance(written, Silence):
        return Light("media", False, _silence("Non si scrive", written), written.since)
    return Light("media", True, "Si scrive.")


def _disk(free):
    if isinstance(free, Silence):
        return Light("disk", False, _silence("Non risponde", free), free.since)
    least = min(free.values(), default=0) // MEGABYTE
    said = (
        f"Liberi {thousands(least)} MB, ne servono {thousands(settings.DISK_FREE_MB)}."
    )
    return Light("disk", least >= settings.DISK_FREE_MB, said)


def _silence(words, silence):
    """Say how a part is silent, with the reason if it is one that people can mend."""
    reason = REASONS.get(getattr(silence.error, "errno", None))
    return f"{words}: {reason}." if reason else f"{words}."


def _sentence(text):
    return f"{text[:1].upper()}{text[1:]}."
