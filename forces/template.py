"""The templates of a file of counts: headings to write under, and the words that are valid."""

from itertools import zip_longest

from forces.models import FORCE_KINDS, Force
from forces.words import COLUMNS
from hotspots.models import ELSEWHERE_LABEL, Hotspot

WORDS_PAGE = "Parole valide"  # has the same headings as the page to fill in


def template_csv():
    """Return the lines of the CSV template: the valid words are comments that are not read."""
    lines = [[heading for _, heading, _ in COLUMNS], [_example()]]
    return [*lines, *([f"# {title}: {', '.join(words)}"] for title, words in _valid())]


def template_xlsx():
    """Return the bytes of the XLSX template; the valid words stand in its second page."""
    from documents.workbooks import template_bytes  # heavy, and seldom asked for

    page = [[heading for _, heading, _ in COLUMNS], [_example()]]
    words = zip_longest(*([title, *valid] for title, valid in _valid()))
    return template_bytes(
        [("Interventi", (12, 28, 24, 32, 12), page), (WORDS_PAGE, (), words)]
    )


def _example():
    """Return a row, written so that nobody imports it by mistake."""
    cells = ", ".join(["10/2026", _places()[0], "Carabinieri", "Controllo", "4"])
    return f"# Una riga si scrive così: {cells}"


def _places():
    return [*Hotspot.objects.values_list("name", flat=True), ELSEWHERE_LABEL]


def _valid():
    return [
        ("Mese", ["mese e anno, come 10/2026"]),
        ("Luogo", _places()),
        ("Forza", Force.labels),
        ("Tipo", [label for _, label in FORCE_KINDS]),
        ("Interventi", ["numero intero da 0 a 9.999"]),
    ]
