"""The pages of the coordinator, and the data of the public map."""

import json

import pytest
from django.urls import reverse

from hotspots import rings
from hotspots.models import Event, Hotspot
from hotspots.ring_text import write_ring
from hotspots.views import MEANWHILE
from tests.hotspots.factories import (
    AliasFactory,
    EventFactory,
    HotspotFactory,
    LandmarkFactory,
    square,
)

MOVED = square(45.1352, 10.0231)


@pytest.fixture
def coordinator(client_as):
    return client_as("coordinator")


def typed(spot=None, **changes):
    """What the form of a place sends when somebody only changes a few fields."""
    data = {
        "name": "Piazza Lodi",
        "kind": "confronto",
        "description": "",
        "description_en": "",
        "ring": write_ring(square()),
        "buffer_m": "25",
        "aliases": "",
        "boundary_source": "Mappa catastale",
        "accuracy_m": "10",
        "verified_on": "",
    }
    if spot:
        data |= {"name": spot.name, "kind": spot.kind, "ring": write_ring(spot.ring)}
        data |= {"seen": spot.updated_at.isoformat(), "buffer_m": spot.buffer_m}
    return data | changes


# --- the public map


def test_the_map_shows_the_comune_the_places_and_the_streets(client, programme):
    HotspotFactory(name="Area di confronto")

    answer = client.get(reverse("places_geojson"))

    features = json.loads(answer.content)["features"]
    assert answer["Content-Type"] == "application/geo+json"
    assert {f["properties"]["kind"] for f in features} == {"comune", "luogo", "via"}
    places = [f["properties"] for f in features if f["properties"]["kind"] == "luogo"]
    assert [place["name"] for place in places] == [
        "Piazza Roma",
        "Piazza Marconi",
        "Via degli Orti Romani",
    ]
    assert places[0]["url"] == "/luoghi/piazza-roma/"
    assert b"Area di confronto" not in answer.content
    assert len(answer.content) < 10_000


def test_the_map_holds_names_and_boundaries_and_nothing_else(client, programme):
    features = json.loads(client.get(reverse("places_geojson")).content)["features"]

    assert {key for feature in features for key in feature["properties"]} == {
        "kind",
        "name",
        "source",
        "source_en",
        "url",
        "buffer_m",
        "verified",
    }
    for feature in features:
        rings_ = feature["geometry"]["coordinates"]
        if feature["geometry"]["type"] == "Polygon":
            assert rings_[0][0] == rings_[0][-1]


def test_the_map_is_sent_again_only_when_it_changed(client, programme):
    url = reverse("places_geojson")
    first = client.get(url)

    again = client.get(url, headers={"If-None-Match": first["ETag"]})
    Hotspot.objects.filter(slug="piazza-roma").update(name="Piazza Nuova")
    after = client.get(url, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert after.status_code == 200
    assert "public" in first["Cache-Control"]


def test_the_map_is_empty_before_a_programme_is_loaded(client, db):
    answer = client.get(reverse("places_geojson"))

    assert answer.json()["features"] == [] and answer.json()["streets"] is False


def test_the_map_cannot_be_posted_to(client, db):
    assert client.post(reverse("places_geojson")).status_code == 405


@pytest.mark.parametrize("count", [2, 20])
def test_the_map_asks_four_questions(client, db, count, django_assert_num_queries):
    for _ in range(count):
        HotspotFactory(kind=Hotspot.Kind.PROGRAMME)
        LandmarkFactory()

    with django_assert_num_queries(4):
        client.get(reverse("places_geojson"))


@pytest.mark.parametrize("tiles", ["", "https://tiles.example.org/{z}/{x}/{y}.png"])
def test_a_map_without_a_background_says_so(coordinator, programme, settings, tiles):
    settings.MAP_TILES_URL = tiles

    page = coordinator.get(reverse("hotspot_list")).content.decode()

    assert ("data-map-plain hidden" in page) is bool(tiles)
    assert ("data-background=" in page) is bool(tiles)
    assert tiles in page


# --- who may open the pages


PAGES = [
    ("hotspot_list", []),
    ("hotspot_create", []),
    ("hotspot_edit", ["piazza-roma"]),
    ("event_list", []),
    ("event_create", []),
    ("event_edit", ["presidio-piazza-roma"]),
    ("event_delete", ["presidio-piazza-roma"]),
]


@pytest.mark.parametrize("name, args", PAGES)
def test_only_the_coordinator_edits_places(client, client_as, programme, name, args):
    url = reverse(name, args=args)

    assert client.get(url).status_code == 302
    assert client_as("officer").get(url).status_code == 403
    assert client_as("assessore").post(url).status_code == 403
    assert client_as("coordinator").get(url).status_code == 200


@pytest.mark.parametrize("name", ["hotspot_edit", "event_edit", "event_delete"])
def test_a_place_or_event_that_does_not_exist_is_not_found(coordinator, db, name):
    assert coordinator.get(reverse(name, args=["nessuno"])).status_code == 404


# --- places


@pytest.mark.parametrize("count", [2, 20])
def test_the_list_of_places_asks_a_fixed_number_of_questions(
    coordinator, programme, count, django_assert_max_num_queries
):
    for _ in range(count):
        AliasFactory()
    coordinator.get(reverse("hotspot_list"))

    with django_assert_max_num_queries(9):
        coordinator.get(reverse("hotspot_list"))


def test_the_list_says_which_boundaries_are_indicative(coordinator, programme):
    Hotspot.objects.filter(slug="piazza-roma").update(verified_on="2026-11-02")

    page = coordinator.get(reverse("hotspot_list")).content.decode()

    assert "verificato il 02/11/2026" in page
    assert "indicativo" in page
    assert "Nessuna area di confronto" in page


def test_the_coordinator_draws_a_comparison_area(coordinator, programme):
    answer = coordinator.post(
        reverse("hotspot_create"), typed(aliases="P.zza Lodi\n\n  giardini  di Lodi ")
    )

    spot = Hotspot.objects.get(slug="piazza-lodi")
    assert answer.url == reverse("hotspot_edit", args=["piazza-lodi"])
    assert spot.ring == square()
    assert spot.alias_texts() == ["P.zza Lodi", "giardini di Lodi"]


def test_the_coordinator_moves_a_boundary_and_is_shown_what_follows(
    coordinator, programme
):
    spot = Hotspot.objects.get(slug="piazza-roma")
    url = reverse("hotspot_edit", args=[spot.slug])

    page = coordinator.post(url, typed(spot, ring=write_ring(MOVED)), follow=True)

    spot.refresh_from_db()
    assert spot.ring == MOVED
    assert "Luogo salvato." in page.content.decode()


def test_only_a_moved_boundary_links_to_the_preview_of_what_moves(
    coordinator, programme
):
    link = f'href="{reverse("report_reassign")}"'
    spot = Hotspot.objects.get(slug="piazza-roma")
    url = reverse("hotspot_edit", args=[spot.slug])

    moved = coordinator.post(url, typed(spot, ring=write_ring(MOVED)), follow=True)
    spot.refresh_from_db()
    renamed = coordinator.post(url, typed(spot, name="Giardini"), follow=True)
    spot.refresh_from_db()
    widened = coordinator.post(url, typed(spot, buffer_m="40"), follow=True)

    assert link in moved.content.decode()
    assert link not in renamed.content.decode()
    assert link in widened.content.decode()


@pytest.mark.parametrize(
    "field, value, sentence",
    [
        ("ring", "", "Disegna il confine sulla mappa"),
        ("ring", "45.135, 10.02\n45.136, 10.02", rings.TOO_FEW),
        ("ring", "piazza Roma", "Riga 1: scrivi latitudine e longitudine"),
        ("ring", "nan, nan\nnan, nan\nnan, nan", "Riga 1: scrivi latitudine"),
        (
            "ring",
            "45.135, 10.02\n45.136, 10.021\n45.136, 10.02\n45.135, 10.021",
            rings.CROSSED,
        ),
        ("ring", write_ring(square(45.36, 9.69)), rings.OUTSIDE),
        ("ring", "10.02, 45.135\n10.03, 45.135\n10.03, 45.136", rings.OUTSIDE),
        ("ring", "45.135, 10.02\n" * 500, "il massimo è 200"),
        (
            "ring",
            "\n".join(f"45.{135000 + n}, 10.02{n % 7}" for n in range(600)),
            "il massimo è 200",
        ),
        ("ring", "45.135, 10.02\n" * 2_000, "troppo lungo"),
        ("name", "", "Scrivi il nome del luogo."),
        ("name", "PIAZZA ROMA", "Esiste già un luogo"),
        ("name", "???", "non contiene lettere"),
        ("buffer_m", "-1", "Almeno 0"),
        ("buffer_m", "501", "Al massimo 500 metri"),
        ("buffer_m", "molti", "Scrivi quanti metri"),
        ("kind", "quartiere", "Scegli una voce dell’elenco."),
        ("verified_on", "2999-01-01", "Questa data è nel futuro"),
        ("verified_on", "ieri", "Scrivi la data così"),
        ("aliases", "x" * 200, "troppo lungo"),
        ("aliases", "\n".join(f"nome {n}" for n in range(50)), "più di 40"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    coordinator, programme, field, value, sentence
):
    page = coordinator.post(
        reverse("hotspot_create"),
        typed(**{"description": "Testo che resta", field: value}),
    )

    text = page.content.decode()
    assert page.status_code == 200
    assert sentence in " ".join(page.context["form"].errors[field])
    assert "is-invalid" in text
    assert "Testo che resta" in text
    assert not Hotspot.objects.filter(name="Piazza Lodi").exists()


def test_what_is_typed_is_harmless_in_the_page(coordinator, programme):
    evil = '<script>alert("x")</script>'

    refused = coordinator.post(
        reverse("hotspot_create"), typed(name=evil, ring="", aliases=evil)
    )
    coordinator.post(reverse("hotspot_create"), typed(name=evil, aliases=evil))
    other = Hotspot.objects.get(slug="piazza-roma")
    pages = [
        refused,
        coordinator.get(reverse("hotspot_list")),
        coordinator.get(reverse("hotspot_edit", args=[other.slug])),
    ]

    assert Hotspot.objects.filter(name=evil).exists()
    for page in pages:
        assert evil not in page.content.decode()


def test_two_people_do_not_overwrite_each_other_unawares(coordinator, programme):
    spot = Hotspot.objects.get(slug="piazza-roma")
    url = reverse("hotspot_edit", args=[spot.slug])
    coordinator.post(url, typed(spot, boundary_source="Fonte della prima"))

    late = coordinator.post(url, typed(spot, boundary_source="Fonte della seconda"))

    text = late.content.decode()
    assert MEANWHILE in text
    assert "Fonte della prima" in text and "Fonte della seconda" in text
    spot.refresh_from_db()
    assert spot.boundary_source == "Fonte della prima"

    again = typed(spot, boundary_source="Fonte della seconda")
    again["seen"] = late.context["form"].data["seen"]
    assert coordinator.post(url, again).status_code == 302
    spot.refresh_from_db()
    assert spot.boundary_source == "Fonte della seconda"


@pytest.mark.parametrize("seen", ["", "2020-01-01T00:00:00Z"])
def test_a_version_made_up_saves_nothing(coordinator, programme, seen):
    spot = Hotspot.objects.get(slug="piazza-roma")
    url = reverse("hotspot_edit", args=[spot.slug])

    page = coordinator.post(url, typed(spot, boundary_source="Altro", seen=seen))

    assert page.status_code == 200
    assert MEANWHILE in page.content.decode()


def test_a_place_that_overlaps_another_says_so(coordinator, programme):
    roma = Hotspot.objects.get(slug="piazza-roma")
    HotspotFactory(slug="sopra", name="Sopra", ring=roma.ring)

    page = coordinator.get(reverse("hotspot_edit", args=["piazza-roma"]))

    assert "si sovrappone a «Sopra»" in page.content.decode()


# --- events


EVENT = {
    "on": "2026-01-07",
    "until": "",
    "title": "Nuove luci",
    "title_en": "",
    "description": "",
    "source": "",
}


def test_the_coordinator_adds_changes_and_deletes_an_event(coordinator, programme):
    spot = Hotspot.objects.get(slug="piazza-roma")

    coordinator.post(reverse("event_create"), EVENT | {"hotspots": [spot.pk]})
    event = Event.objects.get(slug="nuove-luci")
    assert list(event.hotspots.all()) == [spot]

    coordinator.post(
        reverse("event_edit", args=[event.slug]), EVENT | {"title": "Luci rifatte"}
    )
    event.refresh_from_db()
    assert (event.title, event.hotspots.count()) == ("Luci rifatte", 0)

    ask = coordinator.get(reverse("event_delete", args=[event.slug]))
    assert "Luci rifatte" in ask.content.decode()
    assert Event.objects.filter(pk=event.pk).exists()
    coordinator.post(reverse("event_delete", args=[event.slug]))
    assert not Event.objects.filter(pk=event.pk).exists()


@pytest.mark.parametrize(
    "field, value, sentence",
    [
        ("on", "", "Scrivi il giorno"),
        ("on", "32/13/2026", "Scrivi la data così"),
        ("on", "0001-01-01", "tra il 2000"),
        ("until", "9999-12-31", "tra il 2000"),
        ("until", "2025-12-31", "La fine non può venire prima"),
        ("title", "", "Scrivi il titolo"),
        ("title", "x" * 121, "120"),
        ("hotspots", ["9999"], "Questo luogo non c’è"),
        ("hotspots", ["9223372036854775808"], "Questo luogo non c’è"),
        ("hotspots", ["x"], "Questo luogo non c’è"),
    ],
)
def test_a_wrong_event_is_refused_with_a_sentence(
    coordinator, programme, field, value, sentence
):
    before = Event.objects.count()

    page = coordinator.post(reverse("event_create"), EVENT | {field: value})

    assert sentence in " ".join(page.context["form"].errors[field])
    assert Event.objects.count() == before


@pytest.mark.parametrize("count", [2, 20])
def test_the_list_of_events_asks_a_fixed_number_of_questions(
    coordinator, programme, count, django_assert_max_num_queries
):
    for _ in range(count):
        EventFactory().hotspots.set(Hotspot.objects.all())

    with django_assert_max_num_queries(8):
        coordinator.get(reverse("event_list"))


def test_an_empty_list_of_events_says_what_to_do(coordinator, db):
    assert "Nessun evento" in coordinator.get(reverse("event_list")).content.decode()
