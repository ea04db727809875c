"""The one line of a report that anybody may read, written by a moderator."""

from django.db import transaction
from django.utils import timezone

from reports.models import Status
from reports.moves import MoveRefused, lock, write
from reports.services.steps import audit_change, snapshot
from texts.personal_data import personal_data_error

NEVER_PUBLIC = "La categoria “{category}” non prevede una riga pubblica."
NOT_YET = "Prima valuta la segnalazione, poi pubblica la riga."
JOINED = "La segnalazione è unita a {code}: pubblica la riga di quella."
EMPTY = "Scrivi la riga da pubblicare."
PERSONAL = "La riga contiene {found}: toglilo prima di pubblicare."
NOT_PUBLISHED = "La segnalazione non ha una riga pubblica."


@transaction.atomic
def publish_report(report, *, line, by, seen=None, now=None):
    """Publish ``line``, or put it in the place of the one already public."""
    line = " ".join(line.split())
    report = lock(report, seen=seen)
    refusal = _refusal(report, line)
    if refusal:
        raise MoveRefused(refusal)
    before = snapshot(report)
    write(
        report,
        public_line=line,
        published_at=report.published_at or now or timezone.now(),
    )
    audit_change("report.publish", report, before, by, now)
    return report


@transaction.atomic
def unpublish_report(report, *, by, seen=None):
    """Take the public line away."""
    report = lock(report, seen=seen)
    if report.published_at is None:
        raise MoveRefused(NOT_PUBLISHED)
    before = snapshot(report)
    write(report, public_line="", published_at=None)
    audit_change("report.unpublish", report, before, by)
    return report


def may_publish(report):
    """Tell whether the report's category and state admit a public line."""
    return report.category.takes_a_line and report.status not in {
        Status.RECEIVED,
        Status.MERGED,
    }


def _refusal(report, line):
    if not report.category.takes_a_line:
        return NEVER_PUBLIC.format(category=report.category)
    if report.status == Status.RECEIVED:
        return NOT_YET
    if report.status == Status.MERGED:
        return JOINED.format(code=report.merged_into.code)
    if not line:
        return EMPTY
    return personal_data_error(line, sentence=PERSONAL)
