"""A text as an eye reads it, with the way back to the text as it was typed."""

import unicodedata

# letters of other alphabets that look like ours: of a plate, of a tax code, of a name
LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТХУаеорсхуіΑΒΕΖΗΙΚΜΝΟΡΤΧΥο’‘`´ʼ",
    "ABEKMHOPCTXYaeopcxyiABEZHIKMNOPTXYo'''''",
)
# marks and letters that nobody sees; those of category Cf are found by it
UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u3164\uffa0")
SELECTORS = range(0xFE00, 0xFE10)


def plain_text(text):
    """Return the plain text, and for each of its characters (start, end) in ``text``.

    Full-width forms become plain ones, a letter and its accent one character; what cannot be
    seen is left out.
    """
    kept, spans = [], []
    for index, typed in enumerate(text):
        if typed.isascii():
            kept.append(typed)
            spans.append((index, index + 1))
            continue
        if typed in UNSEEN or ord(typed) in SELECTORS:
            continue
        for character in unicodedata.normalize("NFKC", typed).translate(LOOKALIKES):
            category = unicodedata.category(character)
            if category == "Mn":
                _join(kept, spans, character, index)
            elif category != "Cf":
                kept.append(" " if category == "Zs" else character)
                spans.append((index, index + 1))
    return "".join(kept), spans


def _join(kept, spans, accent, index):
    """Put an accent typed alone on the letter before it; one that fits no letter is left out."""
    whole = unicodedata.normalize("NFC", kept[-1] + accent) if kept else ""
    if len(whole) == 1:
        kept[-1], spans[-1] = whole, (spans[-1][0], index + 1)


def folded(word):
    """Return a word in small letters without accents; one at the end is an apostrophe: "sarà"."""
    apart = unicodedata.normalize("NFD", word.casefold())
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    return f"{bare}'" if unicodedata.combining(apart[-1]) else bare
