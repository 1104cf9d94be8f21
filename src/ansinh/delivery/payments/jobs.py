"""What the clock does with money: every minute what has to come back or to be given back goes from who is not there to whoever pays now; each morning what is late climbs."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.escalate import escalate, provinces_with_open_money
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


@app.periodic(cron="5 0 * * *")
@app.task(queue="upkeep", queueing_lock="climb_money")
def climb_money(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Each morning (07:05 in Việt Nam) remind owners of what is nearly due to come back or to be given back, and tell those above of what is late."""
    at = timezone.now()
    with acting(NATION):
        provinces = provinces_with_open_money()
    for province in provinces:
        with acting(NATION):
            escalate(province, at=at)
