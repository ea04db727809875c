"""One try to enter as somebody: how long it has to wait, and who is told when it fails.

Who tries from a browser of that person has a count of their own. Strangers wait longer after each
wrong try, on each account and from each address apart: they never make the owner wait, at home or
elsewhere. Everything is counted for an email that nobody has, too: no word and no clock tells.
"""

import logging
from dataclasses import dataclass, field

from accounts import browsers
from accounts.delays import Delay, TooSoon
from accounts.models import NOBODY, FailedSignIns, User
from accounts.throttle import HOUR, MINUTE, Limit, SenderLimit, client_address

logger = logging.getLogger(__name__)

PASSWORD, CODE = "passwords", "codes"  # what was wrong: the counters of FailedSignIns
AT_HOME = Delay("own-browser", free=5, longest=MINUTE)
STRANGERS = Delay("stranger", free=3, longest=15 * MINUTE)
# so many wrong tries of strangers, on one account or from one address, and every new one waits
# half a minute before its first: thousands of addresses that try once each are slowed too
ON_ACCOUNT = Limit("stranger-account", 30, HOUR)
ON_ADDRESS = SenderLimit("stranger-address", 60, HOUR)
WARY = 8
# each takes us a tenth of a second of work
FROM_ADDRESS = SenderLimit("stranger-tries", 300, 5 * MINUTE)
# a stranger who is asked for a code has the password: it is the account that is in danger
CODES = Limit("stranger-codes", 30, HOUR)


@dataclass
class Attempt:
    """A try to pass one step, ``PASSWORD`` or ``CODE``, as who has ``email``."""

    request: object
    email: str
    step: str
    made: int = field(default=0, init=False)

    def __post_init__(self):
        self.email = self.email.lower()
        self.browser = browsers.known(self.request, self.email)
        self.address = client_address(self.request)

    def begin(self):
        """Count it before it is made; raise ``TooSoon`` while its pause lasts."""
        if self.browser:
            self.made = AT_HOME.take(self._identity)
            return
        if self.step == CODE and CODES.is_over(self.email):
            raise TooSoon(CODES.time_left(self.email))
        wary = ON_ACCOUNT.is_over(self.email) or ON_ADDRESS.is_over(self.address)
        self.made = STRANGERS.take(self._identity, begun=WARY if wary else 0)
        if not FROM_ADDRESS.hit(self.address):
            raise TooSoon(FROM_ADDRESS.time_left(self.address))

    def fail(self):
        """Write it in the log, and where the person and who audits are told from.

        Of slips in one's own browser nobody is told.
        """
        person = User.objects.filter(email=self.email).values_list("pk", flat=True)
        pk = person.first() or NOBODY
        whose = "a browser of theirs" if self.browser else "a stranger"
        what = "password" if self.step == PASSWORD else "code"
        logger.warning("wrong %s for person %s, from %s", what, pk, whose)
        if self.browser and self.made <= AT_HOME.free:
            return
        if not self.browser:
            ON_ACCOUNT.hit(self.email)
            ON_ADDRESS.hit(self.address)
            if self.step == CODE:
                CODES.hit(self.email)
        FailedSignIns.objects.add(pk, self.step)

    def succeed(self):
        (AT_HOME if self.browser else STRANGERS).forget(self._identity)

    @property
    def _identity(self):
        where = self.browser.pk if self.browser else f"{self.email}\n{self.address}"
        return f"{self.step}\n{where}"
