"""Acts on many dossiers leave the office once their ten minutes are over, posted lists once their days are."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from ansinh.delivery.cases.bulk import Verbs, carry_out, to_leave
from ansinh.delivery.grievances.forward import forward
from ansinh.delivery.grievances.go_on import go_on, to_go_on
from ansinh.delivery.intake.employers.listed import approve

HELD_BACK = Verbs(approve=approve, forward=forward)
"""As single dossiers leave: held back by an open objection, or a worker who is not confirmed or said “not true”."""


@app.periodic(cron="* * * * *")
@app.task(queue="lists", queueing_lock="carry_out_bulk_acts")
def carry_out_bulk_acts(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Carry out, every minute, what can no longer be undone."""
    for bulk in to_leave(at=timezone.now()):
        carry_out(bulk, at=timezone.now(), verbs=HELD_BACK)


@app.periodic(cron="* * * * *")
@app.task(queue="lists", queueing_lock="let_lists_go_on")
def let_lists_go_on(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Hand on, every minute, the posted lists whose days are over and whose owners said so."""
    at = timezone.now()
    for task in to_go_on(at=at):
        go_on(task, at=at)
