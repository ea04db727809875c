"""The lexicon and the rules as the phone reads them: the same ones, so that there is no second list.

``static/js/field/guard.js`` does with them what ``texts.personal_data`` does here.
"""

from collections import defaultdict
from functools import cache

from django.utils import translation

from texts.guard import formats, plain, rules, tags
from texts.guard.lexicon import lexicon
from texts.personal_data import REFUSED, PersonalData

# JavaScript says in another way what a letter is
UNICODE = [(r"[^\W\d_]", r"\p{L}"), (r"(?![^\W_])", r"(?![\p{L}\p{N}])")]


@cache
def guard_for_the_phone():
    """Return the guard as one value of JSON, with its words in Italian."""
    words = defaultdict(list)
    for entry, letter in sorted(lexicon().items()):
        words[letter].append(entry.replace(" ", "_"))
    with translation.override("it"):
        labels = {what.value: str(what.label) for what in PersonalData}
    return {
        "labels": labels,
        "refused": sorted(REFUSED),
        "words": {letter: " ".join(entries) for letter, entries in words.items()},
        "lookalikes": {chr(a): chr(b) for a, b in plain.LOOKALIKES.items()},
        "unseen": "".join(sorted(plain.UNSEEN)),
        "token": _in_javascript(tags.TOKEN.pattern),
        "acronym": _in_javascript(tags.ACRONYM.pattern),
        "roman": tags.ROMAN.pattern,
        "like_a_surname": tags.LIKE_A_SURNAME.pattern,
        "a_first_name": tags.A_FIRST_NAME.pattern,
        "of_many": tags.OF_MANY.pattern,
        "a_verb": tags.A_VERB.pattern,
        "a_surname": tags.A_SURNAME.pattern,
        "surname_after": _in_javascript(tags.SURNAME_AFTER.pattern),
        "strange": tags.STRANGE.pattern,
        "not_these": formats.NOT_THESE,
        "formats": [
            [what, pattern, flags]
            for what, patterns in formats.PATTERNS.items()
            for pattern, flags in patterns
        ],
        "names": "|".join([*rules.PLACES, *rules.NAMES]),
        "addresses": "|".join(rules.ADDRESSES),
    }


def _in_javascript(pattern):
    for ours, theirs in UNICODE:
        pattern = pattern.replace(ours, theirs)
    return pattern
