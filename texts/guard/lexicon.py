"""The words that tell a person from a place: names, titles, streets, institutions.

Each has a letter, that the rules of ``texts.guard.rules`` read. The lists are ours.
"""

from functools import cache
from pathlib import Path

from texts.guard.plain import folded

FOLDER = Path(__file__).parent.parent / "lexicon"
FIRST = {
    "": "F",
    "~": "G",
    "=": "H",
}  # a first name, also a word, also a place or a feast
SURNAME = {"": "S", "~": "W", "=": "7"}  # also a word, a word of every day
OF_PLACES = {"P", "B"}
LONGEST_ENTRY = 4  # words
MARKS = "~="


def entry(words):
    """Return an entry in the one form that is looked up: «Dall’Asta» is "dall asta"."""
    return " ".join(folded(word) for word in words.replace("'", " ").split())


def is_of_a_place(word):
    """Tell whether a word, as it is looked up, begins the name of a street, a square, a building."""
    return lexicon().get(word) in OF_PLACES


@cache
def lexicon():
    """Return {entry: letter}; what is both a name and a word of a place is the word."""
    found = {}
    for name, letters in [("surnames.txt", SURNAME), ("first_names.txt", FIRST)]:
        for line in _lines(name):
            words, _, mark = line.partition(" " + line[-1])
            marked = line[-1] in MARKS
            found[words if marked else line] = letters[line[-1] if marked else ""]
    letter = ""
    for line in _lines("words.txt"):
        if line.startswith("["):
            letter = line[1]
            continue
        for word in line.split():
            found[word.replace("_", " ")] = letter
    return found


def _lines(name):
    text = (FOLDER / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
