"""Files of streets that are nearly right: each is loaded, or refused with where and why."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cremona_safety.programme import load_programme
from hotspots.models import HouseNumber, Municipality, Street
from hotspots.street_drawing import read_drawing
from hotspots.street_loading import load_streets
from hotspots.wrong_streets import WrongStreets
from tests.programme.of_cremona import ELSEWHERE

HEAD = "CODICE_ISTAT;ODONIMO;LOCALITA';CIVICO;ESPONENTE;COORD_X_COMUNE;COORD_Y_COMUNE"
ROW = "999001;VIA ALTA;;7;;14,03;41,15"
LINE = [[14.03, 41.15], [14.035, 41.15]]
SQUARE = [[14, 41], [14.1, 41], [14.1, 41.3], [14, 41.3], [14, 41]]
LONG_WORD = "\ufdfa" * 100  # one letter that is compared as four words
KINDS = ["LineString", "MultiLineString", "Polygon", "MultiPolygon", "Point"]


@pytest.fixture
def load(db, tmp_path):
    """Return a function that loads a text or bytes, in Valtorre, which has a street."""

    def load(content):
        path = tmp_path / "vie.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load_streets(path, source="Inventato")

    load_programme(ELSEWHERE)
    load(f"{HEAD}\n{ROW}\n")
    return load


def feature(coordinates=LINE, kind="LineString", name="Via Bassa"):
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


def drawing(*features):
    return json.dumps({"type": "FeatureCollection", "features": features})


def refusal(load, content):
    with pytest.raises(WrongStreets) as refused:
        load(content)
    assert list(Street.objects.values_list("name", flat=True)) == ["Via Alta"]
    assert HouseNumber.objects.count() == 1
    return str(refused.value)


@pytest.mark.parametrize(
    "odd",
    [
        feature([LINE[0], LINE[0]]),
        feature([[LINE[0], LINE[0]], LINE], "MultiLineString"),
        feature(kind=["LineString"]),
        feature(kind={"LineString": 1}),
        {"geometry": []},
    ],
)
def test_a_feature_that_draws_nothing_is_passed_over(load, odd):
    load(drawing(odd, feature()))

    assert Street.objects.get(name="Via Bassa").lines == [LINE]


def test_a_line_that_crosses_itself_stays_one_line(load):
    tangle = [[14.03 + at % 2 / 1_000, 41.15 + at * 7 % 60 / 1e4] for at in range(60)]
    load(drawing(feature(tangle)))

    [line] = Street.objects.get(name="Via Bassa").lines
    assert len(line) == 60


def test_a_line_that_leaves_the_comune_and_comes_back_is_cut_in_two(load):
    out_and_back = [[14.03, 41.15], [14.3, 41.15], [14.3, 41.151], [14.03, 41.151]]
    load(drawing(feature([out_and_back[0], *out_and_back])))

    lines = Street.objects.get(name="Via Bassa").lines
    ends = {tuple(point) for line in lines for point in (line[0], line[-1])}
    assert len(lines) == 2 and {(14.03, 41.15), (14.03, 41.151)} < ends
    assert max(lon for line in lines for lon, _ in line) < 14.2


def test_a_feature_of_more_points_than_a_street_has_is_refused(load):
    line = [[14.03 + at % 2 / 1_000, 41.15] for at in range(20_001)]

    assert "elemento 2: la linea ha più di" in refusal(
        load, drawing(feature(), feature(line))
    )


@pytest.mark.parametrize("kind", ["LineString", "MultiPolygon"])
@pytest.mark.parametrize(
    "coordinates", [[[10**4_000, 41], LINE[0]], [{"a": 1}, {}], {"a": LINE}, [7], None]
)
def test_coordinates_of_another_shape_are_refused(load, coordinates, kind):
    said = refusal(load, drawing(feature(), feature(coordinates, kind)))

    assert "elemento 2" in said and "coordinate" in said


@pytest.mark.parametrize("name", ["Via\0Alta", "Via \ud800", "Via \x01", LONG_WORD])
def test_a_name_that_cannot_be_written_is_refused(load, name):
    assert "elemento 1: il nome" in refusal(load, drawing(feature(name=name)))


@pytest.mark.parametrize(
    "row",
    [
        ROW.replace("VIA ALTA", LONG_WORD),
        ROW.replace(";7;", ";7 \ufdfa\ufdfa;"),
        ROW.replace("VIA ALTA", "VIA \x01"),
    ],
)
def test_a_row_that_cannot_be_written_is_refused(load, row):
    assert "riga 2: il nome" in refusal(load, f"{HEAD}\n{row}\n")


@pytest.mark.parametrize("name", ["VIA BASSA", "VIA DELL’UNITÀ"])
def test_an_archive_of_windows_is_read_wherever_its_accents_are(load, name):
    rows = f"{HEAD};NOTE\n{ROW.replace('VIA ALTA', name)};à"
    load(rows.encode("cp1252"))

    assert Street.objects.get().name.upper() == name


@pytest.mark.parametrize(
    "content, reason",
    [
        (f"{HEAD};ODONIMO\n{ROW};\n", "riga 1: la colonna ODONIMO c’è due volte"),
        (f"{HEAD};località\n{ROW};\n", "riga 1: la colonna LOCALITA c’è due volte"),
        (f"{HEAD}\n{ROW.replace('VIA ALTA', '')}\n", "nome di una via"),
        (f"{HEAD}\n{ROW.replace('VIA ALTA', '---')}\n", "nome di una via"),
    ],
)
def test_an_archive_that_names_no_street_leaves_those_there(load, content, reason):
    assert reason in refusal(load, content)


def test_a_column_that_nobody_reads_may_be_there_twice(load):
    load(f"{HEAD};NOTE;NOTE;;\n{ROW.replace('ALTA', 'BASSA')};a;b;;\n")

    assert Street.objects.get().name == "Via Bassa"


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=3)
    | st.sampled_from([14.03, 41.15, LINE, [LINE]]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=2), inner, max_size=2)
    ),
    max_leaves=8,
)
features = st.fixed_dictionaries(
    {},
    optional={
        "properties": json_values | st.fixed_dictionaries({"name": json_values}),
        "geometry": json_values
        | st.fixed_dictionaries(
            {"type": json_values | st.sampled_from(KINDS), "coordinates": json_values}
        ),
    },
)


@settings(deadline=None)
@given(odd=st.lists(features | json_values, max_size=3))
def test_json_of_any_shape_is_read_or_refused(tmp_path_factory, odd):
    path = tmp_path_factory.mktemp("vie") / "vie.json"
    path.write_text(drawing(*odd))
    with suppress(WrongStreets):
        for street in read_drawing(path, Municipality(boundary=SQUARE)):
            assert street.name and all(line.length for line in street.lines)
