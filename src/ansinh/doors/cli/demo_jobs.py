"""The demonstration's history is made one list at a time behind everything else that waits, and goes on after a stop where it was."""

from __future__ import annotations

import contextlib

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from ansinh.doors.cli.demo_history import carry_out
from ansinh.doors.cli.demo_plan import planned

BEHIND_ALL = -50
ONE_AT_A_TIME = "demonstration"


@app.task(queue="demonstration", lock=ONE_AT_A_TIME, queueing_lock=ONE_AT_A_TIME, priority=BEHIND_ALL, retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def make_history(*, turn: int = 0) -> None:
    """Carry out the list whose turn it is and leave the next to another job. Does nothing where there is no demonstration."""
    plan = planned()
    if settings.DEMO and turn < len(plan):
        carry_out(plan[turn])
        go_on(turn=turn + 1)


def go_on(*, turn: int = 0) -> None:
    """Queue the history from a turn on, unless it waits already. From the first, what is done already is passed over quickly."""
    with contextlib.suppress(AlreadyEnqueued):
        make_history.defer(turn=turn)
