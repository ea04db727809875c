"""Two hands that write of the same people at the same instant, on a database that lets them."""

import threading
import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.utils import timezone

from interventions.models import Intervention, Status
from interventions.services import merging
from interventions.services.approval import approve_intervention
from tests.interventions.factories import InterventionFactory
from tests.interventions.phone import outing, put

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True)]
TIMES = 4  # the instant is not always the same


def together(*hands):
    """Let ``hands`` begin at one instant; return what each raised, or None."""
    start, found = threading.Barrier(len(hands)), []

    def run(hand):
        start.wait()
        try:
            hand()
            found.append(None)
        except Exception as error:
            found.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[hand]) for hand in hands]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return found


@pytest.fixture
def phones(programme, client_as, officer, educator):
    """Return two functions that send an outing of both people, each from its own phone."""

    def phone(role, person):
        client = client_as(role)

        def send(client_id, **more):
            crew = [officer.pk, educator.pk]
            answer = put(client, outing(person, crew=crew, **more), client_id)
            assert answer.status_code in (200, 201), answer.content

        return send

    return phone("officer", officer), phone("educator", educator)


def counted_minutes():
    rows = Intervention.objects.live()
    return sum(row.officer_minutes for row in rows)


def test_two_phones_that_sync_together_count_nobody_twice(phones):
    for _ in range(TIMES):
        Intervention.objects.all().delete()
        ids = [uuid.uuid4(), uuid.uuid4()]
        began = timezone.now() - timedelta(hours=2)
        sends = [
            partial(send, one, started_at=began.isoformat())
            for send, one in zip(phones, ids, strict=True)
        ]

        errors = together(*sends)

        assert errors == [None, None]
        assert Intervention.objects.count() == 2 and counted_minutes() == 90


def test_two_phones_that_go_on_with_their_own_do_not_wait_for_each_other(phones):
    ids = [uuid.uuid4(), uuid.uuid4()]
    for send, one in zip(phones, ids, strict=True):
        send(one, ended=False)

    for revision in range(2, 2 + TIMES):
        sends = [
            partial(send, one, revision=revision, minutes=60 + revision)
            for send, one in zip(phones, ids, strict=True)
        ]

        errors = together(*sends)

        assert errors == [None, None]

    longest = max(row.minutes for row in Intervention.objects.all())
    assert longest <= counted_minutes() <= longest + 1  # the seconds between the two


def test_a_phone_and_who_merges_at_the_same_instant_lose_nothing(phones, officer):
    nine = [{"what": "contatti", "count": 9}]
    for _ in range(TIMES):
        ids = [uuid.uuid4(), uuid.uuid4()]
        for send, one in zip(phones, ids, strict=True):
            send(one, ended=False)
        rows = [Intervention.objects.get(client_id=one) for one in ids]

        errors = together(
            partial(merging.merge_outings, rows[1], other=rows[0], by=officer),
            partial(phones[1], ids[1], revision=2, tallies=nine),
        )

        assert errors == [None, None]
        [stays] = Intervention.objects.live().filter(client_id__in=ids)
        assert stays.tallies.get().count == 13
        Intervention.objects.filter(pk=stays.pk).update(
            status=Status.CANCELLED, cancelled_because="Prova"
        )


def test_what_counted_twice_is_counted_again_when_it_is_kept_apart_or_approved(
    officer, educator
):
    """As two transactions that never saw each other left them."""
    rows = [InterventionFactory(ended=True, crew=[person]) for person in (officer,) * 2]
    Intervention.objects.update(officer_minutes=120)

    merging.keep_apart(rows[0], other=rows[1], reason="Due pattuglie", by=officer)
    assert counted_minutes() == 120

    Intervention.objects.update(officer_minutes=120)
    approve_intervention(Intervention.objects.get(pk=rows[1].pk), by=officer)
    assert counted_minutes() == 120
