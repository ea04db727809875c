"""One term for each thing, said as an Italian office would: what the portal says no more."""

import re

from django.conf import settings

NO_MORE = re.compile(
    r"Dove è successo|uestua molesta|lavora la segnalazione|come riconoscere una persona"
    r"|la segui con il codice|Hai fatto molto in fretta|possiamo mostrartelo"
    r"|Togli da questo telefono|ha fatto un passo|Abbiamo finito|altri sei segni"
    r"|sapere quale fosse|[Uu]scite insieme|vogliono dire per forza|Come capiamo se"
    r"|vengono i soldi|L’ha deciso|[Cc]hi la guida|Decisa sul posto|Contatti così"
    r"|[Rr]ipassare|Invia una persona|quella del server|Segna come fatt|Un passo avanti"
    r"|è di un servizio che è uscito|[Ff]oglio del giorno|può essere dovuto al caso"
    r"|persone incontrate|Quanto è sicuro|recapito da confermare|Inserisci un"
    r"|Assicurati che|\"fallito\""
)


def sources():
    """Yield (path, text) of what people read: templates, scripts, code, the words of packages."""
    base = settings.BASE_DIR
    found = [*(base / "templates").rglob("*.*"), *(base / "static").rglob("*.js")]
    found += [*(base / "locale" / "it").rglob("*.po"), *(base / "programmes").iterdir()]
    for folder in [*settings.OUR_APPS, *settings.GROUND, "cremona_safety"]:
        found += (base / folder).rglob("*.py")
    for path in found:
        if "migrations" not in path.parts:
            yield str(path.relative_to(base)), path.read_text("utf-8")


def test_what_an_office_would_not_say_is_nowhere():
    said = {name: NO_MORE.findall(text) for name, text in sources()}

    assert {name: words for name, words in said.items() if words} == {}


def test_the_sources_are_those_that_people_read():
    names = {name for name, _ in sources()}

    for name in ["templates/pages/home.html", "static/js/field/queue.js"]:
        assert name in names
    assert "interventions/forms/sheet.py" in names
