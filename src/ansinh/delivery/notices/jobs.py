"""The outbox is emptied lane by lane, each lane by a job of its own; receipts come in beside them."""

from __future__ import annotations

import contextlib
import logging
import time
from typing import TYPE_CHECKING

from django.conf import settings as django_settings
from django.utils import timezone
from procrastinate.contrib.django import app

from ansinh.delivery.notices import providers
from ansinh.delivery.notices.hand_over import hand_over, without_owner
from ansinh.delivery.notices.health import usable
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.notices.receipts import collect
from ansinh.delivery.notices.send import send_due
from ansinh.delivery.notices.undelivered import adopt
from ansinh.delivery.offices.scope import NATION, acting

if TYPE_CHECKING:
    from ansinh.delivery.notices.gateways import Provider

logger = logging.getLogger(__name__)
SINGLE_SECONDS, BULK_SECONDS = 3.0, 20.0
PAUSE = 0.2
"""A provider's rate is spread evenly: so long is waited for it to allow more."""
CHANNELS = (Notice.Channel.SMS, Notice.Channel.ZALO, Notice.Channel.EMAIL)


@app.periodic(cron="* * * * * */5")
@app.task(queue="upkeep", queueing_lock="send_notices", priority=10)
def send_notices(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Send what was written to one person."""
    _run(Notice.Lane.SINGLE, SINGLE_SECONDS)


@app.periodic(cron="* * * * * */30")
@app.task(queue="upkeep", queueing_lock="send_bulk_notices")
def send_bulk_notices(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Send what was written by the hundred, some seconds at a time, so that other work of the worker gets its turn."""
    _run(Notice.Lane.BULK, BULK_SECONDS)


@app.periodic(cron="*/1 * * * *")
@app.task(queue="upkeep", queueing_lock="collect_receipts")
def collect_receipts(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Ask each provider what became of what it took, then give an owner to what has none, or whose owner is not there."""
    named = providers.load(django_settings.NOTICE_PROVIDERS).providers
    for one in named:
        with contextlib.closing(one.open()) as provider:
            try:
                collect(one, provider, at=timezone.now())
            except OSError as fault:
                logger.warning("receipts of %s: %s", one.name, fault)
    adopt(without=[channel for channel in CHANNELS if channel not in {one.channel for one in named}], at=timezone.now())
    for key in without_owner(at=timezone.now()):
        hand_over(key, at=timezone.now())


def _run(lane: str, seconds: float) -> None:
    """Send rounds of a lane until nothing is left or the time is over."""
    settings = providers.load(django_settings.NOTICE_PROVIDERS)
    end = time.monotonic() + seconds
    with contextlib.ExitStack() as opened:
        held: dict[str, Provider] = {}
        opened.callback(lambda: [opened.callback(provider.close) for provider in held.values()])
        while settings.providers and time.monotonic() < end:
            tried = sum(send_due(lane, channel, settings, held, at=timezone.now()) for channel in CHANNELS)
            if not tried and not _waits(lane, settings):
                return
            if not tried:
                time.sleep(PAUSE)


def _waits(lane: str, settings: providers.Settings) -> bool:
    """Say whether something of the lane could leave in a moment, once a provider may be given more."""
    now = timezone.now()
    if settings.is_quiet(timezone.localtime(now).time()) or not any(usable(one.name, now) for one in settings.providers):
        return False
    with acting(NATION):
        return Notice.objects.filter(state=Notice.State.QUEUED, lane=lane, next_at=None).exclude(channel=Notice.Channel.LETTER).exists()
