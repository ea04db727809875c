"""A text as a row of tags, two characters for each word: what the word is, and how it is written.

«Ieri il sig. Rossi» is "XsOlTlWc". The first is the letter of the lexicon, or

    X unknown · 2 unknown, and no Italian word ends like it · K an initial · Q a Roman numeral
    N a number · C a comma or a bracket · E an end: a full stop, a new line · - a hyphen

and the second is l small letters, c a capital, u capitals, s a capital that begins a sentence,
p for what is no word. In a text all in capitals every word counts as small.
"""

import re

from texts.guard.lexicon import FOREIGN, LONGEST_ENTRY, UNKNOWN, lexicon
from texts.guard.plain import folded

TOKEN = re.compile(
    r"((?:[^\W\d_]{1,5}\.(?:ssa|ra|na|le|zza|za|tta|so|go|lo|ta|to|sa)(?![^\W_])|[^\W\d_]{1,40}'?))|(\d{1,12}(?:[./]\d{1,8}){0,3}(?:\s?/\s?[A-Za-z])?"
    r"(?:bis|ter|[A-Za-z])?(?![^\W_]))|([,;:()«»\"\[\]…–—/]|-)|([.!?]{1,9}|\n)|\S"
)
ROMAN = re.compile(r"[IVXL]{2,6}")
CAPITALS = 0.6  # of the letters: beyond them, a capital says nothing
VOWELS = "aeiou'"
FOREIGN_LETTERS = re.compile(r"[jkwxy]|[^aeiou]h[aeiou]|ou|(?:^|[^c])hm")
# two initials that are no person's: of a law, of an office
ACRONYM = re.compile(
    r"(?:[DR]\.[LMPD]|C\.[CFPS]|L\.R|P\.[AGILMST]|S\.[PRS]|T\.U|U\.[OS])\.?(?=\W|[A-Z]\.)"
)
OPENING = frozenset(':«“"([')
ABBREVIATED = frozenset("TJVP3A")
LONGEST_SHORT = 5  # letters of an abbreviation: «dott.», «comm.»
NOT_ITALIAN_UNDER = 3  # letters: of a shorter word nothing is said


class Tagged:
    """``tags``, and for the n-th pair of them ``spans[n]`` in the plain text."""

    def __init__(self, text, places=frozenset()):
        self.tags, self.spans = "", []
        self._known = lexicon()
        self._places = places
        letters = [c for c in text if c.isalpha()]
        capitals = sum(c.isupper() for c in letters)
        self._shouted = capitals > CAPITALS * len(letters) and text.count(" ") > 2
        self._read(text)

    def _read(self, text):
        tokens = list(TOKEN.finditer(text))
        pieces, at, begins = [], 0, True
        while at < len(tokens):
            kind, written, used = self._tag(text, tokens, at, begins)
            pieces.append(kind + written)
            self.spans.append((tokens[at].start(), tokens[at + used - 1].end()))
            begins = kind == "E" or tokens[at][0] in OPENING
            at += used
        self.tags = "".join(pieces)

    def _tag(self, text, tokens, at, begins):
        """Return what the token is, how it is written, and how many tokens it takes."""
        token = tokens[at]
        if not token[1]:
            return self._mark(token), "p", 1
        kind, used = self._look_up(text, tokens, at)
        last = tokens[at + used - 1][1]
        if kind in ABBREVIATED and self._is_short(text, tokens, at + used):
            return kind, self._written(last), used + 1
        written = self._written(last if used > 1 else token[1])
        if begins and written == "c" and used == 1:
            written = "s"
        if used == 1 and len(token[1]) == 1 and text[token.end() :][:1] == ".":
            return self._initial(text, token, kind, written)
        if kind == UNKNOWN:
            kind = self._unknown(token[1], written)
        return kind, written, used

    def _is_short(self, text, tokens, after):
        """Tell whether what comes after is the full stop of an abbreviation: «sig.», «n.»."""
        last, following = tokens[after - 1], tokens[after : after + 1]
        return bool(
            following
            and text[last.end() : following[0].end()] == "."
            and len(last[1]) <= LONGEST_SHORT
        )

    def _initial(self, text, token, kind, written):
        letter, start = token[1], token.start()
        if not letter.isupper():
            return kind, written, 1
        if ACRONYM.match(text, start):
            return UNKNOWN, "u", 2
        # "S. Luca" is a place, and its full stop ends no sentence
        return ("A" if letter == "S" else "K"), "c", 2

    def _mark(self, token):
        if token[2]:
            return "N"
        if token[3]:
            return "-" if token[3] == "-" else "C"
        return "E" if token[4] else "C"

    def _look_up(self, text, tokens, at):
        keys = []
        for token in tokens[at : at + LONGEST_ENTRY]:
            if not token[1] or not self._follows(text, tokens, at, len(keys)):
                break
            keys.append(folded(token[1]).replace(".", " "))
        for used in range(len(keys), 1, -1):
            words = " ".join(keys[:used]).replace("'", "")
            if words in self._places:
                return "Y", used
            kind = self._known.get(words)
            if kind and not (kind in "SW7" and tokens[at][1][0].islower()):
                return kind, used
        key = keys[0]
        kind = self._known.get(key) or self._known.get(key.rstrip("'"))
        return kind or ("Y" if key in self._places else UNKNOWN), 1

    def _follows(self, text, tokens, at, count):
        """Tell whether only spaces, an apostrophe or a hyphen stand before the next word."""
        if not count:
            return True
        between = text[tokens[at + count - 1].end() : tokens[at + count].start()]
        return between in {" ", "  ", ""}

    def _written(self, word):
        letters = word.rstrip("'")
        if self._shouted or not letters[0].isupper():
            return "l"
        return "u" if len(letters) > 1 and letters.isupper() else "c"

    def _unknown(self, word, written):
        if written == "u" and ROMAN.fullmatch(word):
            return "Q"
        key = folded(word)
        strange = key[-1] not in VOWELS or FOREIGN_LETTERS.search(key)
        return FOREIGN if strange and len(key) >= NOT_ITALIAN_UNDER else UNKNOWN
