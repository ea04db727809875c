"""The clock of a phone: set to another zone, put right half way, in the nights when it is moved."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.interventions.factories import InterventionFactory
from tests.interventions.street import (
    begin,
    ready,
    rows,
    save,
    sent,
    the_only_one,
    visit,
)
from tests.moments import ROME, moment
from texts.hours import instants

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MINUTES = "(words) => import('/static/js/field/wall.js').then(({ instants }) => instants(words))"


def now_on_the_wall(ago=timedelta(0)):
    return f"{(timezone.now() - ago).astimezone(ROME):%Y-%m-%dT%H:%M}"


def write_down(page, starts, ends):
    visit(page, "#/dopo")
    page.get_by_label("Inizio").fill(starts)
    page.get_by_label("Fine").fill(ends)
    page.get_by_label("Fine").blur()


@pytest.mark.parametrize("zone", ["Europe/London", "Pacific/Auckland"])
def test_a_phone_of_another_zone_shows_and_types_the_hours_of_cremona(
    street, cast, zone
):
    planned = InterventionFactory(
        crew=cast, starts_at=timezone.now() + timedelta(minutes=50)
    )
    page = street(cast[0], zone=zone)
    expect(page.get_by_role("button", name="Inizia")).to_contain_text(
        f"{planned.starts_at.astimezone(ROME):%H:%M}"
    )
    start, end = (now_on_the_wall(timedelta(minutes=m)) for m in (90, 30))
    write_down(page, start, end)
    page.get_by_role("button", name="Piazza Roma").click()
    expect(page.get_by_text("Iniziata")).to_contain_text(start[-5:])
    save(page)

    sent(page)
    row = type(planned).objects.exclude(pk=planned.pk).get()
    assert f"{row.starts_at.astimezone(ROME):%Y-%m-%dT%H:%M}" == start
    assert f"{row.ends_at.astimezone(ROME):%Y-%m-%dT%H:%M}" == end


def test_the_phone_reads_an_hour_as_the_portal_does(street, cast):
    page = street(cast[0], zone="Europe/London")

    for day in ["2026-10-25", "2027-10-31", "2026-03-29", "2027-03-28", "2026-07-01"]:
        for hour in ["00:00", "01:59", "02:00", "02:30", "02:59", "03:00", "23:59"]:
            words = moment(f"{day}T{hour}")
            ours = [
                f"{one:%Y-%m-%dT%H:%M}" for one in instants(words.date(), words.time())
            ]
            theirs = page.evaluate(MINUTES, f"{day}T{hour}")
            assert [one[:16] for one in theirs] == ours


def test_an_hour_that_comes_twice_is_asked_on_the_phone_and_one_skipped_is_refused(
    street, cast
):
    page = street(cast[0])
    write_down(page, "2026-03-29T02:30", "2026-03-29T05:00")
    expect(page.get_by_role("alert")).to_contain_text("non esistono")
    page.get_by_role("button", name="Piazza Roma").click()
    expect(page.get_by_label("Inizio")).to_be_focused()
    expect(page.get_by_role("alert")).to_be_in_viewport()
    assert rows(page) == []

    write_down(page, "2026-10-25T02:30", "2026-10-25T04:00")
    expect(page.get_by_role("alert")).to_contain_text("ci sono due volte")
    page.get_by_role("button", name="Dopo il cambio dell’ora").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Piazza Roma").click()
    save(page)

    sent(page)
    assert the_only_one().minutes == 90


def test_an_outing_of_seconds_on_a_clock_put_right_meanwhile_lasts_no_hours(
    street, cast
):
    page = street(cast[0], shift=-120)
    begin(page)

    page.evaluate("window.shift = 0")
    save(page)

    sent(page)
    row = the_only_one()
    assert row.minutes <= 2
    assert timezone.now() - row.starts_at < timedelta(minutes=3)


@pytest.mark.parametrize("shift", [-120, 120])
def test_so_without_a_network_from_its_start_to_its_end(street, cast, shift):
    page = street(cast[0], shift=shift)
    page.context.set_offline(True)
    begin(page)
    page.evaluate("window.shift = 0")
    save(page)

    page.context.set_offline(False)
    sent(page)

    row = the_only_one()
    assert row.minutes <= 2
    assert abs(timezone.now() - row.starts_at) < timedelta(minutes=3)


def test_so_when_the_page_was_closed_meanwhile(street, cast):
    page = street(cast[0], shift=-120)
    begin(page)
    sent(page)
    page.context.add_init_script("window.shift = 0")

    page.reload()
    ready(page)
    save(page)

    sent(page)
    row = the_only_one()
    assert row.minutes <= 2
    assert timezone.now() - row.starts_at < timedelta(minutes=3)
