"""Counters of attempts, in the database: they hold across processes and without Redis.

A limit is declared once, where it refuses, and says itself from when one may try again.
"""

import ipaddress
import re
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format

from accounts.models import Throttle

KEPT = timedelta(days=1)  # the longest window; a row older than this counts nothing
IPV6_SUBSCRIBER = 64  # bits: one line usually owns a whole /64
# Of a sender's address and of the networks around it, in bits: how many times the allowance of one
# line. A /56 is often one home, a /48 one firm; in an IPv4 /24 there are many homes, and thousands
# of phones of a carrier.
NETWORKS = {4: {32: 1, 24: 16}, 6: {IPV6_SUBSCRIBER: 1, 56: 2, 48: 8}}
# as some proxies write it: 192.0.2.7:61234, [2001:db8::1]:61234; the brackets alone too
WITH_PORT = re.compile(r"([0-9.]+):[0-9]+|\[([0-9a-fA-F:.]+)\](?::[0-9]+)?")
MINUTE, HOUR, DAY = 60, 3600, 24 * 3600

# One statement, so that two requests at the same instant cannot read the same count.
UPSERT = """
    INSERT INTO accounts_throttle AS kept (key, window_start, count) VALUES (%s, %s, 1)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN kept.window_start > %s AND kept.window_start < %s
                THEN kept.count + 1 ELSE 1 END,
        window_start = CASE WHEN kept.window_start > %s AND kept.window_start < %s
                       THEN kept.window_start ELSE excluded.window_start END
    RETURNING count
"""


@dataclass(frozen=True)
class Limit:
    """At most so many attempts of one identity, in a window that opens at the first.

    The window lasts at most a day. An identity (an address, an email) is kept only as an HMAC
    under the secret key.
    """

    scope: str
    most: int
    seconds: int

    def __post_init__(self):
        if not 0 < self.seconds <= KEPT.total_seconds():
            raise ValueError(f"seconds is {self.seconds}: at most one day.")

    def hit(self, identity):
        """Count one attempt and tell whether it stays within the limit."""
        now, window = timezone.now(), timedelta(seconds=self.seconds)
        # one that opens further ahead than it is long was opened by a clock put right since
        open_ones = [_adapt(now - window), _adapt(now + window)]
        with connection.cursor() as cursor:
            values = [self._key(identity), _adapt(now), *open_ones, *open_ones]
            cursor.execute(UPSERT, values)
            (count,) = cursor.fetchone()
        return count <= self.most

    def free_at(self, identity):
        """Return from when one more attempt is within the limit: now, or when the window closes."""
        rows = Throttle.objects.filter(key=self._key(identity), count__gte=self.most)
        now, window = timezone.now(), timedelta(seconds=self.seconds)
        began = rows.filter(window_start__lt=now + window)
        ends = [at + window for at in began.values_list("window_start", flat=True)]
        return max([now, *ends])

    def time_for(self, identity):
        """Say, to who is over the limit, after which time to try again."""
        return time_of(self.free_at(identity))

    def is_over(self, identity):
        """Tell, without counting, whether one more attempt would be over the limit."""
        return self.time_left(identity) > timedelta(0)

    def time_left(self, identity):
        """Return how long it is until the limit is free."""
        return max(timedelta(0), self.free_at(identity) - timezone.now())

    def seconds_left(self, identity):
        """Return how many seconds are left until the limit is free, at least one."""
        return max(1, ceil(self.time_left(identity).total_seconds()))

    def _key(self, identity):
        return key_of(self.scope, identity)


def key_of(scope, identity):
    """Return what stands in the database for an identity, counted for one purpose."""
    named = f"{scope}\n{identity}"
    return salted_hmac("accounts.throttle", named, algorithm="sha256").hexdigest()


@dataclass(frozen=True)
class SenderLimit(Limit):
    """A limit of ``client_address``: who owns many addresses is one sender, with a larger allowance."""

    def hit(self, sender):
        # the narrowest first: what one line asks beyond its own takes nothing from its neighbours
        return all(limit.hit(network) for limit, network in self._around(sender))

    def free_at(self, sender):
        return max(limit.free_at(network) for limit, network in self._around(sender))

    def _around(self, sender):
        for network, times in _networks(sender):
            yield Limit(self.scope, self.most * times, self.seconds), network


# a code of a person serves once: it is good for three half minutes (MFA_TOTP_TOLERANCE)
USED_CODES = Limit("code-used", 1, 2 * MINUTE)


def time_of(free):
    """Say a moment, "19:30" or "00:10 (01/12/2026)" of another day: of a minute begun, the next."""
    free = timezone.localtime(free + timedelta(minutes=1))
    time = date_format(free, "H:i")
    is_today = free.date() == timezone.localdate()
    return time if is_today else f"{time} ({date_format(free, 'd/m/Y')})"


def prune():
    """Delete the windows that closed more than a day ago; return how many."""
    return Throttle.objects.filter(window_start__lt=timezone.now() - KEPT).delete()[0]


def client_address(request):
    """Return the address that counts attempts: an IPv4 address or an IPv6 /64.

    Each trusted proxy appends the peer it saw to X-Forwarded-For, so with
    ``TRUSTED_PROXIES`` = n only the n-th address from the right is believed; what stands
    to its left is written by the client.
    """
    remote = request.META.get("REMOTE_ADDR", "")
    proxies = settings.TRUSTED_PROXIES
    if not proxies:
        return _group(remote) or "unknown"
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    seen = forwarded[-proxies] if len(forwarded) >= proxies else remote
    return _group(seen) or _group(remote) or "unknown"


def _networks(sender):
    """Return the networks that hold an answer of ``client_address``, and how many lines each counts."""
    try:
        own = ipaddress.ip_network(sender)
    except ValueError:  # "unknown"
        return [(sender, 1)]
    lengths = NETWORKS[own.version].items()
    return [(str(own.supernet(new_prefix=bits)), times) for bits, times in lengths]


def _adapt(moment):
    """Write a moment as the database's DateTimeField does (text on SQLite)."""
    return connection.ops.adapt_datetimefield_value(moment)


def _group(text):
    text = text.strip()
    if port := WITH_PORT.fullmatch(text):
        text = port[1] or port[2]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, IPV6_SUBSCRIBER), strict=False))
