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
from interventions.services.copy_week import copy_week, preview_week
from interventions.services.crew import join_intervention, leave_intervention
from interventions.services.feeds import (
    renew_calendar_feed,
    stop_calendar_feed,
)
from interventions.services.field import Logged, NotYours, SyncConflict, record_outing
from interventions.services.follow_up import (
    close_follow_up,
    set_follow_up,
)
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
from interventions.services.reminders import (
    send_reminders,
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
    "SyncConflict",
    "ConflictsFound",
    "copy_week",
    "delete_template",
    "end_intervention",
    "join_intervention",
    "leave_intervention",
    "Logged",
    "mark_availability",
    "move_intervention",
    "NotYours",
    "plan_intervention",
    "plan_once",
    "plan_series",
    "preview_week",
    "record_outing",
    "remove_availability",
    "replan_intervention",
    "replan_series",
    "restore_intervention",
    "renew_calendar_feed",
    "save_sheet",
    "save_template",
    "send_reminders",
    "SeriesConflicts",
    "set_follow_up",
    "start_intervention",
    "stop_calendar_feed",
    "take_reports",
    "tell_reports",
    "withdraw_approval",
]
