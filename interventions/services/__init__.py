"""What people and the clock do with interventions, one verb per function."""

from interventions.services.answers import (
    take_reports,
    tell_reports,
)
from interventions.services.approval import (
    approve_intervention,
    withdraw_approval,
)
from interventions.services.board import (
    correct_board_note,
    mark_read,
    pin_note,
    post_note,
    remove_note,
)
from interventions.services.field import Conflict, Logged, NotYours, record_outing
from interventions.services.follow_up import (
    close_follow_up,
    set_follow_up,
)
from interventions.services.outing import (
    end_intervention,
    start_intervention,
)
from interventions.services.place_photos import add_place_photo
from interventions.services.referrals import (
    close_referral,
    give_back_referral,
    send_referral,
    take_referral,
)
from interventions.services.reminders import (
    send_reminders,
)
from interventions.services.rotation import (
    rotate_notes,
)
from interventions.services.sealed_notes import (
    NoteChanged,
    correct_note,
    write_note,
)
from interventions.services.sheet import (
    save_sheet,
)

__all__ = [
    "Conflict",
    "Logged",
    "NotYours",
    "add_place_photo",
    "record_outing",
    "NoteChanged",
    "approve_intervention",
    "close_follow_up",
    "close_referral",
    "correct_board_note",
    "correct_note",
    "end_intervention",
    "give_back_referral",
    "mark_read",
    "pin_note",
    "post_note",
    "remove_note",
    "rotate_notes",
    "save_sheet",
    "send_referral",
    "send_reminders",
    "set_follow_up",
    "start_intervention",
    "take_referral",
    "take_reports",
    "tell_reports",
    "withdraw_approval",
    "write_note",
]
