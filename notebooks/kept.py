"""What is kept of the sealed notes of each service."""

from texts.kept import FREE_TEXT, SENSITIVE, Kept, Months

KEPT = [
    Kept(
        code="sealed-notes",
        what="Diario degli educatori e note di servizio degli agenti, cifrati",
        fields={
            "notebooks.SealedNote": "service intervention hotspot on sealed by at updated_at version"
            " is_demo"
        },
        kinds=FREE_TEXT,
        why="Continuare il lavoro di strada da un turno all’altro; ogni servizio apre solo i suoi.",
        basis=SENSITIVE,
        lasts=Months("DIARY_MONTHS"),
        since="dal giorno di cui parlano",
        job="notebooks.erase_expired",
    ),
]
