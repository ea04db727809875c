"""What is kept of the other forces: monthly counts, and who brought them in."""

from texts.kept import ACCOUNTABILITY, Kept, nothing_personal

KEPT = [
    Kept(
        code="force-hands",
        what="Chi ha scritto o caricato i conteggi delle altre forze",
        fields={
            "forces.ForceCount": "updated_by",
            "forces.ForceImport": "by undone_by",
        },
        why="Sapere da dove viene una cifra.",
        basis=ACCOUNTABILITY,
        stays="Resta con la cifra, per il tempo della verifica del contributo.",
    ),
    nothing_personal(
        "force-counts",
        "Interventi al mese delle altre forze, per luogo e tipo",
        {
            "forces.ForceCount": "force hotspot month kind count updated_at is_demo",
            "forces.ForceImport": "file_name digest at rows undone_at",
            "forces.ForceChange": "batch force hotspot month kind before before_demo after kept",
        },
    ),
]
