"""What people and the clock do with interventions, one verb per function."""

from interventions.services.rotation import rotate_notes
from interventions.services.sealed_notes import (
    NoteChanged,
    correct_note,
    write_note,
)

__all__ = ["NoteChanged", "correct_note", "rotate_notes", "write_note"]
