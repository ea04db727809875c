"""The chain of the trail: who rewrites a row is found, who erases one in its time is not."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts import chain
from accounts.models import ERASED, AuditEntry, TrailLink
from accounts.retention import erase_readings
from accounts.services import record
from tests.accounts.factories import AuditEntryFactory, UserFactory
from tests.accounts.trail_rewriting import as_database_administrator
from tests.interventions.test_same_instant import together
from tests.jobs.factories import JobRunFactory

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
READ = "report.read"
REFUSAL = "append-only"


@pytest.fixture
def rows():
    """Return four rows of the trail, that have joined the chain."""
    made = [
        AuditEntryFactory(action="x", before={"b": 1, "a": ["é"]}, after={"x": 1.5})
        for _ in range(4)
    ]
    assert chain.join() == 4
    return made


def checked(*head):
    out = StringIO()
    call_command("check_trail", *head, stdout=out, stderr=out)
    return out.getvalue()


def test_a_link_is_what_the_canonical_form_says():
    at = datetime(2026, 12, 1, 4, 50, tzinfo=UTC)
    row = AuditEntryFactory.build(
        pk=7, at=at, actor=None, actor_label="È lei", before={"b": 1.5, "a": [None]}
    )
    link = TrailLink(number=1, entry_id=7, salt="0f" * 16)

    digest = chain._digest(link.salt, row)
    link.digest = "d"

    said = rb'[null,"\u00c8 lei","1",{"a":[null],"b":1.5},{}]'
    assert digest == hmac.new(b"\x0f" * 16, said, "sha256").hexdigest()
    fixed = (
        f'["{"0" * 64}",1,7,"2026-12-01T04:50:00.000000Z",'
        '"accounts.role_changed","accounts.user","d"]'
    )
    found = chain._hash(link, chain.BEGINNING, row)
    assert found == hashlib.sha256(fixed.encode()).hexdigest()


def test_rows_join_once_in_their_order_and_the_chain_is_whole(rows):
    assert chain.join() == 0
    late = AuditEntryFactory()

    assert chain.outside() == 1
    assert "1 rows have not joined" in checked()
    assert chain.join() == 1

    links = list(TrailLink.objects.values_list("number", "entry_id"))
    assert links == list(enumerate([row.pk for row in [*rows, late]], start=1))
    assert chain.check() is None
    assert f"Its head: {chain.head()}" in checked(chain.head())


def test_an_empty_trail_is_whole():
    assert chain.join() == 0
    assert checked(chain.head())


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE accounts_auditentry SET actor_label = 'x'", "does not say what"),
        ("UPDATE accounts_auditentry SET target_id = '99'", "does not say what"),
        ("UPDATE accounts_auditentry SET after = '{}'", "does not say what"),
        ("UPDATE accounts_auditentry SET action = 'y'", "is not what it was"),
        ("DELETE FROM accounts_auditentry", "is missing"),
    ],
)
def test_the_first_row_that_was_touched_is_named(rows, statement, what):
    second, third = rows[1:3]
    with as_database_administrator() as cursor:
        cursor.execute(f"{statement} WHERE id IN ({second.pk}, {third.pk})")

    with pytest.raises(CommandError, match=f"Link 2 does not fit: .*{what}"):
        checked()
    with as_database_administrator() as cursor:  # for the foreign keys of the end
        cursor.execute("DELETE FROM accounts_traillink")


def test_a_link_that_was_taken_away_is_named(rows):
    with as_database_administrator() as cursor:
        cursor.execute("DELETE FROM accounts_traillink WHERE number = 3")

    with pytest.raises(CommandError, match="Link 3 does not fit: it is missing"):
        checked()


def test_who_rewrites_a_row_and_all_after_it_is_found_by_the_head_that_was_kept(rows):
    kept = chain.head()
    with as_database_administrator() as cursor:
        cursor.execute(
            "UPDATE accounts_auditentry SET actor_label = 'x' WHERE id = %s",
            [rows[1].pk],
        )
        cursor.execute("DELETE FROM accounts_traillink WHERE number > 1")
    chain.join(all_rows=True)

    assert checked()  # all fits together again
    with pytest.raises(CommandError, match="Link 4 .* since the head was kept"):
        checked(f"2026-12-01T04:50:00+01:00 {kept}")


def test_who_cuts_the_end_of_the_trail_is_found_by_the_head_that_was_kept(rows):
    kept = chain.head()
    with as_database_administrator() as cursor:
        cursor.execute("DELETE FROM accounts_traillink WHERE number > 2")

    with pytest.raises(CommandError, match="Link 3 does not fit: it is missing"):
        checked(*kept.split())


def test_what_is_no_head_is_said():
    with pytest.raises(CommandError, match="'ieri' is not one"):
        checked("ieri")


def test_a_reading_is_erased_in_its_time_and_the_chain_holds(settings):
    settings.READING_MONTHS = 24
    old = timezone.now() - timedelta(days=800)
    person = UserFactory()
    gone = AuditEntryFactory(action=READ, actor=person, at=old)
    act, new = AuditEntryFactory(at=old), AuditEntryFactory(action=READ)
    chain.join()
    kept = chain.head()

    assert [erase_readings(JobRunFactory()) for _ in range(2)] == [1, 0]
    chain.join()

    left = AuditEntry.objects.filter(target_id="")
    assert [row.pk for row in left] == [gone.pk]
    assert {name: getattr(left[0], name) for name in ERASED} == ERASED
    assert TrailLink.objects.get(entry=gone).salt == ""
    assert chain.check(whole=_read(kept)) is None
    assert {act.pk, new.pk} <= set(
        AuditEntry.objects.exclude(target_id="").values_list("pk", flat=True)
    )
    assert AuditEntry.objects.get(action=chain.ERASURE).after["readings"] == 1


def _read(head):
    number, digest = head.split()
    return int(number), digest


def test_an_erasure_that_the_trail_does_not_tell_is_a_break(rows):
    AuditEntry.objects.filter(pk=rows[2].pk).update(**ERASED)
    TrailLink.objects.filter(entry=rows[2]).update(salt="")

    with pytest.raises(CommandError, match="Link 3 .*no erasure of the trail tells it"):
        checked()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_traillink SET hash = ''",
        "UPDATE accounts_traillink SET salt = '', digest = ''",
        "UPDATE accounts_traillink SET number = number + 10",
        "DELETE FROM accounts_traillink",
        "UPDATE accounts_auditentry SET actor_id = NULL, actor_label = ''",
    ],
)
def test_the_database_refuses_all_but_a_whole_erasure(rows, statement):
    with (
        pytest.raises(DatabaseError, match=REFUSAL),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_many_who_write_and_let_rows_in_at_the_same_instant_make_one_chain():
    person = UserFactory()

    def write():
        for _ in range(5):
            record("x", person, by=person)
            chain.join()

    assert together(*[write] * 4) == [None] * 4
    chain.join(all_rows=True)

    numbers = list(TrailLink.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 21))
    assert chain.check() is None
