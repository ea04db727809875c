"""What a double click asks twice, or two people ask at the same instant, is done once."""

from datetime import date

import pytest

from accounts.models import AuditEntry, Role, User
from accounts.services import PersonRefused, create_person
from hotspots.models import Event, Hotspot
from hotspots.services import create_hotspot, delete_event, save_event
from tests.hotspots.factories import square
from texts.refusals import Refused

pytestmark = pytest.mark.django_db


def test_a_place_asked_twice_is_one(programme, coordinator):
    values = {
        "name": "Piazza Lodi",
        "kind": Hotspot.Kind.COMPARISON,
        "ring": square(),
        "boundary_source": "rilievo",
        "accuracy_m": 5,
    }

    first, again = (
        create_hotspot(**values, aliases=[], by=coordinator) for _ in range(2)
    )

    assert first == again
    other = create_hotspot(
        **values | {"ring": square(half=0.0003)}, aliases=[], by=coordinator
    )
    assert other.slug == "piazza-lodi-2"


def test_an_event_asked_twice_is_one_and_deleted_once(programme, coordinator):
    values = {"on": date(2026, 3, 1), "until": None, "title": "Nuova illuminazione"}

    first, again = (save_event(hotspots=[], by=coordinator, **values) for _ in range(2))
    delete_event(first, by=coordinator)
    delete_event(again, by=coordinator)

    assert first == again
    assert not Event.objects.filter(title=values["title"]).exists()
    deleted = AuditEntry.objects.filter(action="hotspots.event_deleted")
    assert deleted.count() == 1
    with pytest.raises(Refused, match="eliminato"):
        save_event(first, hotspots=[], by=coordinator, **values)


def test_a_person_asked_twice_has_one_account(coordinator):
    asked = {"email": "nuova@example.org", "full_name": "Nuova", "by": coordinator}
    role = Role.objects.first()
    create_person(role=role, **asked)

    with pytest.raises(PersonRefused, match="questa email"):
        create_person(role=role, **asked)

    assert User.objects.filter(email="nuova@example.org").count() == 1


@pytest.mark.parametrize("words", ["\0", "Ro\0ssi"])
def test_a_search_of_people_reads_any_character(client_as, words):
    page = client_as("admin").get("/operatori/persone/", {"cerca": words})

    assert page.status_code == 200
