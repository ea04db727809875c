"""An address not yet confirmed: whose mailbox it is, and the link that confirms it.

The link opens nothing, and says nothing of the report.
"""

from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from unicodedata import normalize

from django.core import signing
from django.utils.crypto import constant_time_compare

from reports.models import Report

SALT = "reports.address"
VALID_HOURS = 72
VALID_FOR = timedelta(hours=VALID_HOURS)


# here a dot in the name is nothing
WITHOUT_DOTS = {"gmail.com", "googlemail.com"}


def mailbox_of(email):
    """Return one spelling of the mailbox an address leads to, whatever its case, tag and alphabet."""
    name, _at, domain = normalize("NFKC", email).casefold().rpartition("@")
    name = name.partition("+")[0]
    with suppress(
        UnicodeError
    ):  # too long for a name of the net: then it has one spelling
        domain = domain.encode("idna").decode()
    if domain in WITHOUT_DOTS:
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}"


def token_for(report):
    """Return the token that confirms the address a report has now."""
    return signing.dumps([report.pk, _digest(report)], salt=SALT)


def report_of(token):
    """Return the report whose address ``token`` confirms, or None.

    A token is no longer good after ``VALID_FOR``, and when the address is another or is gone.
    """
    try:
        pk, digest = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return None
    report = Report.objects.filter(pk=pk).exclude(email="").first()
    good = report is not None and constant_time_compare(digest, _digest(report))
    return report if good else None


def _digest(report):
    return sha256(f"{report.pk} {report.email}".encode()).hexdigest()[:32]
