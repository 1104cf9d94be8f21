"""Messages to other systems leave every few seconds."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from ansinh.delivery.systems.gateways.https import HttpsSender
from ansinh.delivery.systems.send import ROUND, send_due

ROUNDS = 5


@app.periodic(cron="* * * * * */5")
@app.task(queue="upkeep", queueing_lock="send_webhooks")
def send_webhooks(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Send what is due, at most some rounds a run, so that other work of the worker gets its turn."""
    sender = HttpsSender(private=settings.WEBHOOKS_PRIVATE)
    for _ in range(ROUNDS):
        if send_due(sender, at=timezone.now()) < ROUND:
            return
