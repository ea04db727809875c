"""Who may open what, written by hand: read by tests/test_access.py.

``who`` are the roles that get ``answer``; the others get a 403, and who did not sign in is led
to the entrance, with the way back. A row with ``post`` is a button, and does nothing on GET.
"""

from dataclasses import dataclass, field

from reports.views.gate import MOVED

ROLES = (
    "anonymous",
    "officer",
    "educator",
    "social_worker",
    "coordinator",
    "grant_officer",
    "assessore",
    "admin",
)
ANYONE = set(ROLES)
STAFF = ANYONE - {"anonymous"}
DESK = {"officer", "coordinator"}
COORDINATOR = {"coordinator"}
STREET = {"officer", "educator"}
CREWS = STREET | COORDINATOR
REFERRALS = CREWS | {"social_worker"}
FIGURES = {"coordinator", "grant_officer", "assessore"}
ADMIN = {"admin"}
OFFICERS, EDUCATORS = {"officer"}, {"educator"}


DONE = 302
# let in: whether an empty press does it, or why not, is for the tests of the desk
PRESSED = frozenset({302, 409, 422})


@dataclass
class Row:
    """Who may open a URL and what they get.

    ``others`` names the roles that get something else, ``near`` the arguments of a row that is
    not there; ``on_get`` is what a button answers to GET.
    """

    name: str
    who: set
    answer: int = 200
    post: bool = False
    on_get: int = 405
    args: dict = field(default_factory=dict)
    near: dict = field(default_factory=dict)
    others: dict = field(default_factory=dict)
    by_itself: bool = False  # a browser sends it without a form, and without its token

    def expected(self, role):
        if role in self.others:
            return self.others[role]
        if role in self.who:
            return self.answer
        return 302 if role == "anonymous" else 403


SLUG = {"slug": "piazza-roma"}
NO_SLUG = {"slug": "piazza-lode"}
NO_UUID = "00000000-0000-4000-8000-000000000000"
CODE = {"code": "{report}"}
DRAFT = {"pk": "{draft}"}
NO_CODE = {"code": "CR-2026-ZZZZZZ"}
OUTING = {"code": "{intervention}"}
NO_OUTING = {"code": "IN-2026-ZZZZZZ"}
REFERRAL = {"code": "{referral}"}
NO_REFERRAL = {"code": "IV-2026-ZZZZZZ"}
NOTE = {"pk": "{note}"}
PERSON = {"pk": "{person}"}
NO_PERSON = {"pk": 999_999}
DIARY = {"pk": "{diary}"}
POLICE_NOTE = {"pk": "{police_note}"}


def button(name, who, answer=DONE, **more):
    return Row(name, who, answer, post=True, **more)


def step(name, who=DESK):
    """A verb of the desk: GET, after a sign-in or a reload, leads back to the report."""
    return button(name, who, PRESSED, args=CODE, near=NO_CODE, on_get=302)


def step_of_referral(name):
    """A button of the social workers on a referral."""
    return button(
        name,
        {"social_worker"},
        PRESSED,
        args=REFERRAL,
        near=NO_REFERRAL,
        on_get=302,
    )


def of_person(name, make=button, **more):
    return make(name, ADMIN, args=PERSON, near=NO_PERSON, **more)


def of_outing(name, who=STREET):
    """A step of an intervention's record."""
    return button(name, who, PRESSED, args=OUTING, near=NO_OUTING)


def each(roles, answer):
    return dict.fromkeys(roles, answer)


OF_POLICE = each(["educator"], 403)


def led(name):
    """A step that who is of the lead service decides, or the coordinator."""
    return button(name, CREWS, PRESSED, args=OUTING, near=NO_OUTING, others=OF_POLICE)


MATRIX = [
    # the portal
    Row("home", ANYONE),
    Row("places", ANYONE),
    Row("grant", ANYONE),
    Row("place", ANYONE, args=SLUG, near=NO_SLUG),
    Row("victims_help", ANYONE),
    Row("privacy", ANYONE),
    Row("accessibility", ANYONE),
    Row("legal_notes", ANYONE),
    button("set_language", ANYONE, on_get=302),
    Row("places_geojson", ANYONE),
    # no file of tiles beside this test
    Row("map_tile", ANYONE, 404, args={"version": "1-2", "zoom": 0, "x": 0, "y": 0}),
    Row("place_search", ANYONE),
    Row("street_lines", ANYONE, 400),  # without a box
    button("csp_report", ANYONE, 204, by_itself=True),
    Row("security_txt", ANYONE),
    Row("robots_txt", ANYONE),
    Row("healthz", ANYONE),
    Row("readyz", ANYONE, 503),  # no schedule runs beside this test
    Row("metrics", ANYONE, 404),  # without a token in the settings
    # each starts from the first page of the menu
    Row("start", STAFF, 302),
    # the day of who reads the interventions; the others are led to their own first page
    Row("desk", STAFF, 302, others=each(CREWS, 200)),
    Row("components", STAFF),
    # entrance
    Row("account_login", ANYONE, others=each(STAFF, 302)),
    Row("mfa_authenticate", ANYONE, 302),
    Row("account_inactive", ANYONE),
    Row("socialaccount_login_cancelled", ANYONE),
    Row("openid_connect_login", ANYONE, 404, args={"provider_id": "comune"}),
    Row("openid_connect_callback", ANYONE, 404, args={"provider_id": "comune"}),
    button("account_logout", ANYONE),
    Row("account_reset_password", ANYONE),
    Row("account_reset_password_done", ANYONE),
    Row(
        "account_reset_password_from_key",
        ANYONE,
        args={"uidb36": "1", "key": "not-a-key"},
    ),
    Row("account_reset_password_from_key_done", ANYONE),
    # one's own profile: no address names a person, so nobody opens another's
    Row("profile", STAFF),
    Row("sessions", STAFF),
    button("session_close", STAFF, 404, args=NO_PERSON),
    button("leave_everywhere", STAFF),
    Row("account_change_password", STAFF),
    Row("account_reauthenticate", STAFF),
    Row("mfa_reauthenticate", STAFF, 302),
    Row("mfa_reauthenticate_webauthn", STAFF, 302),
    Row("mfa_index", STAFF),
    Row("mfa_activate_totp", STAFF),
    Row("mfa_deactivate_totp", STAFF, 404),
    Row("after_second_factor", STAFF, 302),
    Row("mfa_view_recovery_codes", STAFF, 404),
    Row("mfa_generate_recovery_codes", STAFF),
    Row("mfa_list_webauthn", STAFF),
    Row("mfa_add_webauthn", STAFF),
    Row("mfa_edit_webauthn", STAFF, 404, args=NO_PERSON),
    Row("mfa_remove_webauthn", STAFF, 404, args=NO_PERSON),
    # people and trail
    Row("user_list", ADMIN),
    Row("user_add", ADMIN),
    of_person("user_edit", Row),
    of_person("user_deactivate", on_get=200),  # asks first
    of_person("user_reactivate"),
    of_person("user_invite"),
    of_person("user_reset_second_factor", on_get=200),
    of_person("user_reset_password", on_get=200),
    of_person("user_reset_confirm", on_get=302),  # nothing waits
    of_person("user_reset_refuse"),
    of_person("user_held", Row),
    of_person("user_erase", on_get=200),
    Row("audit_list", ADMIN),
    Row("audit_export", ADMIN),
    Row("processing_register", ADMIN),
    Row("processing_register_file", ADMIN, args={"kind": "csv"}, near={"kind": "pdf"}),
    # jobs
    Row("jobs", ADMIN),
    button("outbox_retry", ADMIN, args={"pk": "{outbox}"}, near={"pk": 999_999}),
    Row("mail_detail", ADMIN, 404, args={"name": "nessuna.eml"}),
    # reports: the citizen; a draft opens to its own browser: to all the others it leads to the gate
    Row("report_start", ANYONE),
    Row("report_emergency", ANYONE),
    *[Row(f"report_moved_{old}", ANYONE, 302) for old in MOVED],
    Row("report_consent", ANYONE, 302, args=DRAFT),
    Row("report_where", ANYONE, 302, args=DRAFT),
    Row("report_what", ANYONE, 302, args=DRAFT),
    Row("report_contact", ANYONE, 302, args=DRAFT),
    Row("report_summary", ANYONE, 302, args=DRAFT),
    Row("report_sent", ANYONE, 302, args=DRAFT),
    Row("report_stopped", ANYONE, args=DRAFT),
    button("report_draft_delete", ANYONE, on_get=302, args=DRAFT),
    Row("report_follow", ANYONE),
    # the code of a report that is not public is worth as little as a guessed one
    Row("report_status", ANYONE, 404, args=CODE, near=NO_CODE),
    Row("report_open", ANYONE, 404, args={"code": "{report}", "key": "wrong"}),
    # who reported alone
    Row("report_confirm", ANYONE, 410, args={"token": "wrong"}),
    button("report_address", ANYONE, 404, args=CODE, near=NO_CODE, on_get=404),
    button("report_citizen_reopen", ANYONE, 404, args=CODE, near=NO_CODE, on_get=404),
    Row("report_lost_key", ANYONE),
    Row("report_data", ANYONE, 404, args=CODE, near=NO_CODE),
    Row("report_data_file", ANYONE, 404, args=CODE, near=NO_CODE),
    button("report_ask_erasure", ANYONE, 404, args=CODE, near=NO_CODE, on_get=404),
    Row("report_photo", ANYONE, 404, args={"pk": "{photo}"}, others=each(DESK, 200)),
    # reports: the desk
    Row("report_queue", DESK),
    Row("report_export", DESK),
    Row("report_detail", DESK, args=CODE, near=NO_CODE),
    step("report_take_charge"),
    step("report_take_group"),
    step("report_merge_group"),
    step("report_answer"),
    step("report_decide_erasure"),
    step("report_close"),
    step("report_forward"),
    step("report_assign", COORDINATOR),
    step("report_triage"),
    step("report_locate"),
    step("report_merge"),
    step("report_release"),
    step("report_reopen"),
    step("report_unmerge"),
    step("report_note"),
    step("report_publish", COORDINATOR),
    step("report_unpublish", COORDINATOR),
    Row("report_points", COORDINATOR),
    Row("report_reassign", COORDINATOR),
    Row("report_reassign_run", COORDINATOR, 404, args={"pk": 999_999}),
    # places
    Row("hotspot_list", COORDINATOR),
    Row("programme_gaps", COORDINATOR),
    Row("hotspot_create", COORDINATOR),
    Row("hotspot_edit", COORDINATOR, args=SLUG, near=NO_SLUG),
    button("hotspot_archive", COORDINATOR, args=SLUG, near=NO_SLUG),
    button("hotspot_restore", COORDINATOR, args=SLUG, near=NO_SLUG),
    Row("event_list", COORDINATOR),
    Row("event_create", COORDINATOR),
    Row("event_edit", COORDINATOR, args={"slug": "{event}"}, near=NO_SLUG),
    button(
        "event_delete",
        COORDINATOR,
        args={"slug": "{event}"},
        near=NO_SLUG,
        on_get=200,  # asks first
    ),
    # interventions: the calendar and what stands around it. The outing is
    # led by the Polizia Locale: an educator reads it, and decides nothing of it
    Row("intervention_calendar", CREWS),
    Row("intervention_month", CREWS),
    button("turn_add", COORDINATOR),  # without a month it leads back to this one
    # asks first; without a month it leads back to this one
    button("month_publish", COORDINATOR, on_get=302),
    button("draft_remove", COORDINATOR, args=OUTING, near=NO_OUTING),
    Row("intervention_plan", CREWS),
    button("intervention_conflicts", CREWS, 200),
    Row("availability_list", STREET),
    button(
        "availability_delete",
        STREET,
        args={"pk": "{availability}"},
        near=NO_PERSON,
        others=each(["educator"], 404),  # it is an officer's
    ),
    Row("intervention_replan", CREWS, args=OUTING, near=NO_OUTING),
    led("intervention_move"),
    Row("intervention_cancel", CREWS, args=OUTING, near=NO_OUTING, others=OF_POLICE),
    led("intervention_restore"),
    of_outing("intervention_join"),
    of_outing("intervention_leave"),
    # interventions: the field page; what a phone writes is PUT, tried in test_field_sync.py
    Row("field", STREET),
    Row("field_state", STREET),
    Row("field_guard", STREET),
    Row("field_doubt", STREET, 405),
    Row("field_record", STREET, 405, args={"client_id": NO_UUID}),
    Row("field_photo", STREET, 405, args={"client_id": NO_UUID, "pk": NO_UUID}),
    Row("field_manifest", ANYONE),
    Row("field_worker", ANYONE),
    Row("intervention_log", STREET),
    Row(
        "intervention_photo", CREWS, args={"pk": "{place_photo}"}, near={"pk": NO_UUID}
    ),
    button(
        "intervention_photo_remove",
        STREET,
        args={"pk": "{place_photo}"},
        near={"pk": NO_UUID},
    ),
    # interventions: the record
    Row("intervention_list", CREWS),
    Row("intervention_export", CREWS),
    Row("follow_up_list", CREWS),
    button("follow_up_done", CREWS, args={"pk": "{follow_up}"}, near={"pk": 999_999}),
    Row("intervention_detail", CREWS, args=OUTING, near=NO_OUTING),
    Row("intervention_edit", CREWS, args=OUTING, near=NO_OUTING, others=OF_POLICE),
    of_outing("intervention_start"),
    of_outing("intervention_end"),
    of_outing("intervention_approve"),
    of_outing("intervention_withdraw"),
    of_outing("intervention_merge", CREWS),
    of_outing("intervention_keep_apart", CREWS),
    of_outing("intervention_separate", CREWS),
    # interventions: confidential notes. Near: the number of the other service's note
    Row("diary_list", EDUCATORS),
    Row("diary_create", EDUCATORS),
    Row("diary_detail", EDUCATORS, args=DIARY, near=POLICE_NOTE),
    Row("diary_edit", EDUCATORS, args=DIARY, near=POLICE_NOTE),
    Row("police_note_list", OFFICERS),
    Row("police_note_create", OFFICERS),
    Row("police_note_detail", OFFICERS, args=POLICE_NOTE, near=DIARY),
    Row("police_note_edit", OFFICERS, args=POLICE_NOTE, near=DIARY),
    # interventions: the board
    Row("board", CREWS),
    Row("board_archive", CREWS),
    button("board_check", CREWS, 200),
    button("board_read", CREWS),
    # a note of the officer: theirs to correct, and the coordinator's
    Row("board_edit", CREWS, args=NOTE, near=NO_PERSON, others={"educator": 403}),
    button(
        "board_remove",
        CREWS,
        args=NOTE,
        near=NO_PERSON,
        on_get={302, 403},
        others={"educator": 403},
    ),
    button("board_pin", CREWS, args=NOTE, near=NO_PERSON, on_get=302),
    # interventions: referrals
    Row("referral_list", REFERRALS),
    Row("referral_export", REFERRALS),
    Row("referral_create", CREWS),
    Row(
        "referral_detail",
        REFERRALS,
        args=REFERRAL,
        near=NO_REFERRAL,
        others=each(["educator"], 404),  # it is of an officer
    ),
    step_of_referral("referral_take"),
    step_of_referral("referral_give_back"),
    step_of_referral("referral_close"),
    # interventions: the other forces
    Row("presence", CREWS),
    Row("presence_export", CREWS),
    Row("force_counts", CREWS),
    Row("force_export", CREWS),
    Row("force_create", COORDINATOR),
    Row("force_import", COORDINATOR),
    Row("force_preview", COORDINATOR, 302),  # without a file leads to choosing one
    Row("force_template_csv", COORDINATOR),
    Row("force_template_xlsx", COORDINATOR),
    Row(
        "force_import_detail",
        COORDINATOR,
        args={"pk": "{force_import}"},
        near={"pk": 999_999},
    ),
    button(
        "force_undo",
        COORDINATOR,
        args={"pk": "{force_import}"},
        near={"pk": 999_999},
        on_get=302,
    ),
    # interventions: what is printed, and the personal calendar
    Row("printouts", CREWS),
    Row("week_pdf", CREWS),
    Row("day_pdf", CREWS),
    Row("month_pdf", CREWS),
    Row("calendar_feed_page", CREWS),
    button("calendar_feed_renew", CREWS),
    button("calendar_feed_stop", CREWS),
    # the token is the key, as good for who signed in as for who did not
    Row("calendar_feed", ANYONE, 404, args={"token": "nessuno"}),
    # dashboard
    Row("dashboard", FIGURES),
    Row("dashboard_csv", FIGURES),
    Row("dashboard_place", FIGURES, args=SLUG, near=NO_SLUG),
    Row("dashboard_place_csv", FIGURES, args=SLUG, near=NO_SLUG),
    Row("dashboard_categories_csv", FIGURES, args=SLUG, near=NO_SLUG),
    Row("dashboard_street_csv", FIGURES),
    Row("dashboard_place_street_csv", FIGURES, args=SLUG, near=NO_SLUG),
]
