"""Measure the portal's speed as ratios within one run: ``make bench``, on a machine left alone.

Everything runs on this machine, on loopback, and is thrown away at the end: a PostgreSQL with
fsync on, a Redis, and two portals as in production (gunicorn, two workers of four threads, one
signing key, cached templates), one with ten thousand reports and one with a million. Reports
are spread over two years, 17 categories, three places and the rest of the city; in both
archives 400 are open, because a backlog follows the town and not the age of the archive.

"One accepted report" is the last POST of the wizard, its summary, sent by a browser
that has a draft and its cookies: form's key, draft read, honeypot and time check, the limit of the
address counted, point in polygon, then in one transaction the draft claimed, its burst found, the
report, its first history row, the audit row; then the redirect. No photo and no e-mail. Each
comes from its own address, so that only the share of the whole town is lifted for the bench. The five requests before
it are measured apart. The empty view is /healthz: the same middleware, no query.

What it weighs is not a ratio: the resident memory of the heavier web process when each has drawn
a thousand pages, and the proportional share (PSS) of all that ``make run`` starts, at rest.
"""

import os
import sys
import time

from bench import figures
from bench.house import portals
from tests.servers import Missing

SIZES = {"small": 10_000, "large": 1_000_000}
IDLE = 1  # load of the machine before the start


def main():
    start, busy = time.monotonic(), os.getloadavg()[0]
    reached = []
    try:
        for rows in _measured():
            _show(rows)
            reached += [row.reached for row in rows if row.reached is not None]
    except Missing as missing:
        sys.exit(str(missing))
    minutes = (time.monotonic() - start) / 60
    print(f"\n{sum(reached)} of {len(reached)} reached. In all {minutes:.0f} minutes.")
    if busy > IDLE:
        print(f"Others were using this machine (load {busy:.1f}): measure again alone.")


def _measured():
    """Measure one thing after the other; yield the figures of each."""
    with portals(SIZES) as houses:
        small, large = houses["small"], houses["large"]
        print(f"\n{'figure':<52} {'median':>9} {'lowest':>9} {'highest':>9}  to reach")
        yield figures.recompute(large)
        yield figures.refresh(small, large)
        yield figures.dashboard(small, large)
        yield figures.public_map(small, large)
        yield figures.staff_list(small, large)
        yield figures.accepted_reports(large)
        yield figures.web_process(large)
    yield figures.embedded_portal()


def _show(rows):
    for row in rows:
        spread = f"{row.value:>9.2f} {min(row.values):>9.2f} {max(row.values):>9.2f}"
        print(f"{row.name:<52.52} {spread}  {_verdict(row)}", flush=True)


def _verdict(row):
    note = f"  ({row.note})" if row.note else ""
    if row.reached is None:
        return note.strip()
    limit = f"<= {row.at_most}" if row.at_most is not None else f">= {row.at_least}"
    return f"{limit}{row.unit} {'yes' if row.reached else 'NO'}{note}"


if __name__ == "__main__":
    main()
