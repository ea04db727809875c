"""Which passwords are refused, and in which words."""

import re
import unicodedata

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.contrib.auth.password_validation import (
    MinimumLengthValidator as DjangoMinimumLength,
)
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string

EASY = (
    "È facile da indovinare: senza le parole comuni, il tuo nome, quello del Comune e gli anni, resta "
    "poco. Prova con quattro o cinque parole che tra loro non c’entrano."
)
READ = 64  # characters: what stands after these makes an easy beginning no better
SHORTEST_WORD = 4
# of the work that is done here, wherever it is
TRADE = "comune polizia locale sicurezza urbana portale vigile vigili agente educatore operatore accesso password"
YEAR = re.compile(r"(19|20)\d\d")
# as people dress up a word: p4ssw0rd, cr€mon@
DISGUISES = str.maketrans("0134578@$€!|", "oieastbaseii")


class MinimumLengthValidator(DjangoMinimumLength):
    """Django's, with its sentence in Italian: its own catalogue lacks this plural."""

    def get_error_message(self):
        return f"È troppo corta: servono almeno {self.min_length} caratteri."


class LazyPasswordValidator(CommonPasswordValidator):
    """Refuses what is short once the words that anybody would try are taken away.

    ``words`` names a function that gives those of this Comune; the person's own are added. A word of
    Django's list of common passwords is worth ``COMMON`` characters, the others nothing; a character
    counts once, those in a row (abc, 111) hardly. ``ENOUGH`` is what a password must be worth.
    """

    COMMON, ENOUGH = 2, 8

    def __init__(self, words):
        super().__init__()
        self.words = words

    def validate(self, password, user=None):
        known = {*_words(TRADE), *_words(*import_string(self.words)()), *_own(user)}
        if self._worth(_plain(password)[:READ], known) < self.ENOUGH:
            raise ValidationError(EASY, code="password_too_easy")

    def _worth(self, text, known):
        text = YEAR.sub(" ", text)
        for word in sorted(known, key=len, reverse=True):
            text = text.replace(word, " ").replace(_disguised(text, word), " ")
        text, common = self._without_common(text)
        return self.COMMON * len(common) + len(set(_without_rows(text)))

    def _without_common(self, text):
        """Return the text without the common words, the longest first, and the set of them."""
        found = set()
        for length in range(len(text), SHORTEST_WORD - 1, -1):
            at = 0
            while at + length <= len(text):
                piece = text[at : at + length]
                if {piece, piece.translate(DISGUISES)} & self.passwords:
                    found.add(piece)
                    text = text.replace(piece, " ")
                at += 1
        return text, found


def _plain(text):
    """Return a text in small letters, without accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in letters if not unicodedata.combining(c))


def _words(*texts):
    pieces = re.split(r"[^a-z]+", _plain(" ".join(texts)))
    return {piece for piece in pieces if len(piece) >= SHORTEST_WORD}


def _own(user):
    return _words(user.full_name, user.email) if user else set()


def _disguised(text, word):
    """Return the piece of a text that is a word dressed up, or the word."""
    at = text.translate(DISGUISES).find(word)
    return text[at : at + len(word)] if at >= 0 else word


def _without_rows(text):
    """Return the characters that do not go on from the one before: of 1234, and of aaaa, the first."""
    pairs = zip(" " + text, text, strict=False)
    return [c for before, c in pairs if c != " " and abs(ord(c) - ord(before)) > 1]
