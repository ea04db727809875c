"""A place found as people write it in an Italian town, and what is suggested when it is not."""

from time import process_time

import pytest
from django.urls import reverse

from accounts.throttle import Limit
from hotspots.gazetteer import in_order
from hotspots.models import Hotspot, Street
from hotspots.names import comparable
from hotspots.search import find_place, suggest_places
from tests.hotspots.factories import HouseNumberFactory, StreetFactory
from tests.moments import clock_at

STREETS = [
    "Via Milano",
    "Via Brescia",
    "Corso Campi",
    "Piazza del Duomo",
    "Piazzale Stazione",
    "Via Giuseppe Garibaldi",
    "Corso Vittorio Emanuele II",
    "Via IV Novembre",
    "Viale Trento e Trieste",
    "Via San Tommaso",
    "Via Giovanni Pascoli",
    "Via Giuseppe Verdi",
    "Via Fratelli Rosselli",
    "Via Monsignor Mosconi",
    "Via Don Minzoni",
    "Via Guglielmo Oberdan",
    "Via Gabriele d’Annunzio",
    "Via dei Mille",
]


@pytest.fixture
def town(programme):
    """Cremona with some streets, each with the doors 3, 12, 12/A and 40."""
    for number, name in enumerate(STREETS):
        where = {"latitude": 45.14 + number / 1000, "longitude": 10.03}
        street = StreetFactory(name=name, **where)
        for door in ["3", "12", "12/A", "40"]:
            HouseNumberFactory(street=street, number=door, **where)


def names(text):
    return [place.name for place in suggest_places(text)]


@pytest.mark.parametrize(
    "text, name",
    [
        ("Corso Giuseppe Mazzini", "Corso Mazzini"),
        ("Galleria 25 Aprile", "Galleria XXV Aprile"),
        ("galleria venticinque aprile", "Galleria XXV Aprile"),
        ("piazza Libertà", "Piazza della Libertà"),
        ("p.zza della liberta'", "Piazza della Libertà"),
        ("via Dante 12, davanti al civico 12 lato edicola", "Via Dante"),
        ("lampione spento in c.so Mazzini, lato banca", "Corso Mazzini"),
        ("via Orti Romani", "Via degli Orti Romani"),
    ],
)
def test_a_name_of_the_programme_is_found_before_streets_are_loaded(
    programme, text, name
):
    assert find_place(text).name == name


@pytest.mark.parametrize(
    "text, name",
    [
        ("stazione", "Piazzale Stazione"),
        ("P.le stazione, lato autobus", "Piazzale Stazione"),
        ("piazza del Duomo", "Piazza del Duomo"),
        ("corso Campi 3", "Corso Campi 3"),
        ("via Milano", "Via Milano"),
        ("VIA MILANO N. 40", "Via Milano 40"),
        ("via Milano 40, sotto i portici", "Via Milano 40"),
        ("via milano 12/a", "Via Milano 12/A"),
        ("via Milano n°12 A", "Via Milano 12/A"),
        ("via Milano 12 a sinistra del bar", "Via Milano 12/A"),
        ("via Milano 999", "Via Milano"),
        ("via Milano, 26100 Cremona", "Via Milano"),
        ("via garibaldi davanti alla scuola", "Via Giuseppe Garibaldi"),
        ("via G. Garibaldi", "Via Giuseppe Garibaldi"),
        ("via Garibaldi Giuseppe", "Via Giuseppe Garibaldi"),
        ("c.so V. Emanuele 3", "Corso Vittorio Emanuele II 3"),
        ("corso vittorio emanuele", "Corso Vittorio Emanuele II"),
        ("via quattro novembre 3", "Via IV Novembre 3"),
        ("via 4 Novembre", "Via IV Novembre"),
        ("v.le Trento Trieste", "Viale Trento e Trieste"),
        ("via S.Tommaso", "Via San Tommaso"),
        ("f.lli rosselli", "Via Fratelli Rosselli"),
        ("via mons. Mosconi", "Via Monsignor Mosconi"),
        ("v. d'Annunzio", "Via Gabriele d’Annunzio"),
        ("di fronte alla scuola di via Pascoli", "Via Giovanni Pascoli"),
        ("parcheggio di via Brescia 3, vicino a piazza Roma", "Via Brescia 3"),
        ("via Milano40", "Via Milano 40"),
        ("via Milano 40/42", "Via Milano 40"),
        ("Cremona, via Milano,40 - 26100 (CR)", "Via Milano 40"),
        ("via Giuseppe Verdi, vetri per terra", "Via Giuseppe Verdi"),
        ("via verdi vetri per terra", "Via Giuseppe Verdi"),
        ("giardinetti di piazza Roma", "Piazza Roma"),
        ("via  \u202eMilano\u202c\u200b 40\x00", "Via Milano 40"),
    ],
)
def test_a_street_is_found_as_people_write_it(town, text, name):
    assert find_place(text).name == name


@pytest.mark.parametrize(
    "text",
    [
        "via Giuseppe Mazzini",  # others have that name, not that surname
        "via Guglielmo Marconi 3",
        "via 1859",
        "sotto casa mia",
        "il solito posto",
        "ul. Mediolańska",
        "米兰街",
    ],
)
def test_what_is_not_known_is_not_taken_for_what_is(town, text):
    assert find_place(text) is None


@pytest.mark.parametrize(
    "text, some",
    [
        ("piaza roma", ["Piazza Roma"]),
        ("via garibldi 40", ["Via Giuseppe Garibaldi 40"]),
        ("via oberdann", ["Via Guglielmo Oberdan"]),
        ("vai milano", ["Via Milano"]),
        ("corso ma", ["Corso Matteotti", "Corso Mazzini"]),
        ("Piazza Marconi/Piazza Roma", ["Piazza Marconi", "Piazza Roma"]),
        ("angolo via Milano e via Brescia", ["Via Brescia", "Via Milano"]),
        ("panchina dietro il duomo", ["Piazza del Duomo"]),
    ],
)
def test_what_names_no_one_place_brings_suggestions(town, text, some):
    assert find_place(text) is None
    assert sorted(names(text))[: len(some)] == some


def test_a_suggestion_comes_once_whatever_the_names_it_has(town):
    found = names("piazza")

    assert len(found) == len(set(found)) == 6


def test_two_streets_of_one_name_are_told_apart_by_the_door_or_the_locality(town):
    far = StreetFactory(name="Via Milano", locality="Cavatigozzi", latitude=45.12)
    HouseNumberFactory(street=far, number="200", latitude=45.12)

    assert find_place("via Milano") is None
    assert names("via Milano") == ["Via Milano", "Via Milano (Cavatigozzi)"]
    assert find_place("via Milano 200").latitude == 45.12


def test_a_street_without_a_point_is_only_a_name(programme):
    StreetFactory(name="Via Ignota", latitude=None, longitude=None)

    assert find_place("via Ignota") is None and names("via Ignota") == []


@pytest.mark.parametrize(
    "text",
    [
        "via " * 5_000,
        "1 " * 9_000,
        "x" * 100_000,
        "via a" * 999,
        "\x00" * 99,
        "۱۲۳" * 99,
    ]
    + [" ".join(STREETS) * 9, "%s{}';--" * 99, "via milan " * 999],
)
def test_a_hostile_text_costs_little(town, text):
    # as what an honest long text costs, on the same machine
    assert cost(text) < 20 * cost("parola " * 30)


def cost(text):
    """Return the seconds of the processor that a text takes, the best of three."""
    taken = []
    for _ in range(3):
        started = process_time()
        find_place(text), suggest_places(text)
        taken.append(process_time() - started)
    return min(taken)


def test_the_names_are_put_in_order_once_for_many_questions(town):
    suggest_places("via mil")
    before = in_order.cache_info().misses

    find_place("via Milano"), suggest_places("via mila")

    assert in_order.cache_info().misses == before


@pytest.mark.parametrize("model", [Street, Hotspot])
def test_a_name_that_changes_in_the_database_is_found_at_once(town, model):
    row = model.objects.filter(pk=model.objects.exclude(latitude=None).first().pk)
    before = row.values(*{"name", "comparable"} & columns_of(model)).get()
    after = {"name": "Via Zanzara", "comparable": "via zanzara"}
    assert find_place("via Zanzara") is None

    row.update(**{column: after[column] for column in before})
    assert find_place("via Zanzara").name == "Via Zanzara"

    row.update(**before)
    assert find_place("via Zanzara") is None


def columns_of(model):
    return {field.name for field in model._meta.fields}


def test_the_questions_are_as_many_in_a_big_town(town, django_assert_max_num_queries):
    street = Street.objects.get(name="Via Milano")
    some = (
        Street(
            name=f"Via Alpha {n}",
            comparable=f"via alpha {n}",
            latitude=45,
            longitude=10,
        )
        for n in range(3_000)
    )
    Street.objects.bulk_create(some)
    for n in range(300, 320):
        HouseNumberFactory(street=street, number=str(n))

    with django_assert_max_num_queries(6):
        assert "Via Milano 40" in names("via mlano 40")


def test_the_address_answers_names_points_and_kinds(client, town):
    answer = client.get(reverse("place_search"), {"q": "piaza roma"}).json()

    assert answer["places"][0] == {
        "name": "Piazza Roma",
        "latitude": 45.13519,
        "longitude": 10.02313,
    }


def test_the_address_refuses_a_flood_with_a_sentence(client, town, monkeypatch):
    monkeypatch.setattr("hotspots.place_search.SEARCHES", Limit("x", 2, 600))
    ask = lambda **where: client.get(reverse("place_search"), {"q": "roma"}, **where)  # noqa: E731

    with clock_at("2026-11-22T19:20") as clock:
        codes = [ask().status_code for _ in range(3)]
        clock.shift(60)
        refused = ask()

    assert codes == [200, 200, 429] and refused["Retry-After"] == "540"
    assert "riprova dopo le 19:31" in refused.json()["error"]
    assert ask(REMOTE_ADDR="10.0.0.9").status_code == 200


def test_nothing_of_what_is_asked_is_kept(client, town, caplog):
    client.get(reverse("place_search"), {"q": "casa di Pippo"})

    assert "Pippo" not in caplog.text


def test_names_that_read_the_same_are_the_same():
    same = ["Via I Maggio", "via primo maggio", "V. 1° maggio", "via 1 Maggio"]

    assert {comparable(name) for name in same} == {"via 1 maggio"}
