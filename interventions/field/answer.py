"""What a phone answers when the portal asks whether two outings are the same."""

import json
from dataclasses import dataclass

from interventions.field.reader import NOT_UNDERSTOOD, Reader

LONGEST_REASON = 200


@dataclass(frozen=True)
class Answer:
    """``reason`` says why two outings are two; ``user`` is the key of who answers, if told.

    ``confirmed`` is the reason that they say has no person in it, once they were asked.
    """

    codes: list
    same: bool
    reason: str
    user: int | None
    confirmed: str = ""


def read_answer(body):
    """Return the ``Answer`` in some bytes of JSON; None when it is not whole."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    reader = Reader(data)
    answer = Answer(
        codes=reader.items("codes", str, 2),
        same=reader.flag("same"),
        reason=reader.text("reason", LONGEST_REASON, NOT_UNDERSTOOD),
        user=reader.number("user", 1, 2**53, optional=True),
        confirmed=reader.text("confirmed", LONGEST_REASON, NOT_UNDERSTOOD),
    )
    if reader.errors or len(set(answer.codes)) != 2:
        return None
    return answer if answer.same or answer.reason else None
