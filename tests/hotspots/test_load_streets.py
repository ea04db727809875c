"""``load_streets``: the archive and a drawing of another Comune, and the files it refuses."""

import json
import tracemalloc
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cremona_safety.programme import load_programme
from hotspots.models import HouseNumber, Street
from hotspots.search import find_place, suggest_places
from hotspots.street_names import as_people_read
from jobs.models import JobRun
from tests.programme.of_cremona import ELSEWHERE

FOLDER = Path(__file__).parent / "streets"
ARCHIVE, DRAWING = FOLDER / "vie_valtorre.csv", FOLDER / "vie_valtorre.geojson"
HEAD = "CODICE_ISTAT;ODONIMO;LOCALITA';CIVICO;ESPONENTE;COORD_X_COMUNE;COORD_Y_COMUNE"
ROW = "999001;VIA ALTA;;7;;14,03;41,15"
LINE = [[14.03, 41.15], [14.035, 41.15]]


@pytest.fixture
def valtorre(db):
    load_programme(ELSEWHERE)


@pytest.fixture
def load(valtorre, tmp_path):
    """Return a function that loads a file, or what it is given as its bytes or text."""

    def load(what, **options):
        path = what
        if not isinstance(what, Path):
            path = tmp_path / "vie.txt"
            path.write_bytes(what if isinstance(what, bytes) else what.encode())
        out = StringIO()
        call_command("load_streets", str(path), stdout=out, **options)
        return out.getvalue()

    return load


def everything():
    streets = Street.objects.values_list(
        "name", "locality", "latitude", "longitude", "lines", "source", "lines_source"
    )
    doors = HouseNumber.objects.order_by("street__name", "comparable")
    return list(streets), list(doors.values_list("street__name", "number", "latitude"))


def drawing(*features, **more):
    wrapped = [
        {"type": "Feature", "properties": {"name": name}, "geometry": geometry}
        for name, geometry in features
    ]
    return json.dumps({"type": "FeatureCollection", **more, "features": wrapped})


def test_the_archive_gives_streets_and_doors_of_this_comune(load):
    said = load(ARCHIVE)

    assert "Vie: 7; numeri civici: 13" in said and "(righe 18)" in said
    assert set(Street.objects.values_list("name", "locality")) == {
        ("Via dei Tigli", ""),
        ("Corso della Libertà", ""),
        ("Via XXIV Maggio", ""),
        ("Via Roma", ""),
        ("Via Roma", "Borgo Alto"),
        ("Vicolo Senza Punti", ""),
        ("Via Fuori", ""),
    }
    assert find_place("via dei tigli 2/a").latitude == 41.1491
    assert find_place("via ventiquattro maggio 3").name == "Via XXIV Maggio 3"
    assert (
        find_place("via Roma") is None and find_place("via Roma 9").longitude == 14.06
    )
    assert find_place("via Fuori") is None
    assert JobRun.objects.get().state == JobRun.State.DONE


def test_a_drawing_gives_lines_inside_the_comune(load):
    said = load(DRAWING, source="Inventato")

    assert "vie disegnate: 5" in said
    tigli = Street.objects.get(name="Via dei Tigli")
    assert tigli.lines == [[[14.03, 41.149], [14.031, 41.149], [14.0325, 41.1491]]]
    assert tigli.lines_source == "Inventato" and tigli.west == 14.03
    road = Street.objects.get(name="Strada Provinciale")
    assert max(lon for line in road.lines for lon, _ in line) < 14.09
    assert find_place("Largo del Pozzo")


@pytest.mark.parametrize("files", [[ARCHIVE, DRAWING], [DRAWING, ARCHIVE]])
def test_both_files_make_the_same_streets_in_any_order_and_twice_as_once(load, files):
    for file in files:
        load(file, source="" if file == ARCHIVE else "Inventato")
    once = everything()
    for file in files:
        load(file, source="" if file == ARCHIVE else "Inventato")

    assert everything() == once
    maggio = Street.objects.get(comparable="via 24 maggio")
    assert maggio.lines and maggio.numbers.count() == 2
    assert Street.objects.count() == 9
    assert len(suggest_places("via XXIV maggio 1")) == 1


def test_what_is_gone_from_a_file_goes_and_the_other_file_stays(load):
    load(ARCHIVE)
    load(DRAWING, source="Inventato")

    load(f"{HEAD}\n{ROW}\n")
    assert not Street.objects.filter(name="Via Roma").exists()
    assert Street.objects.get(name="Via dei Tigli").numbers.count() == 0
    load(
        drawing(("Via Bassa", {"type": "LineString", "coordinates": LINE})), source="X"
    )

    assert set(Street.objects.values_list("name", flat=True)) == {
        "Via Alta",
        "Via Bassa",
    }


@pytest.mark.parametrize(
    "text",
    [
        f"\ufeff{HEAD}\r\n{ROW}\r\n",
        f"{HEAD}\n{ROW}".replace(",", ".").replace(";", ","),
        f"{HEAD}\n{ROW}".replace(";", "\t"),
        f"{HEAD.lower()}\n\n{ROW}\n;;;;;;\n",
        f'{HEAD}\n999001;"VIA ALTA";"";"007";"";"14,03";"41,15"\n',
        f"{HEAD}\n{ROW}\n{ROW}\n{ROW.replace('VIA ALTA', 'VIA  ALTA')}\n",
        f"{HEAD};NUOVA\n{ROW};boh\n".replace("CODICE_ISTAT", "CODICE_COMUNE").replace(
            "999001", "z999"
        ),
        f"{HEAD}\n{ROW}\n999001;VIA ALTA;;8;;;\n999001;VIA ALTA;;9;;0;0\n",
        f"{HEAD}\r{ROW}\r",
        f"Stradario del Comune, novembre 2026\n\n{HEAD}\n{ROW}\n",
        f"{HEAD}\n{ROW}\n".replace("VIA ALTA", "\u00a0VIA\u00a0ALTA ").replace(
            "14,03", "\u00a014,03"
        ),
    ],
)
def test_an_archive_is_read_however_it_was_saved(load, text):
    load(text)

    street = Street.objects.get()
    assert (street.name, street.latitude, street.longitude) == (
        "Via Alta",
        41.15,
        14.03,
    )
    assert [door.number for door in HouseNumber.objects.all()] == ["7"]


def test_an_archive_in_latin_1_keeps_its_accents(load):
    load(f"{HEAD}\n{ROW}".replace("VIA ALTA", "VIA UNITÀ D’ITALIA").encode("cp1252"))

    assert Street.objects.get().comparable == "via unita d italia"


def test_streets_that_only_an_initial_or_an_article_tells_apart_are_two(load):
    names = ["VIA A. ALTA", "VIA B. ALTA", "VIA DELL'ALTA"]
    load("\n".join([HEAD, *(ROW.replace("VIA ALTA", name) for name in names)]))

    assert Street.objects.count() == HouseNumber.objects.count() == 3
    assert find_place("via Alta") is None and len(suggest_places("via Alta")) == 3


def test_the_streets_alone_are_names_without_a_point(load):
    load("CODICE_ISTAT;ODONIMO;LOCALITA';TOTALE_ACCESSI\n999001;VIA ALTA;;3\n")

    assert Street.objects.get().latitude is None and suggest_places("via alta") == []


@pytest.mark.parametrize(
    "content, where, reason",
    [
        ("", "riga 1", "ODONIMO"),
        ("nome;via\nPippo;Roma\n", "riga 1", "ODONIMO"),
        (f"{HEAD}\n{ROW};in più\n", "riga 2", "8 valori e 7 colonne"),
        (f"{HEAD}\n{ROW}\n999001;VIA ALTA;;8;;nord;41\n", "riga 3", "«nord»"),
        (f"{HEAD}\n999001;VIA ALTA;;8;;512345,6;4998765,4\n", "riga 2", "gradi"),
        (f"{HEAD}\n999001;VIA ALTA;;8;;41,15;14,03\n", "riga 2", "scambiate"),
        (f"{HEAD}\n019036;VIA ALTA;;8;;10,0;45,1\n", "vie.txt", "Comune di Valtorre"),
        (f"{HEAD}\n999001;{'A' * 200};;8;;14;41\n", "riga 2", "120"),
        (f'{HEAD}\n999001;"VIA {"A" * 200_000}', "riga 2", "virgolette"),
        (b"PK\x03\x04\x00\x00", "vie.txt", "file di testo"),
        (f"{HEAD}\n{ROW}".encode("utf-16"), "vie.txt", "file di testo"),
        ('{"type": "Topology"}', "vie.txt", "GeoJSON"),
        ('{"features": [{"a": ', "elemento 1", "intero"),
        ('{"features": [1]}', "elemento 1", "intero"),
        ('{"features": []}', "vie.txt", "nessuna via"),
        ('{"features": [' + "[" * 100_000, "elemento 1", "intero"),
        (
            drawing(("Via", {"type": "LineString", "coordinates": [[1, 2], ["a", 3]]})),
            "elemento 1",
            "gradi",
        ),
        (
            drawing(
                ("Via", {"type": "LineString", "coordinates": [[500000, 4e6]] * 2})
            ),
            "elemento 1",
            "gradi",
        ),
        (
            drawing(
                ("Via", {"type": "LineString", "coordinates": [[float("nan"), 1]] * 2})
            ),
            "elemento 1",
            "intero",
        ),
        (
            drawing(("Via", {"type": "Polygon", "coordinates": 7})),
            "elemento 1",
            "gradi",
        ),
        (
            drawing(("V" * 130, {"type": "LineString", "coordinates": LINE})),
            "elemento 1",
            "120",
        ),
    ],
)
def test_a_wrong_file_is_refused_with_its_line_and_writes_nothing(
    load, content, where, reason
):
    load(ARCHIVE)
    before = everything()

    with pytest.raises(CommandError) as refused:
        load(content, source="Inventato")

    assert where in str(refused.value) and reason in str(refused.value)
    assert everything() == before
    assert JobRun.objects.first().state == JobRun.State.FAILED


def test_a_drawing_says_whose_it_is_or_is_asked(load):
    line = ("Via Alta", {"type": "LineString", "coordinates": LINE})

    with pytest.raises(CommandError, match="--source"):
        load(drawing(line))
    load(drawing(line, copyright="from www.openstreetmap.org"))

    assert Street.objects.get().lines_source == "© OpenStreetMap contributors, ODbL"


def test_a_file_that_is_not_there_and_a_portal_without_a_programme(db, tmp_path):
    for path in (tmp_path / "manca.csv", ARCHIVE):
        with pytest.raises(CommandError, match="manca.csv|load_programme"):
            call_command("load_streets", str(path), stdout=StringIO())


def test_a_file_larger_than_what_is_kept_of_it_takes_little_memory(load, tmp_path):
    path = tmp_path / "regione.csv"
    other = ROW.replace("999001", "999002")
    with path.open("w") as file:
        file.write(f"{HEAD}\n{ROW}\n")
        file.writelines(f"{other}\n" for _ in range(300_000))  # 8 MB

    tracemalloc.start()
    load(path)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 4_000_000 and Street.objects.count() == 1


@pytest.mark.parametrize(
    "written, shown",
    [
        ("PIAZZA DELLA LIBERTA'", "Piazza della Libertà"),
        ("VIA GABRIELE D'ANNUNZIO", "Via Gabriele d'Annunzio"),
        ("VIA I MAGGIO", "Via I Maggio"),
        ("VIA GIOVANNI XXIII", "Via Giovanni XXIII"),
        ("L'AQUILA", "L'Aquila"),
        ("Via De Amicis", "Via De Amicis"),
    ],
)
def test_a_name_in_capitals_is_made_as_people_read_it(written, shown):
    assert as_people_read(written) == shown
