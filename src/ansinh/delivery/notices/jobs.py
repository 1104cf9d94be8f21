"""The outbox is emptied in batches, every few seconds."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from ansinh.delivery.notices.gateways.sandbox import SandboxProvider
from ansinh.delivery.notices.send import send
from ansinh.delivery.offices.scope import NATION, acting

BATCHES = 20


@app.periodic(cron="* * * * * */30")
@app.task(queue="upkeep", queueing_lock="send_notices")
def send_notices(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Send what is queued, at most some batches a run, so that other work of the worker gets its turn."""
    provider = SandboxProvider(Path(settings.VAR) / "outbox" / "sms.jsonl")
    for _ in range(BATCHES):
        with acting(NATION):
            if not send(provider, at=timezone.now()):
                return
