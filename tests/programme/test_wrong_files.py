"""A programme file is read, or refused in Italian with the line, the reason and what to write."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import URLResolver, get_resolver

from cremona_safety.programme import WrongProgramme, load_programme
from hotspots.models import RESERVED_SLUGS, Hotspot, Municipality
from reports.models import Category
from tests.conftest import PROGRAMME
from tests.programme.of_cremona import ELSEWHERE

pytestmark = pytest.mark.django_db
ROMA = "[[10.02263, 45.13453], [10.02408, 45.13486], [10.02363, 45.13585], [10.02218, 45.13552], [10.02263, 45.13453]]"
CENTRE = "latitude = 45.14102\nlongitude = 10.02928"
# what one half of Django, or of the parser, would say by itself
NOT_ITALIAN = re.compile(
    r"\b(at line|Expected|Invalid|Illegal|value|field|valid|Unclosed|None|Error)\b"
)


def swapped(ring):
    return re.sub(r"\[([\d.]+), ([\d.]+)\]", r"[\2, \1]", ring)


def refusal(path):
    """Return what the command says of a file it refuses, after that nothing was written."""
    with pytest.raises(CommandError) as refused:
        call_command("load_programme", path)
    assert not Municipality.objects.exists()
    return str(refused.value)


# what of Cremona's file, what is written instead, the words that say so
SYNTAX = [
    ("latitude = 45.14102", "latitude = 45,14102", "decimali con il punto"),
    ('short_name = "Cremona"', "short_name = “Cremona”", "virgolette dritte"),
    ('short_name = "Cremona"', 'short_name = "Cremona”', "virgolette dritte"),
    ('short_name = "Cremona"', "short_name = Cremona", "tra virgolette"),
    ('short_name = "Cremona"', 'short_name = "Cremona', "virgolette che chiudono"),
    ('short_name = "Cremona"', 'short_name: "Cremona"', "manca il segno «=»"),
    ('short_name = "Cremona"', 'short_name = "c:\\Cremona"', "due volte"),
    ('istat_code = "019036"', "istat_code = 019036", 'tra virgolette: "012345"'),
    ("joined_on = 2024-09-19", "joined_on = 19/09/2024", "date così: 2026-11-30"),
    ("joined_on = 2024-09-19", "joined_on = 2024-13-45", "date così: 2026-11-30"),
    ("to_confirm = false", "to_confirm = falso", "true o false"),
    ("population = 71062", "population = 71062\npopulation = 5", "due volte"),
    ("[grant]", "[municipality]", "tabella è scritta due volte"),
    ("[grant]", "[grant", "parentesi quadra"),
    ("population = 71062", "population = 71062 abitanti", "qualcosa di troppo"),
    ("population = 71062", "pop\x07ulation = 71062", "«=»"),
    ('region = "Regione', 'region = "\x07Regione', "carattere invisibile"),
]
VALUES = [
    ('stop = "sempre"', 'stop = "forse"', "«stop»: puoi usare mai, se-in-corso, sempre"),
    ("population = 71062", 'population = "tanti"', "«population»: scrivi un numero intero"),
    ("population = 71062", "population = true", "«population»: scrivi un numero intero"),
    ("population = 71062", "population = -3", "«population»: Almeno 0"),
    ("latitude = 45.14102", 'latitude = "45,14"', "con il punto"),
    ("joined_on = 2024-09-19", 'joined_on = "ieri"', "«joined_on»: scrivi la data così"),
    ("joined_on = 2024-09-19", "joined_on = 2024", "«joined_on»: scrivi la data così"),
    ("to_confirm = false", 'to_confirm = "no"', "«to_confirm»: scrivi true o false"),
    ('short_name = "Cremona"', "short_name = 5", "scrivi un testo tra virgolette"),
    ('short_name = "Cremona"', 'short_name = ["Cremona"]', "scrivi un testo tra virgolette"),
    ('short_name = "Cremona"', 'short_name = ""', "«short_name»: manca"),
    ('short_name = "Cremona"', f'short_name = "{"a" * 61}"', "«short_name»: Al massimo 60"),
    ('code = "officer"', 'code = "sceriffo"', "i ruoli sono: officer, educator"),
    ('code = "educator"', 'code = "officer"', "due volte"),
    ("buffer_m = 25", "buffer_m = 2500", "«buffer_m»: Al massimo 500"),
    ("accuracy_m = 30", "acuracy_m = 30", "Intendevi «accuracy_m»?"),
    ("[[places]]", "[[place]]", "Intendevi «places»?"),
    ("[[places]]", "[[luoghi]]", "Puoi usare municipality"),
    ('slug = "piazza-marconi"', 'slug = "piazza-roma"', "due volte: la prima alla riga"),
    ('name = "Piazza Marconi"', 'name = "P.zza  roma"', "due volte: la prima alla riga"),
    ('label = "Persona armata o minaccia"', 'label = "Rissa o aggressione in corso"', "due volte"),
    ('name = "Corso Matteotti"', 'name = "corso mazzini"', "due volte"),
    ('name = "Piazza Roma"', 'name = "…"', "almeno una lettera"),
    *[
        (f'slug = "{slug}"', f'slug = "{reserved}"', f"per esempio «{reserved}-1»")
        for slug in ("piazza-roma", "presidio-piazza-roma")
        for reserved in sorted(RESERVED_SLUGS)
    ],
    ('slug = "piazza-roma"', 'slug = "piazza roma"', "lettere senza accento, cifre e trattini"),
    ('places = ["piazza-roma"]', 'places = ["piazza-rossa"]', "«piazza-rossa» non è tra i luoghi"),
    ('places = ["piazza-roma"]', 'places = "piazza-roma"', "scrivi un elenco"),
    ("aliases = [", 'aliases = ["", ', "scrivi un elenco"),
    ('aliases = ["piazza Marconi"', 'aliases = ["P.zza  ROMA"', "è il nome di un altro luogo"),
    ("aliases = [", f'aliases = ["{"a" * 121}", ', "al massimo 120 caratteri"),
    (CENTRE, "latitude = 10.02928\nlongitude = 45.14102", "scrivi latitude = 45.14102"),
    ("latitude = 45.14102", "latitude = 44.14102", "fuori dal confine del Comune"),
    ("latitude = 45.13496", "latitude = 41.13496", "fuori dal confine del Comune"),
    ("latitude = 45.13496\nlongitude = 10.02216", "latitude = 10.02216\nlongitude = 45.13496", "sono scambiate"),
    ("[10.02263, 45.13453], ", "[45.13453, 10.02263], ", "«ring»: latitudine e longitudine sono scambiate in questi punti del confine: 1"),
    ("population = 71062", "population = 71.062", "senza il punto delle migliaia"),
    ("joined_on = 2024-09-19", "joined_on = 2024-09-19T10:00:00", "«joined_on»: scrivi la data così"),
    (f"ring = {ROMA}", f"ring = {swapped(ROMA)}", "«ring»: latitudine e longitudine sono scambiate"),
    (f"ring = {ROMA}", f"ring = {ROMA.replace('45.', '44.')}", "«ring»: Il confine esce dal Comune"),
    (f"ring = {ROMA}", "ring = [[10.02263, 45.13453]]", "«ring»: Servono almeno tre punti"),
    (f"ring = {ROMA}", "ring = [[10,02263, 45,13453]]", "decimali con il punto"),
    (f"ring = {ROMA}", "ring = [[10,22630, 45,13453]]", "«ring»: nei numeri usa il punto"),
    (f"ring = {ROMA}", "ring = []", "«ring»: manca"),
    (f"ring = {ROMA}", f'ring = "{ROMA}"', "«ring»: Il confine è un elenco"),
    (f"ring = {ROMA}", "ring = [[10.022, 45.134], [10.024, 45.136], [10.024, 45.134], [10.022, 45.136]]", "si incrocia"),
    ("[10.02263, 45.13453], ", "[10.02263, 145.13453], ", "«ring»: Il punto 1 non esiste"),
    ('province_code = "CR"', 'province_code = "cr"', "due maiuscole, per esempio MI"),
    ('istat_code = "019036"', 'istat_code = "19036"', "sei cifre"),
    ('cadastral_code = "D150"', 'cadastral_code = "150"', "una maiuscola e tre cifre"),
    ('istat_code = "019036"', 'istat_code = "٠١٩٠٣٦"', "sei cifre"),
    ('slug = "piazza-roma"', 'slug = "Piazza-Roma"', "in minuscolo: piazza-roma"),
    ('postal_code = "26100"', 'postal_code = "2610O"', "cinque cifre"),
    ("https://www.comune.cremona.it", "http://www.comune.cremona.it", "cominciare con https://"),
    ("https://www.comune.cremona.it", "il sito", "«website»"),
    ('phone = "112"', 'phone = "112"\nemail = "urp(at)comune.it"', "Scrivi l’email così"),
    ('amount = "7500.00"', 'amount = "-3"', "«amount»: Almeno 0"),
    ('amount = "7500.00"', 'amount = "7.500,00"', "con il punto per i decimali"),
    ('funder_share = "100"', 'funder_share = "120"', "«funder_share»: al massimo 100"),
    ("joined_on = 2024-09-19", "joined_on = 2024-09-19\neligible_from = 2026-02-01\neligible_until = 2026-01-01", "prima di «eligible_from»"),
    ("joined_on = 2024-09-19", "joined_on = 2024-09-19\neligible_until = 2026-02-01\nreport_due_on = 2026-01-01", "prima di «eligible_until»"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "words"), [*SYNTAX, *VALUES])
def test_a_wrong_line_is_named_with_its_reason_in_italian(edited, old, new, words):
    path = edited(old, new)

    said = refusal(path)

    assert words in said
    assert not NOT_ITALIAN.search(said)
    number = int(re.search(r", riga (\d+): ", said)[1])
    first = PROGRAMME.read_text(encoding="utf-8").split(old)[0].count("\n") + 1
    assert first <= number <= first + new.count("\n")


def written(edited, **how):
    text = PROGRAMME.read_text(encoding="utf-8")
    path = edited("[municipality]", "[municipality]")
    path.write_bytes(how["bytes"](text))
    return path


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda text: text.encode("utf-16"), "riga 1: il file non è scritto in UTF-8"),
        (lambda text: text.encode("cp1252"), "il file non è scritto in UTF-8"),
        (lambda text: b"\x89PNG\r\n\x1a\n\x00\x00", "il file non è scritto in UTF-8"),
        (lambda text: b"PK\x03\x04\x00\x00", "riga 1: questo non è un file di testo"),
        (lambda text: b"", "per «Comune» serve una sola tabella [municipality]"),
        (lambda text: b"\n" * 10_000_000, "più grande di 1 MB"),
        (lambda text: b"a = " + b"[" * 100_000, "troppe parentesi"),
        (lambda text: b"a = " + b"9" * 5_000, "troppe cifre"),
        (lambda text: b'municipality = "Cremona"', "riga 1: «municipality» è una tabella"),
        (lambda text: text.split("[grant]")[0].encode(), "serve una sola tabella [grant]"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_programme_is_refused_in_italian(edited, make, words):
    said = refusal(written(edited, bytes=make))

    assert words in said
    assert not NOT_ITALIAN.search(said)


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path):
    assert "il file non esiste" in refusal(tmp_path / "manca.toml")
    assert "non si può leggere" in refusal(tmp_path)


@pytest.mark.parametrize(
    "make",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.replace(" = ", "\t=\t").encode(),
        lambda text: text.replace(ROMA, ROMA.replace(", [10.02263, 45.13453]]", "]")).encode(),
        lambda text: text.replace(ROMA, "[" + ", ".join(reversed(re.findall(r"\[[\d., ]+\]", ROMA))) + "]").encode(),
    ],
    ids=["mark", "crlf", "cr", "tab", "unclosed", "clockwise"],
)  # fmt: skip
def test_what_an_editor_does_to_a_file_changes_nothing(edited, make):
    load_programme(PROGRAMME)

    assert load_programme(written(edited, bytes=make)) == []


def test_lines_are_counted_as_an_editor_counts_them(edited):
    path = edited('region = "Regione', 'region = "\u2028Regione')
    text = path.read_text(encoding="utf-8").replace('"CR"', '"cr"')
    path.write_bytes(text.replace("\n", "\r\n").encode())

    assert "riga 10: «province_code»" in refusal(path)


def test_the_file_of_another_comune_is_refused_by_a_portal_that_has_one(edited):
    load_programme(ELSEWHERE)

    with pytest.raises(WrongProgramme, match=r"riga 11: questo portale è del Comune di Valtorre \(codice ISTAT 999001\)"):  # fmt: skip
        load_programme(PROGRAMME, overwrite=True)

    assert Municipality.objects.get().name == "Comune di Valtorre"
    assert not Hotspot.objects.filter(slug="piazza-roma").exists()
    assert not Category.objects.filter(code="schiamazzi").exists()


def test_a_code_that_changed_is_loaded_by_who_says_so(edited):
    load_programme(PROGRAMME)
    path = edited('istat_code = "019036"', 'istat_code = "019136"')

    with pytest.raises(CommandError, match="--same-comune"):
        call_command("load_programme", path)
    call_command("load_programme", path, same_comune=True)

    assert Municipality.objects.get().istat_code == "019136"


def test_no_page_stands_where_a_place_or_an_event_could_be():
    routes = [str(route.pattern) for route in all_routes(get_resolver())]
    slugged = [route for route in routes if "<slug:slug>" in route]
    kinds = ("luoghi/", "operatori/luoghi/", "operatori/eventi/", "cruscotto/")

    for kind in kinds:
        inside = {r.removeprefix(kind) for r in routes if r.startswith(kind)}
        words = {rest.rstrip("/") for rest in inside if re.fullmatch(r"[\w-]+/", rest)}
        assert any(route.startswith(f"{kind}<slug:slug>") for route in slugged)
        assert words <= RESERVED_SLUGS


def all_routes(resolver):
    for route in resolver.url_patterns:
        if isinstance(route, URLResolver):
            yield from all_routes(route)
        else:
            yield route
