"""A posted list goes on by itself when its days are over, if its owner said so when posting it and nothing stands in its way.

Nothing is judged here: the owner looked at the list, posted it and said that it goes on. What is left is waiting, and a closed office at four in the
afternoon, which would cost the people in it one more day. Whoever takes the list over says it herself or hands it on by hand.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, connection, transaction

from ansinh.delivery.cases.models import Task
from ansinh.delivery.grievances.forward import forward
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import NATION, acting

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

MOST = 500
"""Lists looked at in one run; the next run goes on."""
AGAIN = timedelta(hours=1)
"""How long after something stood in its way a list is tried again. Ours."""

DUE = """
    SELECT t.id FROM cases_task t WHERE t.done_at IS NULL AND t.goes_on_by_id IS NOT NULL AND t.goes_on_by_id = t.owner_id AND t.posted_until <= %(at)s
        AND (t.asked_on IS NULL OR t.answered_on IS NOT NULL) AND (t.tried_at IS NULL OR t.tried_at < t.posted_until OR t.tried_at <= %(before)s)
    ORDER BY t.posted_until, t.id LIMIT %(most)s"""


def to_go_on(*, at: datetime) -> list[uuid.UUID]:
    """Give the posted lists whose days are over and whose owner let them go on; the first to be over first, at most `MOST`."""
    with acting(NATION), connection.cursor() as cursor:
        cursor.execute(DUE, {"at": at, "before": at - AGAIN, "most": MOST})
        return [key for (key,) in cursor.fetchall()]


def go_on(task_id: uuid.UUID, *, at: datetime) -> bool:
    """Hand a list on in the name of its owner; where an objection or a claim stands in its way it stays with her, and is tried again in an hour."""
    with acting(NATION):
        task = Task.objects.select_related("owner__office").get(pk=task_id)
    if not task.goes_on:  # somebody took it over since it was found
        return False
    with acting(task.owner):
        with suppress(Refused, IntegrityError), transaction.atomic():  # a draw was lost meanwhile: whoever opens the step reads why
            forward(task_id, by=task.owner, at=at)
            return True
        Task.objects.filter(pk=task_id, done_at=None).update(tried_at=at)
    return False
