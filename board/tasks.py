"""What the clock does with the handover board: every task is periodic and calls one function."""

from celery import shared_task

from accounts.services import record
from accounts.trail import words
from board import retention
from jobs.services import job_run


@shared_task(name="board.erase_expired")
def erase_expired():
    """Erase what is past its retention; the run says how many, never what."""
    with job_run("board.erase_expired") as run:
        erased = retention.erase_board()
        if erased:
            record("board.erase", run, by=None, after={"board_notes": erased})
        run.done = run.total = erased
        run.detail = f"{erased} {words()['board_notes']}" if erased else "niente"
