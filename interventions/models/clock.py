"""How long something lasts: the one rule of pages, files and figures."""


def minutes_between(start, end):
    """Return the minutes from one aware datetime to another, each cut to its whole minute.

    They are instants, not hours on the wall: the night the clock falls back has an hour more.
    Cut so, the parts of an outing add up to it.
    """
    return int(end.timestamp() // 60 - start.timestamp() // 60)
