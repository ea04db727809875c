"""What is kept of the mails that leave and of the jobs that ran."""

from jobs.services import KEEP, KEEP_RUNS, KEEP_TEXT
from texts.kept import ACCOUNTABILITY, Kept, Kind, Time, nothing_personal

KEPT = [
    Kept(
        code="mails",
        what="Messaggi in partenza: indirizzo, testo, collegamento segreto",
        fields={"jobs.Outbox": "payload open_key"},
        kinds=(Kind.PERSONAL, Kind.SECRET),
        why="Consegnare il messaggio anche se la posta non risponde subito. Consegnato, restano solo "
        "i tempi.",
        lasts=Time(KEEP_TEXT),
        since="dalla consegna abbandonata; se riesce, il contenuto sparisce subito",
        job="jobs.prune",
    ),
    Kept(
        code="deliveries",
        what="Tempi e tentativi delle consegne",
        fields={
            "jobs.Outbox": "kind key created_at not_before claimed_at attempts last_error done_at failed_at"
        },
        why="Sapere che un messaggio è partito, o perché no.",
        basis=ACCOUNTABILITY,
        lasts=Time(KEEP),
        since="dalla consegna",
        job="jobs.prune",
    ),
    Kept(
        code="runs",
        what="Lavori fatti dal portale, e chi li ha chiesti",
        fields={
            "jobs.JobRun": "name arguments state started_at finished_at alive_at done total detail"
        },
        why="Vedere che cosa gira e che cosa si è fermato.",
        basis=ACCOUNTABILITY,
        since=f"le ultime {KEEP_RUNS} volte di ogni lavoro",
        job="jobs.prune",
    ),
    nothing_personal(
        "heartbeat",
        "Segni di vita del portale e stato delle sue parti",
        {
            "jobs.Heartbeat": "name at since",
            "jobs.Part": "name is_green since told_at",
        },
    ),
]
