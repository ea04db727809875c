"""What is kept of the handover board."""

from texts.kept import FREE_TEXT, SENSITIVE, WORK, Kept, Months

ERASED_BY = "board.erase_expired"

KEPT = [
    Kept(
        code="board-notes",
        what="Note della bacheca, e chi le ha scritte",
        fields={
            "board.BoardNote": "hotspot on shift text mention is_pinned expires_at service by at"
            " removed_at is_demo"
        },
        kinds=FREE_TEXT,
        why="Passare le consegne fra i turni: luoghi e situazioni, senza nomi.",
        basis=SENSITIVE,
        lasts=Months("BOARD_MONTHS"),
        since="da quando non vale più",
        job=ERASED_BY,
    ),
    Kept(
        code="board-reads",
        what="Chi ha letto una nota della bacheca",
        fields={"board.BoardRead": "note person at"},
        why="Sapere che le consegne sono arrivate.",
        basis=WORK,
        lasts=Months("BOARD_MONTHS"),
        since="dalla lettura",
        job=ERASED_BY,
    ),
]
