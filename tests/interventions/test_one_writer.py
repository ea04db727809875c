"""The row of an outing has one writer: what it does is in the history, with a new version."""

import pytest
from django.conf import settings

from interventions.models import Intervention
from tests.interventions.factories import InterventionFactory
from tests.one_writer import AnotherWriter

WRITES = [
    "outing.save()",
    "patrol = outing; patrol.save(update_fields=['version'])",
    "outing.delete()",
    "rows.update(version=9)",
    "rows.filter(pk=outing.pk).delete()",
    "rows.bulk_update([outing], ['version'])",
    "rows.get_or_create(code='IN-2026-ZZZZZZ', day=outing.day, starts_at=outing.starts_at)",
    "type(outing).objects.create(code='IN-2026-ZZZZZZ', day=outing.day)",
]


def run(source, file, **names):
    exec(compile(source, settings.BASE_DIR / file, "exec"), names)


@pytest.mark.django_db
@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize(
    "file", ["board/services.py", "interventions/services/sheet.py"]
)
def test_no_other_file_of_the_portal_writes_an_outing(write, file):
    outing = InterventionFactory()

    with pytest.raises(AnotherWriter, match=file):
        run(write, file, outing=outing, rows=Intervention.objects.all())


@pytest.mark.django_db
def test_the_lifecycle_and_the_tests_do():
    outing = InterventionFactory()

    run("outing.save()", "interventions/record/lifecycle.py", outing=outing)
    outing.save()
