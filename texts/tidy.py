"""Text as people meant it: what no keyboard writes on purpose is taken out in silence."""

import unicodedata

JOINERS = "\u200c\u200d"  # parts of words in some languages, and of some symbols
LINES = str.maketrans({"\r": "\n", "\u2028": "\n", "\u2029": "\n"})


def tidy_text(text, *, multiline=False):
    """Return ``text`` in NFC, trimmed, without control and direction-changing characters."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(LINES))
    kept = "".join(c for c in text if c in JOINERS or _is_visible(c, multiline))
    return kept.strip() if multiline else " ".join(kept.split())


def _is_visible(character, multiline):
    if character in "\n\t":
        return True
    # controls, format (bidi overrides, zero width), surrogates
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
