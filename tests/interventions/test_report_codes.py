"""The codes of reports typed on a plan or on a sheet: one rule for both."""

import pytest
from django import forms

from interventions.forms.planning import PlanForm
from interventions.forms.report_codes import reports_of_codes
from tests.reports.factories import ReportFactory


def test_a_plan_takes_as_many_codes_as_a_sheet(programme, user_as):
    codes = [report.code for report in ReportFactory.create_batch(20)]
    form = PlanForm({"report_codes": "; ".join(codes)}, user=user_as("officer"))

    form.is_valid()

    assert "report_codes" not in form.errors
    assert {r.code for r in form.cleaned_data["report_codes"]} == set(codes)


def test_one_more_than_a_record_holds_is_refused(db, user_as):
    with pytest.raises(forms.ValidationError, match="Al massimo 20"):
        reports_of_codes("CR-2026-ABCDEF " * 21, user_as("officer"))


def test_every_code_of_no_report_is_named(db, user_as):
    known = ReportFactory().code

    with pytest.raises(forms.ValidationError) as refused:
        reports_of_codes(f"{known.lower()},CR-2026-ZZZZZZ pippo", user_as("officer"))

    assert "il codice CR-2026-ZZZZZZ, pippo:" in refused.value.message


@pytest.mark.parametrize("typed", ["", " ;, "])
def test_no_code_is_no_report(db, user_as, typed):
    assert reports_of_codes(typed, user_as("officer")) == []
