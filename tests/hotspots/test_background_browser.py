"""The background of the maps seen in a browser: each source, none, and one that does not answer."""

import io

import pytest
from PIL import Image, ImageColor
from playwright.sync_api import expect

from tests.axe import broken_rules
from tests.hotspots.factories import StreetFactory
from tests.hotspots.wms import COLOUR

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GREEN = "#3cb371"
WHOSE = '<a href="https://example.org/">Comune di Prova</a>, CC BY 4.0'
FIELDS = {"path", "request", "layers", "crs", "srs", "version", "format", "width", "height", "transparent", "referer"}  # fmt: skip


@pytest.fixture
def look(desk, live_server, settings, programme):
    """Return a function that opens a page with a map and waits for it."""
    settings.ROOT_URLCONF = "tests.hotspots.point_page"

    def visit(path="/punto/", size=(1280, 900)):
        desk.set_viewport_size({"width": size[0], "height": size[1]})
        desk.goto(live_server.url + path)
        desk.wait_for_selector("[data-map-ready]")
        return desk

    return visit


def all_there(page):
    """Wait for every tile of the map; return how many there are."""
    page.wait_for_function(
        """() => {
            const tiles = [...document.querySelectorAll(".leaflet-tile")];
            return tiles.length && tiles.every((tile) => tile.complete && tile.naturalWidth === 256);
        }"""
    )
    return page.locator(".leaflet-tile").count()


def share_of(page, colour):
    """Return how much of the map, from 0 to 1, has this colour."""
    canvas = page.locator(".map-frame").first
    canvas.scroll_into_view_if_needed()
    picture = Image.open(io.BytesIO(canvas.screenshot())).convert("RGB")
    wanted = ImageColor.getrgb(colour)
    seen = sum(
        count
        for count, pixel in picture.getcolors(picture.width * picture.height)
        if max(abs(a - b) for a, b in zip(pixel, wanted, strict=True)) < 4
    )
    return seen / (picture.width * picture.height)


@pytest.mark.parametrize("size", [(360, 740), (1280, 900)])
@pytest.mark.parametrize("kind", ["mbtiles", "pmtiles"])
def test_the_tiles_of_a_file_are_drawn(look, use_background, tiles_of, kind, size):
    use_background(MAP_TILES_FILE=tiles_of(kind), MAP_TILES_ATTRIBUTION=WHOSE)

    page = look(size=size)

    assert all_there(page)
    assert share_of(page, GREEN) > 0.4
    expect(page.get_by_text("Comune di Prova, CC BY 4.0")).to_be_visible()
    expect(page.locator("[data-map-plain]")).to_be_hidden()
    expect(page.locator(".map-label-place").first).to_be_visible()
    assert broken_rules(page) == []


def test_closer_than_the_file_goes_its_last_tiles_are_enlarged(
    look, use_background, tiles_of
):
    use_background(MAP_TILES_FILE=tiles_of("pmtiles"), MAP_TILES_ATTRIBUTION=WHOSE)
    page = look(
        "/punto/?lat=45.135190&lon=10.023130"
    )  # as close as the last of the file

    for _ in range(2):
        page.locator(".leaflet-control-zoom-in").click()
        all_there(page)

    assert "/17/" in page.locator(".leaflet-tile").last.get_attribute("src")
    assert share_of(page, GREEN) > 0.4


def test_farther_than_the_file_goes_the_map_is_as_without(
    look, use_background, tiles_of
):
    use_background(MAP_TILES_FILE=tiles_of("mbtiles"), MAP_TILES_ATTRIBUTION=WHOSE)
    page = look()
    all_there(page)

    while not page.locator(".leaflet-control-zoom-out.leaflet-disabled").count():
        page.locator(".leaflet-control-zoom-out").click()

    expect(page.locator(".leaflet-tile")).to_have_count(0)
    assert share_of(page, "#fbfcfd") > 0.03  # the Comune, seen whole


def test_the_tiles_of_an_address_are_drawn(look, use_background, wms):
    use_background(
        MAP_TILES_URL=f"{wms.url}/carta/{{z}}/{{x}}/{{y}}?request=GetMap",
        MAP_TILES_ATTRIBUTION=WHOSE,
    )

    page = look()

    assert all_there(page)
    assert share_of(page, COLOUR) > 0.4
    expect(page.get_by_text("Comune di Prova, CC BY 4.0")).to_be_visible()


@pytest.mark.parametrize(
    "version, projection", [("1.3.0", "crs"), ("1.1.1", "srs")]
)  # fmt: skip
@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:4326"])
def test_a_wms_draws_the_map(look, use_background, wms, version, projection, crs):
    use_background(
        MAP_WMS_URL=f"{wms.url}/ows?map=/base.map",
        MAP_WMS_LAYERS="strade,case",
        MAP_WMS_ATTRIBUTION="Regione di Prova",
        MAP_WMS_VERSION=version,
        MAP_WMS_CRS=crs,
    )

    page = look()

    assert all_there(page) <= len(wms.asked)
    assert share_of(page, COLOUR) > 0.4
    expect(page.get_by_text("Regione di Prova")).to_be_visible()
    for asked in wms.asked:
        assert {name: asked[name] for name in FIELDS & asked.keys()} == {
            "path": "/ows",
            "request": "GetMap",
            "layers": "strade,case",
            projection: crs,
            "version": version,
            "format": "image/png",
            "width": "256",
            "height": "256",
            "transparent": "false",
            "referer": None,  # which page one looks at is nobody's business
        }
        assert asked["map"] == "/base.map"
    assert_around_the_town(wms.asked[0], degrees=crs == "EPSG:4326", version=version)


def assert_around_the_town(asked, *, degrees, version):
    corners = [float(number) for number in asked["bbox"].split(",")]
    if degrees and version == "1.3.0":  # the only one that writes the latitude first
        corners = [corners[1], corners[0], corners[3], corners[2]]
    east, north = (corners[0] + corners[2]) / 2, (corners[1] + corners[3]) / 2
    if degrees:
        assert (east, north) == pytest.approx((10.02, 45.13), abs=0.05)
    else:
        assert (east, north) == pytest.approx((1_115_700, 5_641_000), abs=6000)


def test_a_wms_that_does_not_answer_leaves_the_map_as_without(
    page, live_server, settings, programme, use_background, wms
):
    settings.ROOT_URLCONF = "tests.hotspots.point_page"
    wms.broken = True
    use_background(
        MAP_WMS_URL=wms.url, MAP_WMS_LAYERS="0", MAP_WMS_ATTRIBUTION="Regione di Prova"
    )

    page.goto(f"{live_server.url}/punto/")
    page.wait_for_selector("[data-map-ready]")

    expect(page.locator("[data-map-plain]")).to_be_visible()
    assert share_of(page, "#fbfcfd") > 0.4


@pytest.fixture
def streets(programme):
    StreetFactory(
        name="Via Inventata",
        lines=[[[10.018, 45.136], [10.0205, 45.136]]],
        lines_source="Catasto di Prova",
    )


@pytest.mark.parametrize("broken", [True, False, None])
def test_the_streets_are_drawn_where_no_background_comes(
    page, live_server, settings, use_background, wms, streets, broken
):
    settings.ROOT_URLCONF = "tests.hotspots.point_page"
    if broken is not None:
        wms.broken = broken
        use_background(
            MAP_WMS_URL=wms.url, MAP_WMS_LAYERS="0", MAP_WMS_ATTRIBUTION="Regione"
        )

    page.goto(f"{live_server.url}/mostra/")
    page.wait_for_selector("[data-map-ready]")

    if broken is False:
        all_there(page)
        expect(page.locator(".map-street")).to_have_count(0)
    else:
        expect(page.locator(".map-street")).to_have_count(1)
        expect(page.get_by_text("Via Inventata")).to_be_visible()
        expect(page.get_by_text("Catasto di Prova")).to_be_visible()
        assert (
            share_of(page, "#b4c1cc") > 0.0002
        )  # a line of three pixels, its name over the middle
    expect(page.locator("[data-map-plain]")).to_be_hidden()


def test_without_a_background_the_map_asks_nobody(look, use_background, live_server):
    use_background()
    asked = []

    page = look("/mostra/")
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_selector("[data-map-ready]")

    assert all(url.startswith(live_server.url) for url in asked)
    expect(page.locator(".leaflet-tile")).to_have_count(0)
    expect(page.locator("[data-map-plain]")).to_be_visible()
    assert share_of(page, "#fbfcfd") > 0.4


def test_whose_map_it_is_is_printed_too(look, use_background, tiles_of):
    use_background(MAP_TILES_FILE=tiles_of("mbtiles"), MAP_TILES_ATTRIBUTION=WHOSE)
    page = look("/mostra/")
    all_there(page)

    page.emulate_media(media="print")

    expect(page.get_by_text("Comune di Prova, CC BY 4.0")).to_be_visible()
    expect(page.locator(".leaflet-control-zoom")).to_be_hidden()


@pytest.mark.parametrize("path", ["/", "/luoghi/piazza-roma/"])
def test_the_public_pages_have_the_background(look, use_background, tiles_of, path):
    use_background(MAP_TILES_FILE=tiles_of("pmtiles"), MAP_TILES_ATTRIBUTION=WHOSE)

    page = look(path, size=(360, 740))

    page.locator(".map-frame").first.scroll_into_view_if_needed()
    assert all_there(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
