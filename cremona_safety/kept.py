"""What is kept outside the database: the copies of it."""

from texts.kept import SECURITY, SENSITIVE, Kept, Kind, Months

KEPT = [
    Kept(
        code="backups",
        what="Copie di sicurezza della banca dati e delle foto",
        fields={},
        kinds=(Kind.PERSONAL, Kind.SPECIAL, Kind.CRIMINAL, Kind.SECRET),
        why="Rimettere in piedi il portale dopo un guasto. Ciò che il portale cancella resta nelle "
        "copie fatte prima, finché si eliminano.",
        basis=f"{SECURITY}; {SENSITIVE}",
        lasts=Months("BACKUP_KEEP_MONTHS"),
        since="al massimo, dal giorno della copia",
        job="backup",
    ),
]
