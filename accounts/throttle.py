"""Counters of attempts, in the database: they hold across processes and without Redis."""

import ipaddress
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.models import Throttle

KEPT = timedelta(days=1)  # the longest window; a row older than this counts nothing
IPV6_SUBSCRIBER = 64  # bits: one line usually owns a whole /64
# allauth counts attempts in the cache, more strictly; these hold when the cache is away
ATTEMPTS, ATTEMPTS_SECONDS = 30, 300

# One statement, so that two requests at the same instant cannot read the same count.
UPSERT = """
    INSERT INTO accounts_throttle AS kept (key, window_start, count) VALUES (%s, %s, 1)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN kept.window_start <= %s THEN 1 ELSE kept.count + 1 END,
        window_start = CASE WHEN kept.window_start <= %s
                       THEN excluded.window_start ELSE kept.window_start END
    RETURNING count
"""


def hit(scope, identity, *, limit, window_seconds):
    """Count one attempt and tell whether it stays within ``limit`` per window.

    The window opens at the first attempt and lasts ``window_seconds`` (at most a day).
    ``identity`` (an address, an email) is kept only as an HMAC under the secret key.
    """
    if not 0 < window_seconds <= KEPT.total_seconds():
        raise ValueError(f"window_seconds is {window_seconds}: at most one day.")
    now = timezone.now()
    expired = _adapt(now - timedelta(seconds=window_seconds))
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [_key(scope, identity), _adapt(now), expired, expired])
        (count,) = cursor.fetchone()
    return count <= limit


def free_at(scope, identity, *, window_seconds, limit=1):
    """Return when the window of these attempts closes: now, when it holds fewer than ``limit``."""
    rows = Throttle.objects.filter(key=_key(scope, identity), count__gte=limit)
    began = rows.values_list("window_start", flat=True)
    now, window = timezone.now(), timedelta(seconds=window_seconds)
    return max([now, *(start + window for start in began)])


def may_attempt(scope, identity):
    """Count one attempt to enter, right or wrong, and tell whether it may be looked at."""
    return hit(scope, identity, limit=ATTEMPTS, window_seconds=ATTEMPTS_SECONDS)


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


def _key(scope, identity):
    return salted_hmac(
        "accounts.throttle", f"{scope}\n{identity}", algorithm="sha256"
    ).hexdigest()


def _adapt(moment):
    """Write a moment as the database's DateTimeField does (text on SQLite)."""
    return connection.ops.adapt_datetimefield_value(moment)


def _group(text):
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, IPV6_SUBSCRIBER), strict=False))
