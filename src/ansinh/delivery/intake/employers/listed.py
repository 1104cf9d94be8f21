"""Workers whom an employer named beside its own request: what one of them says is not true is settled before the request goes on or is decided.

The checks live here and not in casework, which is a lower room; doors call this room's `approve`, and a trigger refuses whoever goes past it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction

from ansinh.delivery.cases import decide
from ansinh.delivery.cases.exclude import exclude
from ansinh.delivery.cases.models import Task
from ansinh.delivery.cases.take_step import own_task
from ansinh.delivery.evidence.record import act
from ansinh.delivery.intake.models_employers import NamedWorker
from ansinh.delivery.intake.queries import claims_of
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.delivery.registry.keeping import demand_words

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.cases.models import Decision, Dossier
    from ansinh.delivery.offices.models import Officer

MOST = 1000


def listed_in(dossier: Dossier, *, seen_by: Officer) -> list[NamedWorker]:
    """Give the workers named beside the requests of a dossier, those who said "not true" first, a bounded number."""
    if dossier.upload_id is None:
        return []
    rows = within(NamedWorker.objects.filter(row__listed=True, row__filing__upload=dossier.upload_id), seen_by)
    return list(rows.select_related("row__filing", "owner", "settled_by").order_by("denied_at", "row__filing_id", "row__order")[:MOST])


def settle_listed(task_id: uuid.UUID, worker: uuid.UUID, *, stands: bool, because: str, by: Officer, at: datetime) -> NamedWorker:
    """End what a listed worker said is not true: the list stands, or her employer's request is taken out with the reason and must be filed anew.

    Raises `AlreadyDone` where nothing waits, `Refused` for a reason that says nothing, `DoesNotExist` for a worker of another dossier, and as
    `own_task` does: the step is its owner's.
    """
    demand_words(because, "reason")
    with act(actor_of(by), "intake.settle_denial", at=at, province=by.office.province) as deed:
        task = own_task(task_id, by=by, at=at)
        deed.province = task.province
        rows = NamedWorker.objects.select_for_update(of=("self",)).select_related("row__filing")
        held = rows.get(pk=worker, row__listed=True, row__filing__upload=task.dossier.upload_id)
        if not held.disputed:
            raise AlreadyDone("denial_settled", "Ý kiến này đã được giải quyết.", "This was settled already.")
        held.settled_at, held.settled_by, held.settled_because = at, by, because.strip()[:200]
        held.save(update_fields=["settled_at", "settled_by", "settled_because"])
        after = {"row": held.row.order, "settled": "stands" if stands else "excluded", "reason": held.settled_because}
        deed.event("filing", held.row.filing, after=after)
        if not stands:
            claims = [claim.pk for claim in claims_of(held.row.filing).values()]
            exclude(task_id, claims, by=by, at=at, reason=f"Danh sách người lao động không đúng, đơn vị lập lại và nộp mới: {held.settled_because}")
        return held


def demand_undisputed(dossier: Dossier) -> None:
    """Raise `Refused` while a worker named beside a request of the dossier said "not true" and nobody has settled it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT intake_disputed(%s)", [dossier.pk])
        left = int(cursor.fetchone()[0])
    if left:
        raise Refused(
            "list_disputed",
            f"Còn {left} người lao động báo danh sách không đúng, chưa xác minh. Xác minh xong rồi chuyển hoặc phê duyệt.",
            f"{left} workers said that the list is not true and wait. Settle it, then hand on or approve.",
        )


def approve(task_id: uuid.UUID, *, by: Officer, at: datetime) -> Decision:
    """Approve as `cases.decide.approve` does. Raises `Refused` besides while a listed worker's "not true" is open."""
    with transaction.atomic():
        task = within(Task.objects.select_related("dossier"), by).filter(pk=task_id).first()
        if task is not None and task.done_at is None:
            demand_undisputed(task.dossier)
        return decide.approve(task_id, by=by, at=at)
