"""The background of the maps: which setting gives it, what is wrong at the start, what pages say."""

import json
import re

import pytest
from csp.constants import SELF
from django.core.checks import ERROR, WARNING
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.urls import reverse

from hotspots.background_checks import check_background
from hotspots.backgrounds import background
from tests.tiles.files import BOUNDS, MAKERS, mbtiles

FILE = {"MAP_TILES_ATTRIBUTION": "Comune di Prova"}
WMS = {
    "MAP_WMS_URL": "https://mappe.example.org:8443/ows?map=base",
    "MAP_WMS_LAYERS": "strade,case",
    "MAP_WMS_ATTRIBUTION": "Regione di Prova",
}
ADDRESS = {
    "MAP_TILES_URL": "https://tessere.example.org/carta/{z}/{x}/{y}.png",
    "MAP_TILES_ATTRIBUTION": "Comune di Prova",
}


def sentences(level=ERROR):
    return [said.msg for said in check_background(None) if said.level == level]


def image_sources(read):
    return read["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]["img-src"]


# --- which one is used


def test_without_a_setting_there_is_no_background_and_nothing_to_say(use_background):
    use_background()

    assert background() is None
    assert check_background(None) == []


def test_the_file_comes_first_then_the_wms_then_the_address(use_background, tiles_of):
    use_background(**ADDRESS)
    assert background()["url"] == ADDRESS["MAP_TILES_URL"]
    assert check_background(None) == []

    use_background(**WMS)
    assert background()["kind"] == "wms"
    assert sentences(WARNING) == [
        "MAP_WMS_URL gives the background of the maps: MAP_TILES_URL is not used."
    ]

    use_background(MAP_TILES_FILE=tiles_of("pmtiles"))
    assert re.fullmatch(
        r"/mappa/tessere/[0-9a-f-]+/\{z\}/\{x\}/\{y\}", background()["url"]
    )
    assert sentences(WARNING) == [
        "MAP_TILES_FILE gives the background of the maps: MAP_WMS_URL, MAP_TILES_URL is not used."
    ]
    assert sentences() == []


@pytest.mark.parametrize("kind", sorted(MAKERS))
def test_the_map_asks_only_what_the_file_has(use_background, tiles_of, kind):
    use_background(MAP_TILES_FILE=tiles_of(kind), **FILE)
    west, south, east, north = BOUNDS

    options = background()["options"]

    assert (options["minZoom"], options["maxNativeZoom"]) == (13, 17)
    assert options["maxZoom"] == 19
    assert options["bounds"] == [pytest.approx([south, west]), pytest.approx([north, east])]  # fmt: skip
    assert options["attribution"] == "Comune di Prova"


def test_a_wms_is_asked_as_its_settings_say(use_background):
    use_background(
        **WMS,
        MAP_WMS_FORMAT="image/jpeg",
        MAP_WMS_VERSION="1.1.1",
        MAP_WMS_CRS="EPSG:4326",
    )

    assert background() == {
        "kind": "wms",
        "url": WMS["MAP_WMS_URL"],
        "options": {
            "layers": "strade,case",
            "format": "image/jpeg",
            "version": "1.1.1",
            "crs": "EPSG:4326",
            "attribution": "Regione di Prova",
            "maxZoom": 19,
        },
    }


# --- the Content-Security-Policy


@pytest.mark.parametrize(
    "variables, source",
    [
        (WMS, "https://mappe.example.org:8443"),
        (ADDRESS, "https://tessere.example.org"),
        (ADDRESS | WMS, "https://mappe.example.org:8443"),
        ({"MAP_TILES_URL": "https://{s}.t.example.org/{z}/{x}/{y}"}, "https://*.t.example.org"),
        ({"MAP_TILES_URL": "http://127.0.0.1:9/{z}/{x}/{y}"}, "http://127.0.0.1:9"),
        ({"MAP_WMS_URL": "https://example.org?map=/a;b"}, "https://example.org"),
    ],
)  # fmt: skip
def test_pictures_come_from_one_host_more(read_settings, variables, source):
    assert image_sources(read_settings(**variables)) == [SELF, "data:", "blob:", source]


@pytest.mark.parametrize(
    "variables", [{}, ADDRESS | WMS | {"MAP_TILES_FILE": "mappa.mbtiles"}]
)
def test_a_file_of_ours_opens_the_policy_to_nobody(read_settings, variables):
    assert image_sources(read_settings(**variables)) == [SELF, "data:", "blob:"]


@pytest.mark.parametrize("name", ["MAP_WMS_URL", "MAP_TILES_URL"])
@pytest.mark.parametrize(
    "address",
    [
        "mappe.example.org/wms",
        "/tessere/{z}/{x}/{y}",
        "ftp://example.org/{z}/{x}/{y}",
        "data:image/png;base64,AA",
        "https:///wms",
        "https://*/wms",
        "https://*.org/wms",
        "https://utente:parola@example.org/wms",
        "https://example.org; script-src *",
        "https://example.org script-src/wms",
        "https://example.org\nX: y/wms",
        "https://'unsafe-inline'/wms",
        "https://a.{s}.org/wms",
    ],
)
def test_an_address_that_is_none_stops_the_start(read_settings, name, address):
    with pytest.raises(ImproperlyConfigured, match=name):
        read_settings(**{name: address})


# --- what is wrong is said at the start


def test_a_file_that_cannot_be_shown_is_named_at_the_start(use_background, tmp_path):
    use_background(MAP_TILES_FILE=tmp_path / "manca.pmtiles", **FILE)

    [sentence] = sentences()

    assert sentence.startswith("MAP_TILES_FILE: ")
    assert "manca.pmtiles cannot be read" in sentence
    with pytest.raises(SystemCheckError, match="MAP_TILES_FILE"):
        call_command("check")


def test_vector_tiles_are_refused_at_the_start(use_background, tmp_path):
    path = mbtiles(tmp_path / "mappa.mbtiles", {(0, 0, 0): b"\x1a\x00"}, format="pbf")
    use_background(MAP_TILES_FILE=path, **FILE)

    [sentence] = sentences()

    assert sentence.startswith("MAP_TILES_FILE: ")
    assert "vector tiles (pbf)" in sentence


@pytest.mark.parametrize(
    "variables, setting",
    [
        (WMS, "MAP_WMS_ATTRIBUTION"),
        (WMS, "MAP_WMS_LAYERS"),
        (ADDRESS, "MAP_TILES_ATTRIBUTION"),
    ],
)
@pytest.mark.parametrize("empty", ["", "  "])
def test_whose_map_it_is_must_be_said(use_background, variables, setting, empty):
    use_background(**variables | {setting: empty})

    [sentence] = sentences()

    assert sentence.startswith(f"{setting} is empty")


def test_whose_map_a_file_is_must_be_said_too(use_background, tiles_of):
    use_background(MAP_TILES_FILE=tiles_of("mbtiles"))

    [sentence] = sentences()

    assert sentence.startswith("MAP_TILES_ATTRIBUTION is empty")


@pytest.mark.parametrize(
    "variables, setting",
    [
        (WMS | {"MAP_WMS_FORMAT": "application/pdf"}, "MAP_WMS_FORMAT"),
        (WMS | {"MAP_WMS_VERSION": "2"}, "MAP_WMS_VERSION"),
        (WMS | {"MAP_WMS_CRS": "EPSG:32632"}, "MAP_WMS_CRS"),
        (ADDRESS | {"MAP_TILES_URL": "https://example.org/{z}/{x}.png"}, "MAP_TILES_URL"),
        (ADDRESS | {"MAP_TILES_URL": "https://example.org/mappa.png"}, "MAP_TILES_URL"),
        (ADDRESS | {"MAP_TILES_URL": "https://example.org/{z}/{x}/{y}?k={chiave}"}, "MAP_TILES_URL"),
        (WMS | {"MAP_WMS_URL": "https://example.org/{layer}/wms"}, "MAP_WMS_URL"),
    ],
)  # fmt: skip
def test_what_leaflet_cannot_draw_is_refused(use_background, variables, setting):
    use_background(**variables)

    [sentence] = sentences()

    assert sentence.startswith(setting)


@pytest.mark.parametrize("variables", [WMS, ADDRESS])
@pytest.mark.parametrize("demo", [True, False])
def test_production_wants_a_background_that_is_encrypted(
    use_background, settings, variables, demo
):
    settings.DEMO = demo
    use_background(**variables)
    assert sentences() == []

    use_background(**{k: v.replace("https:", "http:") for k, v in variables.items()})

    assert [s for s in sentences() if "must begin with https://" in s] == sentences()
    assert len(sentences()) == (0 if demo else 1)


# --- the pages


def test_a_file_taken_away_leaves_the_maps_without_a_background(
    client, programme, with_file, caplog
):
    with_file.unlink()

    page = client.get(reverse("home"))

    assert page.status_code == 200
    assert "data-background" not in page.content.decode()
    assert "data-map-plain hidden" not in page.content.decode()
    assert "MAP_TILES_FILE cannot be shown" in caplog.text


def test_the_background_is_written_for_the_script_and_nothing_escapes(
    client, programme, use_background
):
    odd = """<a href="https://example.org">Città</a> 'di' "prova" & </script>"""
    use_background(**ADDRESS | {"MAP_TILES_ATTRIBUTION": odd})

    page = client.get(reverse("home"))

    [written] = re.findall(r'data-background="([^"]*)"', page.content.decode())
    assert "<" not in written
    assert page.context["municipality"]
    unescaped = written.replace("&quot;", '"').replace("&#x27;", "'")
    unescaped = (
        unescaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    )
    assert json.loads(unescaped)["options"]["attribution"] == odd


@pytest.mark.parametrize(
    "variables, host",
    [
        ({}, None),
        (WMS, "mappe.example.org"),
        ({"MAP_TILES_URL": "https://{s}.t.example.org/{z}/{x}/{y}"}, "t.example.org"),
    ],
)
def test_the_privacy_page_says_who_sees_what_a_reader_looks_at(
    client, programme, use_background, variables, host
):
    use_background(**variables)

    page = client.get(reverse("privacy")).content.decode()

    assert ("Lo sfondo delle mappe arriva da" in page) is (host is not None)
    if host:
        assert f"Lo sfondo delle mappe arriva da {host}:" in page


def test_with_a_file_of_ours_nobody_else_sees(client, programme, with_file):
    page = client.get(reverse("privacy")).content.decode()

    assert "Lo sfondo delle mappe arriva da" not in page
