"""Finds in a text that others will read what could point at a person."""

import re
import unicodedata

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PersonalData(TextChoices):
    """What points at a person, with the words that say it; the citizens read them in English too."""

    EMAIL = "email", _("un indirizzo email")
    TAX_CODE = "tax code", _("un codice fiscale")
    PLATE = "plate", _("una targa")
    PHONE = "phone", _("un numero di telefono")
    WEB = "web", _("un indirizzo web")


# every repetition has a limit: what a citizen types may be made to cost a search without end
PATTERNS = {
    PersonalData.EMAIL: re.compile(r"[^\s@]\s{0,3}(?:@|\(at\)|\[at\])\s{0,3}[^\s@]{1,255}\.\w{2}", re.I),
    PersonalData.TAX_CODE: re.compile(r"\b(?:[A-Z]\s{0,3}){6}(?:[\dLMNP-V]\s{0,3}){2}[A-EHLMPR-T]\s{0,3}(?:[\dLMNP-V]\s{0,3}){2}[A-Z]\s{0,3}(?:[\dLMNP-V]\s{0,3}){3}[A-Z]\b", re.I),
    # plates since 1994: two letters, three figures, two letters, without I O Q U
    PersonalData.PLATE: re.compile(r"\b[A-HJ-NPR-TV-Z]{2}[\s.-]?\d{3}[\s.-]?[A-HJ-NPR-TV-Z]{2}\b", re.I),
    # at least eight figures, however they are grouped; dates are taken out before
    PersonalData.PHONE: re.compile(r"(?<!\d)(?:(?:\+|00)\d{2}[\s./-]{0,3})?\d(?:[\s./-]?\d){7,12}(?!\d)"),
    PersonalData.WEB: re.compile(r"https?://|\bwww\.", re.I),
}  # fmt: skip
DATE = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b|\b\d{4}-\d{2}-\d{2}\b")

SHARED = "{where} sembra esserci {found}: toglilo. Qui si scrive di luoghi e situazioni, mai di persone."

# letters of other alphabets that look like those of a plate or a tax code
LOOKALIKES = str.maketrans("АВЕКМНОРСТХУΑΒΕΖΗΚΜΝΡΤΧΥ", "ABEKMHOPCTXYABEZHKMNPTXY")
# marks and letters that nobody sees; those of category Cf are found by it
UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u3164\ufe00-\ufe0f\uffa0]"
)


def find_personal_data(text):
    """Return the ``PersonalData`` that ``text`` seems to hold, an empty list for none.

    It finds shapes, not meanings: a name passes, so a person still reads the line.
    """
    text = DATE.sub(" ", _plain(text))
    return [what for what, pattern in PATTERNS.items() if pattern.search(text)]


def personal_data_error(text, where="", *, sentence=SHARED):
    """Return the sentence that refuses ``text``, with what was ``{found}`` in it, or "".

    The sentence for what is shared begins with ``where``: "Nella nota", "Nello scopo".
    """
    if found := find_personal_data(text):
        words = " e ".join(str(what.label) for what in found)
        return sentence.format(where=where, found=words)
    return ""


def _plain(text):
    """Return the text as an eye reads it: full-width forms, hidden and look-alike letters."""
    text = unicodedata.normalize("NFKC", text).translate(LOOKALIKES)
    text = UNSEEN.sub("", text)
    return "".join(c for c in text if unicodedata.category(c) != "Cf")
