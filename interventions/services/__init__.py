"""What people and the clock do with interventions, one verb per function."""

from interventions.services.answers import take_reports, tell_reports
from interventions.services.approval import approve_intervention, withdraw_approval
from interventions.services.follow_up import close_follow_up, set_follow_up
from interventions.services.outing import end_intervention, start_intervention
from interventions.services.rotation import rotate_notes
from interventions.services.sealed_notes import NoteChanged, correct_note, write_note

__all__ = [
    "approve_intervention",
    "close_follow_up",
    "correct_note",
    "end_intervention",
    "NoteChanged",
    "rotate_notes",
    "set_follow_up",
    "start_intervention",
    "take_reports",
    "tell_reports",
    "withdraw_approval",
    "write_note",
]
