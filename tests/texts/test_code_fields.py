"""Wherever a code is asked, it is found however people typed, pasted or dictated it."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from accounts.targets import about
from interventions.forms.report_codes import reports_of_codes
from interventions.models import Intervention
from reports.forms.desk import MergeForm
from reports.models import Report
from tests.accounts.factories import AuditEntryFactory
from tests.interventions.factories import InterventionFactory
from tests.reports.factories import ReportFactory

# how people write XX-2026-ABCDEF: {p}refix, {y}ear, {o} the year with letters, {s}igns, {c}ode
WAYS = [
    "{c}",
    "{p} {y} {s}",
    "{p}\u00a0{y}\u2011{s}",
    "{p} dash {y} trattino {s}",
    "codice: {c}.",
    "https://portale.example/operatori/cose/{c}/?a=1#b",
    "https://portale.example/{c}/" + "a" * 60,
    "{p}/{o}/{s}",
]
ADDRESSES = ["{c}", "{p} {y} {s}", "{p}–{y}–{s}", "{p}{y}{s}", "{p}_{y}.{s}"]


def written(way, code):
    prefix, year, signs = code.lower().split("-")
    spelled = year.replace("0", "O")
    return way.format(c=code.lower(), p=prefix, y=year, o=spelled, s=signs)


@pytest.fixture
def report(programme):
    return ReportFactory(published=True)


@pytest.fixture
def outing(programme):
    return InterventionFactory()


@pytest.mark.parametrize("way", WAYS)
def test_of_a_report(client, officer, client_as, report, way):
    typed, desk = written(way, report.code), client_as("officer")

    followed = client.post(reverse("report_follow"), {"code": typed})
    queue = desk.get(reverse("report_queue"), {"q": typed})
    planned = desk.get(reverse("intervention_plan"), {"segnalazione": typed})
    merged = MergeForm(
        {"into": typed}, row=ReportFactory(), user=officer, name="unisci"
    )
    merged.full_clean()

    assert followed.status_code == 302 and report.code in followed.url
    assert [row.code for row in queue.context["page"].rows] == [report.code]
    assert planned.context["form"]["report_codes"].value() == report.code
    assert merged.cleaned_data["into"] == report
    assert reports_of_codes(typed, officer) == [report]
    assert Report.objects.search(typed).get() == report


@pytest.mark.parametrize("way", WAYS)
def test_of_an_outing(client_as, outing, way):
    typed, desk = written(way, outing.code), client_as("officer")

    listed = desk.get(reverse("intervention_list"), {"q": typed})
    sent = desk.get(reverse("referral_create"), {"intervento": typed})

    assert [row.code for row in listed.context["page"].rows] == [outing.code]
    assert sent.status_code == 200
    assert Intervention.objects.search(typed).get() == outing


@pytest.mark.parametrize("way", WAYS)
def test_of_anything_in_the_trail(report, way):
    entry = AuditEntryFactory(target_type="reports.report", target_id=str(report.pk))

    assert AuditEntry.objects.filter(about(written(way, report.code))).get() == entry


@pytest.mark.parametrize("way", ADDRESSES)
def test_in_an_address(client_as, report, outing, way):
    desk = client_as("officer")

    for name, code in [
        ("report_detail", report.code),
        ("intervention_detail", outing.code),
    ]:
        address = reverse(name, args=[code]).replace(code, written(way, code))
        assert desk.get(address).status_code == 200
