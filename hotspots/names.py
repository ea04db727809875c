"""Names of places as people write them, brought to one form so that they can be compared."""

import re
import unicodedata


def _words(text):
    return tuple(text.split())


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
        (r"c\.? ?da", "contrada"),
        (r"l\.? ?go", "largo"),
        (r"f\.? ?lli", "fratelli"),
        # «corso V. Emanuele» has an initial
        (r"(?<!corso )(?<!piazza )(?<!viale )(?<!largo )(?<!via )v(?=\.)", "via"),
    ]
]
KINDS = _words(
    """via viale vialetto vicolo corso piazza piazzale piazzetta largo galleria strada stradello
    contrada borgo calle campo salita lungomare lungofiume rotonda ponte parco giardino giardini
    quartiere frazione localita cascina vico rione traversa rampa calata corte riva slargo
    circonvallazione fondamenta"""
)
UNHEARD = _words(
    """il lo la i gli le l un uno una di del dello della dei degli delle dell d e ed"""
)
SAINTS = _words("""san santo santa sant santi ss""")
TITLES = {
    "monsignor": "mons",
    "monsignore": "mons",
    "generale": "gen",
    "dottor": "dott",
    "professor": "prof",
    "ingegner": "ing",
    "avvocato": "avv",
    "capitano": "cap",
    "colonnello": "col",
    "maresciallo": "mar",
    "cardinale": "card",
    "vescovo": "vesc",
}
MONTHS = _words(
    """gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre
    dicembre"""
)
DAYS = _words(
    """primo due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici
    quindici sedici diciassette diciotto diciannove venti ventuno ventidue ventitre ventiquattro
    venticinque ventisei ventisette ventotto ventinove trenta trentuno"""
)
NUMBER_AND_LETTER = re.compile(r"\b(\d{1,4}) (bis|ter|quater|[a-z])\b")
GLUED = re.compile(r"([a-z]{4,})(\d)")  # «via Milano40»
ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")


def normalise(text):
    """Return the comparable form of a name: «P.zza  Unità» and «piazza unita» become "piazza unita".

    Lower case, no accents, no punctuation, single spaces, usual Italian abbreviations of
    squares and streets written in full. The empty string when nothing is left.
    """
    lowered = unicodedata.normalize("NFKD", str(text or "")[:LONGEST]).casefold()
    plain = "".join(c for c in lowered if not unicodedata.combining(c))
    for pattern, full in ABBREVIATIONS:
        plain = " ".join(pattern.sub(full, plain).split())
    return " ".join(re.findall(r"[^\W_]+", plain))


def comparable(text):
    """Return the words of a name that tell it from another: those of ``whole_words``, fewer.

    «Piazza della Repubblica» and «piazza repubblica» are "piazza repubblica": articles go, and
    initials, because who writes «via G. Verdi» and who writes «via Verdi» means one street.
    """
    return without_little(whole_words(text))


def whole_words(text):
    """Return all the words of a name in one form: what tells two streets of an archive apart.

    Those of ``normalise``, with numerals in figures, saints and titles written in one way: «Via IV
    Novembre» and «via quattro novembre» are "via 4 novembre", «12/A» is "12a".
    """
    apart = GLUED.sub(r"\1 \2", normalise(text))
    words = NUMBER_AND_LETTER.sub(r"\1\2", apart).split()
    following = [*words, ""][1:]
    return " ".join(map(_heard, words, following))


def without_little(words):
    """Return ``whole_words`` without articles and initials: «Umberto I» has no homonym here."""
    kept = (w for w in words.split() if w not in UNHEARD and (w.isdigit() or w[1:]))
    return " ".join(kept)


def _heard(word, after):
    """Return a word as it is compared, by the word ``after`` it."""
    if after in MONTHS:
        day = "primo" if word == "i" else word
        if day in DAYS:
            return str(DAYS.index(day) + 1)
        if re.fullmatch(r"\d{1,2}[oa]", word):
            return word[:-1]
    if word in SAINTS or (word == "s" and after):
        return "san"
    if len(word) == 1 and word != "x":
        return word
    return TITLES.get(word) or _in_figures(word)


def _in_figures(word):
    match = ROMAN.fullmatch(word)
    if not match:
        return word
    tens, units = match.groups()
    ones = {"ix": 9, "iv": 4}.get(units, 5 * units.count("v") + units.count("i"))
    return str(10 * len(tens) + ones)
