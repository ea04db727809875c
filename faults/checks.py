"""What must be true at the end of a run, whatever was broken. Each check returns what is wrong."""

from collections import Counter, defaultdict


def records(kind, accepted, stored):
    """Every accepted record is stored once; ``stored`` is a list with a key for each row."""
    found = Counter(map(str, stored))
    lost = [key for key in accepted if not found[str(key)]]
    doubled = [key for key, times in found.items() if times > 1]
    return _say(f"{kind} accepted and lost", lost) + _say(f"{kind} doubled", doubled)


def values(kind, accepted, stored):
    """What was accepted last under each key is what is stored: ``{key: value}`` both."""
    other = [key for key, value in accepted.items() if stored.get(key) != value]
    return _say(f"{kind} not as accepted", other)


def photos(accepted, stored):
    """A report has the photos it was accepted with; ``accepted`` and ``stored`` are {key: number}."""
    fewer = [key for key, least in accepted.items() if stored.get(key, 0) < least]
    return _say("reports without their photo", fewer)


def mails(addresses, received, *, repeats):
    """Each address has one mail; ``received`` are pairs (address, Message-ID).

    A worker that dies between the yes of the mail server and its own note sends the same again,
    under the same Message-ID: no more than ``repeats`` of them.
    """
    ids, copies = defaultdict(set), Counter(received)
    for address, message_id in received:
        ids[address].add(message_id)
    lost = [address for address in addresses if not ids[address]]
    written = [address for address in addresses if len(ids[address]) > 1]
    again = sum(times - 1 for times in copies.values())
    wrong = _say("mails lost", lost) + _say("mails written twice", written)
    if again > repeats:
        wrong.append(f"{again} mails delivered again, no more than {repeats} may be")
    return wrong


def files(stored, named, *, cut):
    """No file without a row and no row without its file.

    ``cut`` of the files may be of a process that was killed between the file and its row: the
    sweep of the photos takes them away after a day.
    """
    orphans, missing = sorted(stored - named), sorted(named - stored)
    wrong = _say("rows whose file is gone", missing)
    return wrong + (_say("orphan files", orphans) if len(orphans) > cut else [])


def figures(differences, counted, rows):
    """The stored figures are those of a recount, and their sum is the number of rows."""
    wrong = [f"{differences} figures differ from a recount"] if differences else []
    if counted != rows:
        wrong.append(f"the figures count {counted} reports of {rows}")
    return wrong


def answers(raw_errors):
    """No 5xx but the page that says when to come back; ``raw_errors`` is {what: times}."""
    return [f"{what}: {times} times" for what, times in raw_errors.items()]


def _say(words, keys):
    some = ", ".join(map(str, keys[:3]))
    return [f"{len(keys)} {words}: {some}"] if keys else []
