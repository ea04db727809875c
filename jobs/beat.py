"""The clock of the periodic jobs: Celery's beat, with a row of the database for each job.

Celery's own remembers in a file when it sent each job: two beats send everything twice, and after a
clock that was a day ahead nothing goes until that day comes, restarts included.
"""

import logging
from datetime import timedelta

from celery.beat import Scheduler
from django.db import (
    InterfaceError,
    OperationalError,
    close_old_connections,
    transaction,
)
from django.utils import timezone

from jobs.models import Heartbeat
from jobs.queue import QUEUE_ERRORS

logger = logging.getLogger(__name__)

# two machines may differ by this much; a turn later than that was written by a clock put right since
SKEW = timedelta(minutes=5)


class RowScheduler(Scheduler):
    """Sends each job at its time, whichever of any number of beats sees it first."""

    max_interval = 5  # seconds: a clock that was moved is seen soon

    def setup_schedule(self):
        self.merge_inplace(self.app.conf.beat_schedule)

    def tick(self, **options):
        """Send what is due; return the seconds until the next look."""
        try:
            rows = Heartbeat.objects.filter(name__in=list(self.schedule))
            turns = dict(rows.values_list("name", "at"))
            waits = [self._look(entry, turns) for entry in self.schedule.values()]
        except (OperationalError, InterfaceError, *QUEUE_ERRORS) as error:
            logger.warning("no job can be sent: %s", type(error).__name__)
            close_old_connections()  # one that broke is not used again
            return self.max_interval
        return min([self.max_interval, *waits])

    def _look(self, entry, turns):
        """Send one job if it is due; return the seconds until it may be due again."""
        now = timezone.now()
        last = turns.get(entry.name)
        if last is None:
            first = Heartbeat(name=entry.name, at=now, since=now)
            Heartbeat.objects.bulk_create([first], ignore_conflicts=True)
            return self.max_interval
        is_due, seconds = entry.schedule.is_due(last)
        if is_due or last > now + SKEW:
            self._take(entry, last, now)
        return seconds

    @transaction.atomic
    def _take(self, entry, last, now):
        """Send one job, unless another beat has; where the queue is down its turn stays free."""
        turn = Heartbeat.objects.filter(name=entry.name, at=last)
        if turn.update(at=now):
            task = self.app.tasks[entry.task]
            task.apply_async(retry=False, **entry.options)
