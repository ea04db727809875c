"""A text as a row of tags, two characters for each word: what the word is, and how it is written.

«Ieri il sig. Rossi» is "XsOlTlWc". The first is the letter of the lexicon, or

    X unknown · 2 unknown, and no Italian word looks like it · K an initial · Q a Roman numeral
    N a number · C a comma or a bracket · E an end: a full stop, a new line · - a hyphen

and the second is l small letters, i small letters that end as of many (no word, or verb, for one),
c a capital, u capitals, s a capital that begins a sentence, p for what is no word. In a text all in
capitals every word counts as small. The phone does the same in ``static/js/field/guard.js``.
"""

import re

from texts.guard.lexicon import LONGEST_ENTRY, lexicon
from texts.guard.plain import folded

TOKEN = re.compile(
    "("
    # «dott.ssa», «p.zza», then any word, with the apostrophe that ends it
    r"[^\W\d_]{1,5}\.(?:ssa|lli|llo|ra|na|le|zza|za|tta|so|go|lo|ta|to|sa)(?![^\W_])|[^\W\d_]{1,40}'?"
    r")|(\d{1,12}(?:[./]\d{1,8}){0,3}(?:\s?/\s?[A-Za-z])?(?:bis|ter|[A-Za-z])?(?![^\W_]))"
    r'|([,;:()«»"\[\]…–—/]|-)|([.!?]{1,9}|\n)|\S'
)
ROMAN = re.compile(r"[IVXL]{2,6}")
# an Italian word ends with a vowel, and none has these inside
STRANGE = re.compile(r"[^aeiou']$|[jkwxy]|[^aeioucg]h[aeiou]|ou|(?:^|[^c])hm")
# as many surnames end, and few words that have a capital
LIKE_A_SURNAME = re.compile(
    r"[a-z]{3,20}(?:ett|ell|ott|ucc|acc|azz|ezz|izz|ozz|uzz|ald|ard|old|in|on|ign|occh|igh)i"
)
# as only a surname of somewhere else begins, or ends
A_SURNAME = re.compile(
    r"(?:okon|okor|ogun|omor|obas|nwan)[a-z]{2,9}|[a-z]{2,20}(?:enko|chuk|czuk|wski|nski|zski|escu|eanu|ovic|ovich|evic|evich|yan|shvili|poulos|ovskij|uddin|ullah|inho|aj|oiu|singhe|[nvt]sky|czyk|oglu|[ai]dze|eddine)"
)
# as only a first name is made: «Mariasole», «Gianmarco», «Gurpreet», «Adebayo»
A_FIRST_NAME = re.compile(
    r"(?:gian|giam|pier|maria|anna)(?:a(?:ugust|delch|ntoni|ngel|lbert)|b(?:attist|runo)|c(?:arl|hiar|laud|ristin)|d(?:omenic|avid)|e(?:len|nric)|f(?:ranc|aust|elic)|g(?:iul|razi|iovann|aetan)|l(?:uc|uig|aur|is)|m(?:ari|arc|atte|ichel)|p(?:aol|ier|i[ao])|r(?:ober|it|os)|s(?:andr|ol|tefan|ilvi)|t(?:eres|ommas)|v(?:incen|ittor))[a-z]{0,6}"
    r"|(?:gur|har|sukh|jas|man|kul|bal|par|sat|sim|lov|nav|kar|raj|dal|jag|kar|am|am[ar]|luk)(?:a?n)?(?:preet|deep|jit|jeet|inder|winder|vinder|bir|want|meet|jot|veer|leen)"
    r"|(?:ade|olu|ola|ayo|temi|tolu)[a-z]{0,4}(?:yemi|wale|tunde|kunle|bayo|dayo|femi|segun|seun|jide|ronke|yinka|lade|mide)"
    r"|[a-z]{2,8}(?:chukwu|nonso|amaka|dinma|emeka)"
    r"|(?:abde?[lrs]|abdou|abdul|oluwa|chukwu)[a-z]{2,12}"
)
# as many end, and no word for one person but a surname
OF_MANY = re.compile(
    r"(?!porta|para|cava|lava|tergi|schiaccia|copri|apri|batti|spazza|asciuga|segna|conta|scalda|[a-z]{1,20}(?:[aiu]t|[ae]nt|bil|[eo]s|ist)i$)[a-z]{3,20}[b-df-hj-np-z]i"
)
OF_ONE = frozenset({"il", "del", "dal", "al", "quel"})
# what a person does, or did: «piangeva», «sostituisce», «litigano»
A_VERB = re.compile(
    r"[a-z]{2,20}(?:[ae]va|[^t]iva|isce|[b-df-hl-np-tvz]ano|[b-df-hl-np-tvz]ono)"
)
# two initials that are no person's: of a law, of an office
ACRONYM = re.compile(
    r"(?:[DR]\.[LMPD]|C\.[CFPS]|L\.R|P\.[AGILMST]|S\.[PRS]|T\.U|U\.[OS])\.?(?=[^\w]|[A-Z]\.)"
)
OPENING = frozenset(':«“"([')  # after them a capital says nothing
SURNAME_AFTER = re.compile(r"\. ?(?:(?:De|Di|El|Al|Ben|La|Lo) )?([^\W\d_]{3,40})")
CAPITALS = 0.6  # of the letters: beyond them no capital says anything
ABBREVIATED = frozenset("TJVP3A")
LONGEST_SHORT = 5  # letters of an abbreviation: «dott.», «comm.»
SHORTEST_STRANGE = 3  # letters


def tags_of(text, places=frozenset()):
    """Return the tags of a plain text, and for each pair of them (start, end) in it."""
    tokens, shouted = list(TOKEN.finditer(text)), _is_shouted(text)
    tags, spans, at, begins = [], [], 0, True
    while at < len(tokens):
        kind, used = _kind(text, tokens, at, places)
        last = tokens[at + used - 1]
        written = "p" if not tokens[at][1] else "l" if shouted else _case(last[1])
        if begins and written == "c" and used == 1 and kind != "K":
            written = "s"
        if written == "l" and kind in "XW8":
            kind, written = _of_many(kind, folded(last[1]), tokens[max(at - 1, 0)][0])
        if kind in ABBREVIATED | {"K"} and _is_short(text, tokens, at + used):
            used += 1  # the full stop ends no sentence
        tags.append(kind + written)
        spans.append((tokens[at].start(), tokens[at + used - 1].end()))
        begins = kind == "E" or tokens[at][0] in OPENING
        at += used
    return "".join(tags), spans


def _of_many(kind, key, before):
    """Return the tag of a word in small letters that may end as of many: «bonazzi», «cercano»."""
    if kind == "8":
        return kind, "i" if key.endswith("no") else "l"
    if not OF_MANY.fullmatch(key):
        return kind, "l"
    if before.lower() in OF_ONE:  # «il mancini»
        return "S", "l"
    return kind, "i" if kind == "X" else "l"


def _is_shouted(text):
    letters = [c for c in text if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return capitals > CAPITALS * len(letters) and " " in text.strip()


def _case(word):
    letters = word.rstrip("'")
    if not letters[0].isupper():
        return "l"
    return "u" if len(letters) > 1 and letters.isupper() else "c"


def _kind(text, tokens, at, places):
    """Return the letter of the words that begin with this token, and how many they are."""
    token = tokens[at]
    if not token[1]:
        is_end, is_number, is_hyphen = token[4], token[2], token[3] == "-"
        return "E" if is_end else "N" if is_number else "-" if is_hyphen else "C", 1
    if text[token.start() : token.end() + 1] == f"{token[1]}." and len(token[1]) == 1:
        return _initial(text, token), 1
    return _entry(text, tokens, at, places)


def _initial(text, token):
    if not token[1].isupper():
        return lexicon().get(token[1], "X")
    if ACRONYM.match(text, token.start()):
        return "X"
    # «S. Luca» is a place, «S. Brambilla» a person
    following = SURNAME_AFTER.match(text, token.end())
    of_a_surname = following and lexicon().get(folded(following[1])) == "S"
    return "A" if token[1] == "S" and not of_a_surname else "K"


def _entry(text, tokens, at, places):
    keys = _keys(text, tokens, at)
    for used in range(len(keys), 1, -1):
        words = " ".join(keys[:used]).replace("'", "")
        kind = "Y" if words in places else lexicon().get(words)
        # «il figlio di luca» is no «Di Luca», «La rocca» no «La Rocca»
        ends = tokens[at][1][0] + tokens[at + used - 1][1][0]
        if kind and not (kind in "SW7" and ends != ends.upper()):
            return kind, used
    key = keys[0]
    kind = lexicon().get(key) or lexicon().get(key.rstrip("'"))
    return kind or _unknown(key, tokens[at][1]), 1


def _keys(text, tokens, at):
    """Return the words that stand one after the other from here, as they are looked up."""
    keys, end = [], None
    for token in tokens[at : at + LONGEST_ENTRY]:
        if not token[1] or (keys and text[end : token.start()].strip(" ")):
            break
        keys.append(folded(token[1]).replace(".", " "))
        end = token.end()
    return keys


def _unknown(key, word):
    if ROMAN.fullmatch(word):
        return "Q"
    if A_FIRST_NAME.fullmatch(key):
        return "F"
    if word[0].isupper() and A_SURNAME.fullmatch(key):
        return "S"
    if word[0].isupper() and LIKE_A_SURNAME.fullmatch(key):
        return "W"
    if word[0].islower() and A_VERB.fullmatch(key):
        return "8"
    return "2" if len(key) >= SHORTEST_STRANGE and STRANGE.search(key) else "X"


def _is_short(text, tokens, after):
    """Tell whether what comes after is the full stop of an abbreviation: «sig.», «n.», «M.»."""
    last = tokens[after - 1]
    dot = text[last.end() : last.end() + 1] == "." and len(last[1]) <= LONGEST_SHORT
    return dot and after < len(tokens) and tokens[after][0] == "."
