"""Whoever reads the outings reads a merged one once: in the row that stays."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from desk.today import follow_ups_due
from interventions.models import Intervention
from interventions.services import merging
from tests.interventions.factories import FollowUpFactory, InterventionFactory
from tests.reports.factories import ReportFactory


@pytest.fixture
def report(programme):
    return ReportFactory()


@pytest.fixture
def merged(officer, report):
    """Return (the row that stays, the one merged into it), both of this morning."""
    start = timezone.now() - timedelta(hours=3)
    rows = [
        InterventionFactory(
            ended=True, crew=[officer], starts_at=start + timedelta(minutes=minutes)
        )
        for minutes in (0, 5)
    ]
    for row in rows:
        row.reports.add(report)
    FollowUpFactory(intervention=rows[1])
    merging.merge_outings(rows[0], other=rows[1], by=officer)
    return [Intervention.objects.get(pk=row.pk) for row in rows]


PAGES = [
    "intervention_calendar",
    "intervention_calendar?vista=mese",
    "intervention_calendar?vista=elenco",
    "intervention_list",
    "intervention_export",
    "follow_up_list",
    "desk",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_or_a_file_has_the_one_that_stays(merged, client_as, page):
    stays, gone = merged
    name, _, query = page.partition("?")
    query = f"{query}&dal={stays.day}" if "calendar" in name else query

    answer = client_as("officer").get(f"{reverse(name)}?{query}")

    text = b"".join(answer).decode()
    assert answer.status_code == 200
    assert stays.code in text and gone.code not in text


def test_the_page_of_a_report_has_the_one_that_stays(merged, report, client_as):
    stays, gone = merged

    page = client_as("officer").get(reverse("report_detail", args=[report.code]))

    assert stays.code in page.content.decode()
    assert gone.code not in page.content.decode()


def test_where_to_go_back_is_said_once_and_the_minutes_are_of_one(merged):
    stays, gone = merged

    [task] = follow_ups_due(timezone.localdate())

    assert task.intervention == stays
    assert (stays.officer_minutes, gone.officer_minutes) == (125, 0)


def test_taken_apart_each_has_its_minutes_again(merged, officer):
    stays, gone = merged

    merging.separate_outing(gone, by=officer)

    rows = Intervention.objects.in_bulk([stays.pk, gone.pk])
    assert [rows[row.pk].officer_minutes for row in merged] == [120, 5]
