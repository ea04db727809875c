"""The words of Cremona, which the portal of another Comune never says."""

from pathlib import Path

from tests.conftest import PROGRAMME
from tests.programme.words import own_words

ELSEWHERE = Path(__file__).with_name("altrove.toml")
ALLOWED = {
    # what the 112 is for, and what a crime is, in every Comune
    "rissa",
    "furto",
    "fight",
    "theft",
    # a human being
    "persona",
    "person",
    # what grows in a square; notes that were written
    "verde",
    "scritte",
    # choices of the code: a theme of the diary, an outcome, a need, a desk that answers it
    "conflitti",
    "intervento eseguito",
    "violenza di genere o in famiglia",
    "sportello per le vittime di reato",
}
OF_CREMONA = own_words(PROGRAMME, shared_with=ELSEWHERE, allowed=ALLOWED)
OF_ITS_TERRITORY = own_words(
    PROGRAMME,
    shared_with=ELSEWHERE,
    allowed=ALLOWED,
    tables=("municipality", "places", "landmarks"),
)


def of_cremona(pages):
    """Return the words of Cremona in the pages, each with what stands around it."""
    return [
        f"{page.address}: …{page.text[max(0, found.start() - 40) : found.end() + 40]}…"
        for page in pages
        for found in OF_CREMONA.finditer(page.text)
    ]
