"""How a rule says no: the sentence that the person who asked will read."""

# how a page comes back with the sentence: as it was asked, or since somebody changed it first
REFUSED, CONFLICT = 422, 409


class Refused(Exception):
    """What was asked cannot be done as it was asked; the message is an Italian sentence.

    The verb that raises it has written nothing. A subject whose callers tell its refusals from
    others has a class of its own below this one.
    """
