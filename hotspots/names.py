"""Names of places as people write them, brought to one form so that they can be compared."""

import re
import unicodedata

LONGEST = 300  # characters read: nobody names a place at greater length
ABBREVIATIONS = [
    (re.compile(rf"\b{written}\b\.?"), f" {full} ")
    for written, full in [
        (r"p\.? ?zz?a", "piazza"),
        (r"p\.? ?z?le", "piazzale"),
        (r"p\.? ?tta", "piazzetta"),
        (r"v\.? ?le", "viale"),
        (r"v\.? ?lo", "vicolo"),
        (r"c\.? ?so", "corso"),
        (r"l\.? ?go", "largo"),
        (r"v(?=\.)", "via"),
    ]
]


def normalise(text):
    """Return the comparable form of a name: «P.zza  Unità» and «piazza unita» become "piazza unita".

    Lower case, no accents, no punctuation, single spaces, usual Italian abbreviations of
    squares and streets written in full. The empty string when nothing is left.
    """
    lowered = unicodedata.normalize("NFKD", str(text or "")[:LONGEST]).casefold()
    plain = "".join(c for c in lowered if not unicodedata.combining(c))
    for pattern, full in ABBREVIATIONS:
        plain = pattern.sub(full, plain)
    return " ".join(re.findall(r"[^\W_]+", plain))
