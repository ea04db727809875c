"""The words that tell a Comune from another, read from its programme file."""

import html
import re
import tomllib

CODES = {"slug", "code", "kind", "stop", "publication"}  # which nobody reads
FEWEST_FIGURES = 5  # of a number that is nobody else's
WORD = re.compile(r"\w+")
NAME = re.compile(r"\b[A-ZÀ-Ý][\w’]{2,}")
# the same in every Comune: an address of the demonstration, what only the browser reads
CODED = re.compile(
    r"\S+@demo\.example"
    r'| (?:id|for|name|class|href|src|action|hx-[a-z]+|aria-(?:labelled|described)by)="[^"]*"'
    r'|<option value="[^"]*"'
)


def own_words(path, *, shared_with, allowed, tables=()):
    """Return a pattern that finds what ``path`` says and ``shared_with`` does not.

    It looks for every text of the file (or of some of its ``tables``), whole, and for the words
    that betray it alone: the names of its places, streets and events, the noun of each of its
    categories. ``allowed`` are the texts and words that any Comune may say.
    """
    mine, theirs = _tables(path), _tables(shared_with)
    mine = {name: mine[name] for name in tables or mine}
    other_texts = {text.lower() for text in _texts(theirs)}
    other_words = set(WORD.findall(" ".join(other_texts)))
    texts = {text.lower() for text in _texts(mine)} - other_texts
    words = {word.lower() for word in _telling(mine)} - other_words
    longest_first = sorted((texts | words) - allowed, key=len, reverse=True)
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(map(_exact, longest_first))})(?!\w)", re.IGNORECASE
    )


def readable(content):
    """Return the text of a page or of a file as one line, without entities."""
    text = content if isinstance(content, str) else content.decode()
    return CODED.sub("", " ".join(html.unescape(text).split()))


def _tables(path):
    return tomllib.loads(path.read_text("utf-8"))


def _texts(value):
    """Yield what people read of a programme file."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key not in CODES:
                yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str) and _is_telling(value):
        yield value


def _is_telling(text):
    return len(text) >= FEWEST_FIGURES if text.isdigit() else bool(text)


def _telling(tables):
    """Yield the names in the texts about places, and the first word of each category."""
    for text in _about_places(tables):
        yield from NAME.findall(text)
    for category in tables.get("categories", []):
        yield from (WORD.search(category[key])[0] for key in ("label", "label_en"))


def _about_places(tables):
    municipality = tables["municipality"]
    yield from (municipality[key] for key in ("name", "short_name", "region"))
    for place in tables["places"]:
        yield from (place["name"], *place["aliases"])
    yield from (landmark["name"] for landmark in tables["landmarks"])
    # the capital of a sentence makes no name
    for row in [municipality, *tables["places"], *tables.get("events", [])]:
        for key in ("summary", "description", "title"):
            yield row.get(key, "").partition(" ")[2]


def _exact(text):
    """Write a text as a pattern; a code of few letters counts only in capitals."""
    pattern = r"\s+".join(re.escape(word) for word in text.split())
    return f"(?-i:{pattern.upper()})" if len(text) <= 3 else pattern
