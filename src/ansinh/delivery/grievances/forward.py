"""A posted list goes on only when every objection to it was answered.

The check lives here and not in casework: casework is a lower room and knows nothing of grievances, so doors call this verb in its
place. A trigger on the tasks of casework, made by this room, refuses whoever goes past it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from ansinh.delivery.cases import take_step
from ansinh.delivery.cases.models import Task
from ansinh.delivery.intake.employers.confirm import demand_confirmed
from ansinh.delivery.intake.employers.listed import demand_undisputed
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import within

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.cases.models import Dossier
    from ansinh.delivery.offices.models import Officer


def forward(task_id: uuid.UUID, *, by: Officer, at: datetime) -> Task:
    """End a step as `take_step.forward` does.

    Raises `Refused` besides while an objection to its posted list is open, a worker whom an employer named is not confirmed, or one named
    beside its request said "not true".
    """
    with transaction.atomic():
        task = within(Task.objects.select_for_update(of=("self",)).select_related("dossier"), by).get(pk=task_id)
        waiting = open_objections(task.dossier) if task.done_at is None else 0
        if waiting:
            raise Refused(
                "objections_open",
                f"Còn {waiting} ý kiến về danh sách niêm yết chưa được trả lời. Người được giao trả lời xong thì chuyển được.",
                f"{waiting} objections to the posted list are not answered yet. It can go on once they are.",
            )
        if task.done_at is None:
            demand_confirmed(task)
            demand_undisputed(task.dossier)
        return take_step.forward(task_id, by=by, at=at)


def open_objections(dossier: Dossier) -> int:
    """Count the open objections to a dossier's list; sensitive ones count too, no other word of them is told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT grievances_open_objections(%s)", [dossier.pk])
        return int(cursor.fetchone()[0])
