"""When each periodic job runs and why then, and what people read of every job on the staff page."""

from celery.schedules import crontab

from cremona_safety import env

SWEEP_SECONDS = env.number("SWEEP_SECONDS", 30)
REFRESH_SECONDS = env.number("REFRESH_SECONDS", 60)
CELERY_BEAT_SCHEDULE = {
    # every half minute: the heartbeat that /readyz reads, and what a dead worker left behind
    "jobs.sweep": {
        "task": "jobs.sweep",
        "schedule": SWEEP_SECONDS,
        "options": {"expires": SWEEP_SECONDS},
    },
    # every minute: the colours of the parts, and the mails about a red one
    "operations.watch": {
        "task": "operations.watch",
        "schedule": 60,
        "options": {"expires": 60},
    },
    # every minute: a report just filed is on the dashboard at the next beat
    "indicators.refresh": {
        "task": "indicators.refresh",
        "schedule": REFRESH_SECONDS,
        "options": {"expires": REFRESH_SECONDS},
    },
    # at night, when nobody writes: everything again from the raw rows
    "indicators.recompute": {
        "task": "indicators.recompute",
        "schedule": crontab(hour=3, minute=10),
    },
    # every ten minutes: from 18:00 the outings of tomorrow, and at once one planned after that
    "interventions.remind": {
        "task": "interventions.remind",
        "schedule": 600,
        "options": {"expires": 600},
    },
    # as often: who reads the notebooks from now on
    "notebooks.tell_new_readers": {
        "task": "notebooks.tell_new_readers",
        "schedule": 600,
        "options": {"expires": 600},
    },
    # as often: who was tried at the door
    "accounts.tell_failed_sign_ins": {
        "task": "accounts.tell_failed_sign_ins",
        "schedule": 600,
        "options": {"expires": 600},
    },
    # before the office opens: drafts and texts past their retention
    "reports.erase_expired": {
        "task": "reports.erase_expired",
        "schedule": crontab(hour=4, minute=20),
    },
    # after it: names of crews and photos of places past their retention
    "interventions.erase_expired": {
        "task": "interventions.erase_expired",
        "schedule": crontab(hour=4, minute=30),
    },
    # then the notes of the board, and the confidential ones
    "board.erase_expired": {
        "task": "board.erase_expired",
        "schedule": crontab(hour=4, minute=34),
    },
    "notebooks.erase_expired": {
        "task": "notebooks.erase_expired",
        "schedule": crontab(hour=4, minute=36),
    },
    # after the erasures, which delete files themselves: what a death left between a file and its row
    "operations.sweep_media": {
        "task": "operations.sweep_media",
        "schedule": crontab(hour=4, minute=38),
    },
    # and of the trail who read what; its rows are in the chain by then
    "accounts.erase_expired": {
        "task": "accounts.erase_expired",
        "schedule": crontab(hour=4, minute=38),
    },
    # every minute: of a row that is not in the chain nobody can tell whether it was changed
    "accounts.join_trail": {
        "task": "accounts.join_trail",
        "schedule": 60,
        "options": {"expires": 60},
    },
    # after the night's erasures, before the office opens
    "accounts.keep_trail_head": {
        "task": "accounts.keep_trail_head",
        "schedule": crontab(hour=4, minute=50),
    },
    # mails and job runs nobody looks up any more, sessions that are over
    "jobs.prune": {
        "task": "jobs.prune",
        "schedule": crontab(hour=4, minute=40),
    },
}
# what a timer outside the portal asks for, and seconds after which it is late: deploy/README.md
OUTER_JOBS = {}
# what people read of a job on the staff page
JOB_LABELS = {
    "operations.watch": "Guarda le parti e avvisa",
    "operations.sweep_media": "Toglie i file di nessuno",
    "indicators.refresh": "Aggiorna i numeri del cruscotto",
    "indicators.recompute": "Ricalcola tutti i numeri",
    "interventions.remind": "Ricorda le uscite",
    "notebooks.tell_new_readers": "Dice chi legge diario e note",
    "accounts.tell_failed_sign_ins": "Avvisa degli ingressi non riusciti",
    "reports.erase_expired": "Cancella testi e bozze scaduti",
    "interventions.erase_expired": "Cancella i dati degli interventi scaduti",
    "board.erase_expired": "Cancella le note scadute della bacheca",
    "notebooks.rotate_keys": "Cifra le note riservate con la chiave nuova",
    "notebooks.erase_expired": "Cancella le note riservate scadute",
    "accounts.erase_expired": "Cancella chi ha letto, scaduti i mesi",
    "accounts.join_trail": "Incatena le righe del registro",
    "accounts.keep_trail_head": "Conserva l’impronta del registro",
    "hotspots.load_streets": "Carica le vie",
    "reports.reassign_places": "Riassegna le segnalazioni ai luoghi",
    "jobs.prune": "Fa pulizia di consegne, lavori e sessioni vecchi",
    "backup": "Copia di sicurezza",
    "restore": "Ripristino da una copia",
}
# what a job that does not succeed leaves behind, before "dalle 10:23"
JOB_LEAVES = {
    "operations.watch": "gli avvisi agli amministratori sono fermi",
    "operations.sweep_media": "i file senza una riga non sono tolti",
    "indicators.refresh": "i numeri di segnalazioni e interventi sono fermi",
    "indicators.recompute": "i numeri non sono ricontrollati",
    "interventions.remind": "i promemoria delle uscite sono fermi",
    "notebooks.tell_new_readers": "gli avvisi su chi legge diario e note sono fermi",
    "accounts.tell_failed_sign_ins": "gli avvisi sugli ingressi non riusciti sono fermi",
    "reports.erase_expired": "testi e bozze scaduti non sono cancellati",
    "interventions.erase_expired": "i dati scaduti degli interventi non sono cancellati",
    "board.erase_expired": "le note scadute della bacheca non sono cancellate",
    "notebooks.rotate_keys": "alcune note riservate sono ancora sotto la chiave vecchia",
    "notebooks.erase_expired": "le note riservate scadute non sono cancellate",
    "accounts.erase_expired": "chi ha letto non è cancellato dal registro, scaduti i mesi",
    "accounts.join_trail": "le righe nuove del registro non sono incatenate",
    "accounts.keep_trail_head": "l’impronta del registro non è conservata",
    "hotspots.load_streets": "le vie sono quelle di prima",
    "reports.reassign_places": "le segnalazioni non sono tutte riassegnate",
    "jobs.prune": "consegne, lavori e sessioni vecchi non sono tolti",
    "backup": "non c’è una copia di sicurezza nuova",
    "restore": "la copia non è tornata al suo posto",
}
