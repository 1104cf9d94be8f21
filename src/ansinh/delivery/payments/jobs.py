"""What goes on by itself with money: people are told of it; what has to come back or to be given back never lies with who is not there, and what is late climbs."""

from __future__ import annotations

import uuid

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from ansinh.delivery.offices.scope import NATION, SYSTEM, acting
from ansinh.delivery.payments.escalate import escalate, provinces_with_open_money
from ansinh.delivery.payments.recovery_owners import hand_over_recovery, hand_over_refund, recoveries_without_owner, refunds_without_owner
from ansinh.delivery.payments.tell import tell_refund, tell_sent, tell_settled

TWICE = RetryStrategy(max_attempts=5, exponential_wait=2)


@app.task(queue="papers", retry=TWICE)
def tell_of_file(*, file: str) -> None:
    """Tell the people of a payment file that their money is on its way; each once however often this runs."""
    with acting(NATION):
        tell_sent(uuid.UUID(file), actor=SYSTEM, at=timezone.now())


@app.task(queue="papers", retry=TWICE)
def tell_of_statement(*, statement: str) -> None:
    """Tell the people of a statement what became of their money; each once however often this runs."""
    with acting(NATION):
        tell_settled(uuid.UUID(statement), actor=SYSTEM, at=timezone.now())


@app.task(queue="papers", retry=TWICE)
def tell_of_refund(*, refund: str) -> None:
    """Tell a person that she has money back, or that she has had it."""
    with acting(NATION):
        tell_refund(uuid.UUID(refund), actor=SYSTEM, at=timezone.now())


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
