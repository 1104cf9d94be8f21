"""What the clock does with money: every minute what has to come back or to be given back goes from who is not there to whoever pays now."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from ansinh.delivery.payments.recovery_owners import hand_over_recovery, hand_over_refund, recoveries_without_owner, refunds_without_owner


@app.periodic(cron="* * * * *")
@app.task(queue="upkeep", queueing_lock="keep_recovery_owners")
def keep_recovery_owners(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Hand over, each in a transaction of its own, so that one that cannot go holds up no other."""
    at = timezone.now()
    for recovery in recoveries_without_owner(at=at):
        hand_over_recovery(recovery, at=at)
    for refund in refunds_without_owner(at=at):
        hand_over_refund(refund, at=at)
