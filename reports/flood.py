"""A flood of reports: nobody is refused, but who sends makes a device work a little, or waits.

It is on for a sender past their own share of the hour, for everybody past the town's of ten minutes,
and ends with those windows. The work is a proof of ``altcha``, done by ``static/js/wizard-proof.js``
in some seconds; who has no script comes back after ``WAIT``. What is counted, and what was used
already, is in the database.
"""

from datetime import datetime, timedelta

import altcha
from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.throttle import DAY, HOUR, MINUTE, Limit, SenderLimit
from reports import drafts

WAIT = timedelta(minutes=3)
GOOD_FOR = timedelta(minutes=30)  # to read the summary again; the work takes seconds
# Hashes at most, half as many on average: a second on a computer, ten on a phone of ten years ago.
HARDEST = 40_000
USED = Limit("report-proof", 1, DAY)
WAITS_UNTIL = "waits_until"  # of a draft's data


def is_on(sender):
    """Tell whether ``sender`` (``client_address``) would now be asked for a proof."""
    return any(limit.is_over(whose) for limit, whose in _shares(sender))


def lets_through(draft, *, sender, proof=""):
    """Count one sending of ``draft``; tell whether it goes: no flood, a right proof, or the wait over."""
    # in this order: what one sender sends beyond their share takes nothing from the town's
    within = all(limit.hit(whose) for limit, whose in _shares(sender))
    return within or _has_waited(draft) or _is_proof(draft, proof)


def begin_to_wait(draft):
    """Write on a draft until when it waits, if it does not already; return that moment."""
    if until := draft.data.get(WAITS_UNTIL):
        return datetime.fromisoformat(until)
    until = timezone.now() + WAIT
    drafts.keep(draft, **{WAITS_UNTIL: until.isoformat()})
    return until


def challenge_for(draft):
    """Return the work that is asked of who sends ``draft``, for the page to do."""
    options = altcha.ChallengeOptionsV1(
        hmac_key=_key(),
        max_number=HARDEST,
        expires=timezone.now() + GOOD_FOR,
        params={"draft": str(draft.pk)},
    )
    return altcha.create_challenge_v1(options).to_dict()


def _shares(sender):
    limits = settings.REPORT_LIMITS
    return [
        (SenderLimit("report-address", limits["per_address_hour"], HOUR), sender),
        (Limit("report-town", limits["per_town_ten_minutes"], 10 * MINUTE), ""),
    ]


def _has_waited(draft):
    until = draft.data.get(WAITS_UNTIL)
    return bool(until) and datetime.fromisoformat(until) <= timezone.now()


def _is_proof(draft, text):
    """Tell whether a text proves the work asked for this draft, for the first time."""
    try:
        payload = altcha.PayloadV1.from_base64(text)
        of_drafts = altcha.extract_params_v1(payload.to_dict()).get("draft")
        is_right, _ = altcha.verify_solution_v1(payload, _key())
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False  # not what the page writes
    return is_right and of_drafts == [str(draft.pk)] and USED.hit(payload.signature)


def _key():
    return salted_hmac("reports.flood", "altcha", algorithm="sha256").hexdigest()
