"""What was written while the clock was ahead: without this it would be waited for until that time.

A mail would leave tomorrow, a dead worker would hold it until then, a job of tomorrow would be the
last one. What is ahead of the clock by more than two machines differ is taken for written now.
"""

from datetime import timedelta

from django.utils import timezone

from jobs.models import JobRun, Outbox

AHEAD = timedelta(minutes=15)
LONGEST_WAIT = timedelta(hours=2)  # no mail is asked to wait longer


def bring_back():
    """Write now in the rows of the outbox and of the jobs that are ahead of the clock."""
    now = timezone.now()
    waiting, runs = Outbox.objects.waiting(), JobRun.objects
    for rows, column, latest in (
        (waiting, "not_before", now + LONGEST_WAIT + AHEAD),
        (waiting, "claimed_at", now + AHEAD),  # the lease begins again
        (runs, "started_at", now + AHEAD),
        (runs, "finished_at", now + AHEAD),
        (runs, "alive_at", now + AHEAD),
    ):
        rows.filter(**{f"{column}__gt": latest}).update(**{column: now})
