"""What changing a place or an event writes, and what it refuses."""

from datetime import date

import pytest

from accounts.models import AuditEntry
from hotspots.boundary_warnings import boundary_warnings
from hotspots.models import Event, Hotspot
from hotspots.services import (
    ChangedMeanwhile,
    create_hotspot,
    delete_event,
    save_event,
    update_hotspot,
)
from jobs.models import Outbox
from tests.hotspots.factories import (
    AliasFactory,
    EventFactory,
    HotspotFactory,
    square,
)


@pytest.fixture
def coordinator(user_as):
    return user_as("coordinator")


def values(**changes):
    return {
        "name": "Piazza Lodi",
        "kind": Hotspot.Kind.COMPARISON,
        "description": "",
        "description_en": "",
        "ring": square(),
        "buffer_m": 25,
        "boundary_source": "Mappa catastale",
        "boundary_source_en": "",
        "accuracy_m": 10,
        "verified_on": date(2026, 11, 2),
        "aliases": [],
        **changes,
    }


def last_entry():
    return AuditEntry.objects.latest("pk")


def test_a_new_place_gets_its_address_its_centre_and_a_row_in_the_trail(coordinator):
    spot = create_hotspot(
        by=coordinator, **values(aliases=["P.zza Lodi", "piazza lodi"])
    )

    assert spot.slug == "piazza-lodi"
    assert (spot.latitude, spot.longitude) == pytest.approx((45.1352, 10.0290))
    assert [alias.normalised for alias in spot.aliases.all()] == ["piazza lodi"]
    entry = last_entry()
    assert (entry.action, entry.actor) == ("hotspots.hotspot_created", coordinator)
    assert entry.after["verified_on"] == "2026-11-02"


@pytest.mark.parametrize(
    "name, slug",
    [
        ("Piazza Lodi", "piazza-lodi-2"),
        ("Nuovo", "nuovo-2"),
        ("Cerca", "cerca-2"),
        ("中央", "senza-nome"),
        ("x" * 80, "x" * 40),
    ],
)
def test_an_address_is_free_and_never_that_of_a_form(coordinator, name, slug):
    HotspotFactory(slug="piazza-lodi")

    assert create_hotspot(by=coordinator, **values(name=name)).slug == slug


def test_a_moved_boundary_moves_the_centre_and_the_trail_keeps_both(coordinator):
    spot = HotspotFactory()
    moved = square(45.14, 10.03)

    saved = update_hotspot(
        spot, by=coordinator, seen=spot.updated_at, **values(ring=moved)
    )

    saved.refresh_from_db()
    assert saved.ring == moved
    assert (saved.latitude, saved.longitude) == pytest.approx((45.14, 10.03))
    entry = last_entry()
    assert entry.before["ring"] == spot.ring
    assert entry.after["ring"] == moved
    assert "kind" not in entry.after  # unchanged


def test_the_administrators_are_told_of_a_moved_boundary_and_of_no_other_change(
    coordinator, user_as
):
    administrator = user_as("admin")
    spot = HotspotFactory()
    renamed = update_hotspot(
        spot, by=coordinator, seen=spot.updated_at, **values(name="Altro nome", buffer_m=spot.buffer_m, ring=spot.ring)
    )  # fmt: skip
    assert not Outbox.objects.exists()

    update_hotspot(
        renamed, by=coordinator, seen=renamed.updated_at, **values(buffer_m=60)
    )

    mail = Outbox.objects.get().payload
    assert mail["to"] == [administrator.email]
    assert "Chi: Coordinator demo" in mail["body"]
    assert "Altro nome" in mail["body"] and "→ 60" in mail["body"]


def test_aliases_are_exactly_those_given(coordinator):
    spot = HotspotFactory()
    AliasFactory(hotspot=spot, text="Vecchio nome")
    kept = AliasFactory(hotspot=spot, text="piazza lodi")

    update_hotspot(
        spot,
        by=coordinator,
        seen=spot.updated_at,
        **values(aliases=["Piazza Lodi", "!!", "giardinetti"]),
    )

    assert sorted(spot.alias_texts()) == ["Piazza Lodi", "giardinetti"]
    assert spot.aliases.filter(pk=kept.pk).exists()
    assert last_entry().before["aliases"] == ["Vecchio nome", "piazza lodi"]


def test_who_opened_an_older_version_is_told(coordinator):
    spot = HotspotFactory(name="Primo nome")
    opened = spot.updated_at
    update_hotspot(spot, by=coordinator, seen=opened, **values(name="Secondo nome"))

    with pytest.raises(ChangedMeanwhile) as meanwhile:
        update_hotspot(spot, by=coordinator, seen=opened, **values(name="Terzo nome"))

    assert meanwhile.value.current.name == "Secondo nome"
    assert Hotspot.objects.get().name == "Secondo nome"


def test_an_event_is_made_changed_and_deleted_with_a_trail(coordinator):
    spot = HotspotFactory(slug="piazza-lodi")
    facts = {
        "until": None,
        "title": "Nuove luci",
        "title_en": "New lights",
        "description": "",
        "source": "",
    }

    event = save_event(by=coordinator, on=date(2026, 1, 7), hotspots=[spot], **facts)
    made = last_entry()
    changed = save_event(
        event, by=coordinator, on=date(2026, 1, 8), hotspots=[], **facts
    )
    edited = last_entry()
    delete_event(changed, by=coordinator)

    assert made.action == "hotspots.event_created"
    assert made.after["hotspots"] == ["piazza-lodi"]
    assert (edited.before["on"], edited.after["on"]) == ("2026-01-07", "2026-01-08")
    assert edited.after["hotspots"] == []
    assert last_entry().action == "hotspots.event_deleted"
    assert not Event.objects.exists()


def test_two_events_of_one_title_have_two_addresses(coordinator):
    EventFactory(slug="nuove-luci")
    facts = {"until": None, "title_en": "", "description": "", "source": ""}

    event = save_event(
        by=coordinator, on=date(2026, 1, 7), title="Nuove luci", hotspots=[], **facts
    )

    assert event.slug == "nuove-luci-2"


def test_a_place_that_overlaps_another_or_shares_a_name_is_pointed_out(db):
    spot = HotspotFactory(name="Uno")
    AliasFactory(hotspot=spot, text="giardinetti")
    other = HotspotFactory(name="Due", ring=square(45.1352, 10.0295))
    AliasFactory(hotspot=other, text="I Giardinetti")
    third = HotspotFactory(name="Tre", ring=square(45.15, 10.03))
    AliasFactory(hotspot=third, text="Giardinetti")

    warnings = boundary_warnings(spot)

    assert len(warnings) == 2
    assert "«Due»" in warnings[0] and "metri quadrati" in warnings[0]
    assert "«Giardinetti» è usato anche per «Tre»" in warnings[1]


def test_places_that_only_touch_do_not_overlap(db):
    spot = HotspotFactory()
    HotspotFactory(ring=square(45.1352, 10.0300))

    assert boundary_warnings(spot) == []


@pytest.mark.parametrize("count", [2, 20])
def test_the_list_asks_the_same_whatever_its_length(
    db, count, django_assert_num_queries
):
    for _ in range(count):
        AliasFactory()

    with django_assert_num_queries(2):
        assert len([s.alias_texts() for s in Hotspot.objects.for_list()]) == count


def test_the_list_starts_with_the_places_of_the_programme(db):
    HotspotFactory(kind=Hotspot.Kind.ADJACENT, order=0)
    HotspotFactory(kind=Hotspot.Kind.PROGRAMME, order=9)
    HotspotFactory(kind=Hotspot.Kind.COMPARISON, order=1)

    kinds = [spot.kind for spot in Hotspot.objects.for_list()]

    assert kinds == ["programma", "confronto", "adiacente"]
