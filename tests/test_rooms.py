"""A database made when the board, the referrals, the notebooks and the forces were interventions' own."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts.models import AuditEntry
from accounts.targets import about
from accounts.trail import codes_of, read
from board.models import BoardNote, BoardRead
from forces.models import ForceCount
from notebooks.models import SealedNote
from referrals.models import Referral
from tests.referrals.factories import ReferralFactory

BEFORE = [
    ("interventions", "0007_keep_what_an_undo_and_a_phone_left"),
    *[(app, None) for app in ("board", "forces", "notebooks", "referrals")],
]


def migrate(targets):
    MigrationExecutor(connection).migrate(targets)
    there = [target for target in targets if target[1]]
    return MigrationExecutor(connection).loader.project_state(there).apps


def leaves():
    return MigrationExecutor(connection).loader.graph.leaf_nodes()


@pytest.mark.django_db(transaction=True)
def test_the_rows_of_before_are_there_after_the_move():
    old = migrate(BEFORE)
    by = old.get_model("accounts", "User").objects.create(email="a@example.org")
    wrote = {"by_id": by.pk, "on": "2026-11-20"}
    note = old.get_model("interventions", "BoardNote").objects.create(text="x", **wrote)
    old.get_model("interventions", "BoardRead").objects.create(note=note, person=by)
    old.get_model("interventions", "SealedNote").objects.create(service="ed", **wrote)
    old.get_model("interventions", "Referral").objects.create(code="IV-1", **wrote)
    old.get_model("interventions", "ForceCount").objects.create(
        force="cc", month="2026-10-01", kind="controllo", count=3
    )

    migrate(leaves())

    assert BoardRead.objects.get().note == BoardNote.objects.get(text="x")
    assert SealedNote.objects.get().service == "ed"
    assert Referral.objects.get().code == "IV-1"
    assert ForceCount.objects.get().count == 3
    BoardNote.objects.create(text="y", by_id=by.pk, on="2026-11-21")


def test_what_the_trail_wrote_before_the_move_is_still_found_and_named(db):
    referral = ReferralFactory(code="IV-2026-7F3K9Q")
    AuditEntry.objects.create(
        actor_label="portale",
        action="intervention.refer",
        target_type="interventions.referral",
        target_id=str(referral.pk),
    )

    entries = AuditEntry.objects.matching(actions=codes_of("referral.send"))
    [row] = read(entries.filter(about("iv 2026 7f3k9q")))

    assert row.target == "invio IV-2026-7F3K9Q"
    assert row.sentence == "Ha inviato un bisogno ai servizi"
