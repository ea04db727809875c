"""What people and the clock do with interventions, one verb per function."""

from interventions.planning.conflicts import ConflictsFound
from interventions.services.answers import (
    take_reports,
    tell_reports,
)
from interventions.services.approval import (
    approve_intervention,
    withdraw_approval,
)
from interventions.services.availability import mark_availability, remove_availability
from interventions.services.board import (
    correct_board_note,
    mark_read,
    pin_note,
    post_note,
    remove_note,
)
from interventions.services.copy_week import copy_week, preview_week
from interventions.services.crew import join_intervention, leave_intervention
from interventions.services.feeds import (
    renew_calendar_feed,
    stop_calendar_feed,
)
from interventions.services.field import Conflict, Logged, NotYours, record_outing
from interventions.services.follow_up import (
    close_follow_up,
    set_follow_up,
)
from interventions.services.forces import (
    import_counts,
    undo_import,
)
from interventions.services.new_readers import tell_new_readers
from interventions.services.outing import (
    end_intervention,
    start_intervention,
)
from interventions.services.place_photos import add_place_photo, remove_place_photo
from interventions.services.plan_once import plan_once
from interventions.services.planning import (
    cancel_intervention,
    move_intervention,
    plan_intervention,
    replan_intervention,
    restore_intervention,
)
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
from interventions.services.series import (
    SeriesConflicts,
    cancel_series,
    plan_series,
    replan_series,
)
from interventions.services.sheet import (
    save_sheet,
)
from interventions.services.shift_templates import delete_template, save_template

__all__ = [
    "add_place_photo",
    "remove_place_photo",
    "approve_intervention",
    "cancel_intervention",
    "cancel_series",
    "close_follow_up",
    "close_referral",
    "Conflict",
    "ConflictsFound",
    "copy_week",
    "correct_board_note",
    "correct_note",
    "delete_template",
    "end_intervention",
    "give_back_referral",
    "import_counts",
    "join_intervention",
    "leave_intervention",
    "Logged",
    "mark_availability",
    "mark_read",
    "move_intervention",
    "NoteChanged",
    "NotYours",
    "pin_note",
    "plan_intervention",
    "plan_once",
    "plan_series",
    "post_note",
    "preview_week",
    "record_outing",
    "remove_availability",
    "remove_note",
    "replan_intervention",
    "replan_series",
    "restore_intervention",
    "renew_calendar_feed",
    "rotate_notes",
    "save_sheet",
    "save_template",
    "send_referral",
    "send_reminders",
    "tell_new_readers",
    "SeriesConflicts",
    "set_follow_up",
    "start_intervention",
    "stop_calendar_feed",
    "take_referral",
    "take_reports",
    "tell_reports",
    "undo_import",
    "withdraw_approval",
    "write_note",
]
