"""Photos of a place: anybody of the crews takes away what should not be there."""

import pytest
from django.urls import reverse

from interventions.models import Approval, PlacePhoto, Service, Status, Step
from interventions.planning.gaps import gaps_of_week
from tests.interventions.factories import InterventionFactory, PlacePhotoFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(user_as):
    outing = InterventionFactory(ended=True, crew=[user_as("officer")])
    return PlacePhotoFactory(intervention=outing)


def remove(client, photo):
    return client.post(reverse("intervention_photo_remove", args=[photo.pk]))


def test_a_photo_taken_away_leaves_no_file_and_a_line_of_history(
    photo, client_as, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = remove(client_as("officer"), photo)

    assert response.status_code == 302
    assert not PlacePhoto.objects.exists()
    assert not photo.image.storage.exists(photo.image.name)
    steps = Step.objects.filter(what=Step.What.PHOTO_REMOVED)
    assert [step.detail for step in steps] == [{"photos": 0}]


def test_an_approved_sheet_is_approved_again(photo, user_as, client_as):
    outing = photo.intervention
    outing.status = Status.APPROVED
    outing.save()
    Approval.objects.create(
        intervention=outing, service=Service.POLICE, by=user_as("officer")
    )

    remove(client_as("officer"), photo)

    outing.refresh_from_db()
    assert outing.status == Status.ENDED and not outing.approvals.exists()


def test_a_second_click_finds_nothing_and_adds_nothing(photo, client_as):
    client = client_as("officer")
    remove(client, photo)

    assert remove(client, photo).status_code == 404
    assert Step.objects.filter(what=Step.What.PHOTO_REMOVED).count() == 1


def test_the_sheet_offers_it(photo, client_as):
    page = client_as("officer").get(
        reverse("intervention_detail", args=[photo.intervention.code])
    )

    assert (
        reverse("intervention_photo_remove", args=[photo.pk]) in page.content.decode()
    )


def test_who_is_there_now_is_no_gap(stop_clock, programme):
    from datetime import date

    from hotspots.models import Hotspot

    stop_clock("2026-11-20 21:30")
    roma = Hotspot.objects.get(slug="piazza-roma")
    outing = InterventionFactory(hotspot=roma, running=True)

    assert gaps_of_week(date(2026, 11, 16), [outing], {("piazza-roma", 4)}) == set()
    assert gaps_of_week(date(2026, 11, 16), [], {("piazza-roma", 4)}) == {
        ("piazza-roma", date(2026, 11, 20))
    }
