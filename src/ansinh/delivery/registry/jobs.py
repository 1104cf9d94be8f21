"""Strays of the register of draws come to their holders within minutes; each night every province is looked through for doubles; snapshots of registers are loaded, and emptied when they are over."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry.registers.load import load
from ansinh.delivery.registry.registers.remove import over, remove_entries
from ansinh.delivery.registry.resemble import offer_batch, sweep
from ansinh.delivery.registry.search import provinces

STRAYS = """
    SELECT l.id, d.claim, l.holder, (SELECT o.claim FROM registry_draw o
        WHERE o.holder = l.holder AND o.programme = d.programme AND o.slot = d.slot AND o.released_at IS NULL) AS rival
    FROM registry_identitylink l JOIN registry_draw d ON d.holder = l.identity AND d.released_at IS NULL
    WHERE l.undone_at IS NULL AND NOT d.claim = ANY (l.contested) LIMIT 1000"""


@app.periodic(cron="*/5 * * * *")
@app.task(queue="upkeep", queueing_lock="gather_strays")
def gather_strays(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Let stray draws count for the identity their own is linked to."""
    gather()


@app.periodic(cron="0 18 * * *")
@app.task(queue="upkeep", queueing_lock="sweep_provinces")
def sweep_provinces(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Queue a look at each province (01:00 in Việt Nam)."""
    for province in provinces():
        sweep_province.defer(province=province)


@app.periodic(cron="20 20 * * *")
@app.task(queue="upkeep", queueing_lock="remove_old_entries")
def remove_old_entries(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Each night (03:20 in Việt Nam) remove the entries of register versions that nobody needs any more, a bounded number in each transaction."""
    at = timezone.now()
    for snapshot in over(at=at):
        while remove_entries(snapshot, at=at):
            pass


@app.task(queue="lists")
def sweep_province(province: str) -> None:
    """Look through one province; a look that ran twice finds nothing new the second time."""
    sweep(province, at=timezone.now())


@app.task(queue="lists")
def offer_continued(sweep: str) -> None:
    """Offer the pairs of a batch whose owner said that they are real."""
    offer_batch(UUID(sweep), at=timezone.now())


@app.task(queue="lists", retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def load_snapshot(*, snapshot: str, officer: str) -> None:
    """Load a snapshot of a register; a run that was broken off is gone on with."""
    load(UUID(snapshot), by=Officer.objects.get(pk=officer), at=timezone.now())


def gather() -> int:
    """Bring stray draws to their holders and give how many there were.

    A list stored while a link is made does not see it: its draw then still counts for the linked identity alone.
    """
    with acting(NATION), connection.cursor() as cursor:
        cursor.execute(STRAYS)
        strays = cursor.fetchall()
        for link, claim, holder, rival in strays:
            if rival is None:
                cursor.execute("UPDATE registry_draw SET holder = %s WHERE claim = %s AND released_at IS NULL", [holder, claim])
            else:
                cursor.execute("UPDATE registry_identitylink SET contested = contested || %s::uuid[] WHERE id = %s", [[rival, claim], link])
        return len(strays)
