"""Acts on many dossiers leave the office once their ten minutes are over."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from ansinh.delivery.cases.bulk import carry_out, to_leave


@app.periodic(cron="* * * * *")
@app.task(queue="lists", queueing_lock="carry_out_bulk_acts")
def carry_out_bulk_acts(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Carry out, every minute, what can no longer be undone."""
    for bulk in to_leave(at=timezone.now()):
        carry_out(bulk, at=timezone.now())
