"""The people of ``make fault-test`` go by the real pages: when these change, they must change too."""

from types import SimpleNamespace
from uuid import UUID

import pytest

from board.models import BoardNote
from faults import crowd, people
from faults.ledger import Ledger
from forces.models import ForceCount
from interventions.models import Intervention, PlacePhoto
from reports.models import Report


@pytest.fixture
def person(live_server, programme, settings, monkeypatch):
    """Return a function that lets one of the people do their thing once; it gives the ledger."""
    settings.REPORT_LIMITS = {**settings.REPORT_LIMITS, "minimum_seconds": 0}
    monkeypatch.setattr(crowd, "close_old_connections", lambda: None)
    monkeypatch.setattr(people.time, "sleep", lambda seconds: None)

    def who(kind):
        house = SimpleNamespace(origin=live_server.url)
        return kind(house, Ledger(), crowd.sign_in, 1)

    def one(kind):
        somebody = who(kind)
        somebody.do()
        ledger = somebody.ledger
        assert not ledger.surprises and ledger.accepted == {kind.kind: 1}
        return ledger

    one.who = who
    return one


def test_what_each_of_them_sends_is_accepted_and_written_down(person):
    [(draft, (email, photos))] = person(people.Citizen).reports.items()
    report = Report.objects.get()
    assert (str(report.draft_key), report.email) == (draft, email)
    assert report.photos.count() == photos == 1

    street = person(people.Phone)
    outing, photo = Intervention.objects.get(), PlacePhoto.objects.get()
    [counted] = outing.tallies.values_list("count", flat=True)
    assert street.outings == {str(outing.client_id): counted}
    assert street.place_photos == {str(UUID(str(photo.pk)))}

    assert person(people.Writer).notes == {BoardNote.objects.get().text}

    counts = person(people.Importer).counts
    assert counts == dict(ForceCount.objects.values_list("month", "count"))


def test_who_imports_again_what_was_imported_and_not_answered_is_told_so(person):
    importer = person.who(people.Importer)
    data = people.COUNTS.format(month="10/2025", count=4).encode()

    assert [importer.bring(data), importer.bring(data)] == [True, True]
