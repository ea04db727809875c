import logging
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from indicators import measures, tasks
from indicators.models import DailyCount, Measure, Watermark
from jobs.models import JobRun
from reports.models import Report, Status
from tests.indicators.factories import make_reports, stored

DAY = date(2026, 11, 16)
NEXT = date(2026, 11, 17)
QUERIES = (
    48  # of a refresh: four sources, each in its transaction, and the public months
)


def age_watermark(**ago):
    """Pretend that the last refresh was some time ago."""
    Watermark.objects.update(seen_until=timezone.now() - timedelta(**ago))


def age_reports(**ago):
    Report.objects.update(updated_at=timezone.now() - timedelta(**ago))


def test_the_first_refresh_counts_every_day_place_and_category(roma):
    make_reports(2, on=DAY, hotspot=roma, category="rifiuti")
    make_reports(1, on=DAY, hotspot=roma, category="alcol")
    make_reports(3, on=NEXT, category="alcol")

    measures.refresh()

    assert stored() == {
        (DAY, "piazza-roma", "rifiuti"): 2,
        (DAY, "piazza-roma", "alcol"): 1,
        (DAY, "piazza-roma", ""): 3,
        (NEXT, None, "alcol"): 3,
        (NEXT, None, ""): 3,
    }


def test_a_new_report_is_counted_at_the_next_refresh(roma):
    make_reports(2, on=DAY, hotspot=roma)
    measures.refresh()
    make_reports(1, on=DAY, hotspot=roma)

    measures.refresh()

    assert stored()[DAY, "piazza-roma", ""] == 3


def test_a_refresh_reads_only_the_days_touched_since_the_watermark(roma):
    make_reports(1, on=DAY, hotspot=roma)
    age_reports(hours=2)
    measures.refresh()
    DailyCount.objects.update(value=99)
    make_reports(1, on=NEXT, hotspot=roma)

    measures.refresh()

    assert stored()[DAY, "piazza-roma", ""] == 99
    assert stored()[NEXT, "piazza-roma", ""] == 1


def test_refreshing_twice_gives_the_same_and_the_second_writes_no_figure(roma):
    make_reports(4, on=DAY, hotspot=roma)
    measures.refresh()
    first, version = stored(), Watermark.objects.get(measure=Measure.REPORTS).version

    assert measures.refresh() == 0

    assert stored() == first
    assert Watermark.objects.get(measure=Measure.REPORTS).version == version


def test_a_refresh_with_nothing_new_still_says_when_it_looked(programme):
    measures.refresh()
    age_watermark(minutes=7)
    Watermark.objects.update(computed_at=timezone.now() - timedelta(minutes=7))

    measures.refresh()

    assert timezone.now() - Watermark.objects.get(
        measure=Measure.REPORTS
    ).computed_at < timedelta(minutes=1)


def test_a_report_committed_late_is_counted(roma):
    """Its transaction was open during the last refresh: it is dated before the watermark."""
    measures.refresh()
    make_reports(1, on=DAY, hotspot=roma)
    age_reports(minutes=4)

    measures.refresh()

    assert stored()[DAY, "piazza-roma", ""] == 1


def test_a_report_moved_to_another_place_is_recounted_on_both(roma, marconi):
    [report, _] = make_reports(2, on=DAY, hotspot=roma)
    measures.refresh()
    age_watermark(minutes=30)
    age_reports(minutes=40)

    report.hotspot = marconi
    report.save()
    measures.refresh()

    assert stored()[DAY, "piazza-roma", ""] == 1
    assert stored()[DAY, "piazza-marconi", ""] == 1


def test_the_row_of_a_place_left_without_reports_goes_away(roma, marconi):
    [report] = make_reports(1, on=DAY, hotspot=roma)
    measures.refresh()

    report.hotspot = marconi
    report.save()
    measures.refresh()

    assert {slug for _, slug, _ in stored()} == {"piazza-marconi"}


def test_a_merged_report_still_counts_as_a_citizens_voice(roma):
    [kept, merged] = make_reports(2, on=DAY, hotspot=roma, closed=False)
    measures.refresh()

    merged.status, merged.merged_into = Status.MERGED, kept
    merged.save()
    measures.refresh()

    assert stored()[DAY, "piazza-roma", ""] == 2
    assert stored(Measure.OPEN)[timezone.localdate(), "piazza-roma", ""] == 1


def test_open_and_late_reports_are_todays_snapshot(roma):
    today = timezone.localdate()
    make_reports(2, on=today, hotspot=roma, closed=False, due_on=today)
    make_reports(
        1, on=DAY, hotspot=roma, closed=False, due_on=today - timedelta(days=1)
    )
    make_reports(5, on=DAY, hotspot=roma, due_on=DAY)

    measures.refresh()

    assert stored(Measure.OPEN) == {(today, "piazza-roma", ""): 3}
    assert stored(Measure.LATE) == {(today, "piazza-roma", ""): 1}


def test_yesterdays_snapshot_stays(roma, stop_clock):
    stop_clock("2026-11-16 23:58")
    make_reports(2, on=DAY, hotspot=roma, closed=False)
    measures.refresh()
    stop_clock("2026-11-17 00:01")
    Report.objects.update(status=Status.CLOSED, outcome="risolta")

    measures.refresh()

    assert stored(Measure.OPEN) == {(DAY, "piazza-roma", ""): 2}


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-15 23:30:00+00:00", date(2026, 11, 16)),  # half past midnight in Rome
        (
            "2026-03-28 23:30:00+00:00",
            date(2026, 3, 29),
        ),  # the night the clock jumps on
        ("2026-10-24 22:30:00+00:00", date(2026, 10, 25)),  # the night it falls back
        ("2026-10-25 22:59:00+00:00", date(2026, 10, 25)),  # a day of 25 hours
    ],
)
def test_todays_snapshot_follows_the_day_of_rome(roma, stop_clock, moment, day):
    stop_clock(moment)
    make_reports(1, on=day, hotspot=roma, closed=False)

    measures.refresh()

    assert stored(Measure.OPEN) == {(day, "piazza-roma", ""): 1}


def test_a_nightly_recompute_finds_nothing_after_a_refresh(roma):
    make_reports(3, on=DAY, hotspot=roma)
    measures.refresh()

    assert measures.recompute() == (0, 0)


def test_a_nightly_recompute_mends_and_reports_what_the_refresh_missed(roma, caplog):
    make_reports(3, on=DAY, hotspot=roma)
    measures.refresh()
    age_reports(hours=1)
    DailyCount.objects.filter(category="").update(value=7)

    with caplog.at_level(logging.WARNING, logger="indicators.measures"):
        assert measures.recompute() == (1, 1)

    assert stored()[DAY, "piazza-roma", ""] == 3
    assert "1 rows differed unexpectedly, days 2026-11-16 to 2026-11-16" in caplog.text


def test_a_nightly_recompute_does_not_warn_of_a_report_just_received(roma, caplog):
    measures.refresh()
    make_reports(1, on=DAY, hotspot=roma)

    assert measures.recompute() == (2, 0)

    assert caplog.text == ""


def test_a_nightly_recompute_takes_away_rows_of_reports_that_are_gone(roma):
    make_reports(1, on=DAY, hotspot=roma)
    measures.refresh()
    Report.objects.all().delete()

    assert measures.recompute() == (2, 2)

    assert stored() == {}


def test_the_tasks_leave_a_job_run_that_says_what_they_did(roma):
    make_reports(1, on=DAY, hotspot=roma)

    tasks.refresh()
    tasks.recompute()

    assert list(
        JobRun.objects.order_by("pk").values_list("name", "state", "detail")
    ) == [
        ("indicators.refresh", "done", "2 righe scritte"),
        ("indicators.recompute", "done", "0 righe diverse, 0 inattese"),
    ]


@pytest.mark.parametrize("reports", [1, 200])
def test_a_refresh_asks_the_same_of_the_database_for_one_report_or_many(
    roma, reports, django_assert_max_num_queries
):
    measures.refresh()
    for number in range(reports):
        make_reports(1, on=DAY + timedelta(days=number), hotspot=roma)

    first_months = 2  # the public numbers of the months before, written once
    with django_assert_max_num_queries(QUERIES + first_months):
        measures.refresh()


def test_refresh_counts_with_one_grouped_query(roma, django_assert_max_num_queries):
    measures.refresh()  # the month's public numbers too, written once
    make_reports(1, on=DAY, hotspot=roma)

    with django_assert_max_num_queries(QUERIES) as captured:
        measures.refresh()

    grouped = [
        q["sql"]
        for q in captured
        if "received_on" in q["sql"] and "GROUP BY" in q["sql"]
    ]
    assert len(grouped) == 1


@pytest.mark.django_db(transaction=True)
def test_two_refreshes_at_once_store_every_figure_once(roma):
    from threading import Barrier, Thread

    make_reports(3, on=DAY, hotspot=roma)
    start, failures = Barrier(2), []

    def run():
        try:
            start.wait()
            measures.refresh()
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert stored()[DAY, "piazza-roma", ""] == 3
