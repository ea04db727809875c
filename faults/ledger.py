"""What the portal said to those who use it during a run: what it accepted, and how it failed."""

import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Ledger:
    """Everything that was answered. What is accepted here must be in the database at the end.

    ``reports``: {draft key: (email, photos at least)}; ``outings``: {client id: what was counted};
    ``place_photos``: {photo id}; ``notes``: {text}, ``unsure_notes`` those whose answer was cut;
    ``counts``: {month: number of the last import}.
    """

    reports: dict = field(default_factory=dict)
    outings: dict = field(default_factory=dict)
    place_photos: set = field(default_factory=set)
    notes: set = field(default_factory=set)
    unsure_notes: set = field(default_factory=set)
    counts: dict = field(default_factory=dict)
    accepted: Counter = field(default_factory=Counter)  # by kind
    answers: Counter = field(default_factory=Counter)  # by status; "refused", "cut"
    raw_errors: Counter = field(default_factory=Counter)  # what no page of ours says
    surprises: Counter = field(default_factory=Counter)  # neither yes nor a known no
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answered(self, what, status, headers, page):
        """Count an answer; an error must be the page that says so, and when to come back.

        Nobody here sends a request that could be a bad one: 400 is an error too.
        """
        is_error = status >= 500 or status == 400
        with self.lock:
            self.answers[status] += 1
            if is_error and not is_our_503(status, headers, page):
                self.raw_errors[f"{status} {what}"] += 1

    def accept(self, kind):
        with self.lock:
            self.accepted[kind] += 1

    def unanswered(self, error):
        """Count a request that nobody took, or whose connection was cut while it was done."""
        reason = getattr(error, "reason", error)
        with self.lock:
            is_refused = isinstance(reason, ConnectionRefusedError)
            self.answers["refused" if is_refused else "cut"] += 1

    def surprise(self, words):
        with self.lock:
            self.surprises[words] += 1


def is_our_503(status, headers, page):
    """Tell whether an answer is a 503 in Italian, with the seconds after which to try again."""
    in_italian = 'lang="it"' in page or '"error"' in page  # a phone reads JSON
    return status == 503 and headers.get("Retry-After", "").isdigit() and in_italian
