"""Many dossiers approved, handed on or returned by one act: shown first, held ten minutes, undone meanwhile, then carried out one whole dossier after another.

While it is held nothing is numbered, told, handed on or paid: no decision exists that a later room could pull, and the dossiers stand
as they stood. So undoing puts nothing right that somebody outside may have seen; it is a deed of its own beside the first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from django.db import transaction

from ansinh.delivery.cases.decide import approve
from ansinh.delivery.cases.models import Task
from ansinh.delivery.cases.models_inbox import BulkAct, BulkItem
from ansinh.delivery.cases.preview import Line, preview
from ansinh.delivery.cases.take_step import SHORTEST_REASON, forward, send_back
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting, actor_of, within

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer

WAIT = timedelta(minutes=10)
"""How long an act can be undone; before that nothing of it leaves the office."""
MOST_ACTS = 100
HELD = """SELECT t.dossier_id, i.province, i.district, i.commune, %(before)s::jsonb, jsonb_build_object('bulk', i.bulk_id, 'act', %(act)s::text,
    'task', i.task_id, 'claims', i.claims, 'amount_vnd', i.amount_vnd) || %(after)s::jsonb
    FROM cases_bulkitem i JOIN cases_task t ON t.id = i.task_id WHERE i.bulk_id = %(bulk)s ORDER BY i.id"""


class Verb(Protocol):
    """How one dossier is approved or handed on."""

    def __call__(self, task_id: uuid.UUID, *, by: Officer, at: datetime) -> object:
        """Do it; raises `Refused` where it may not be."""


@dataclass(frozen=True)
class Verbs:
    """How dossiers leave; later rooms, which hold some of them back, give their own."""

    approve: Verb = approve
    forward: Verb = forward


OWN = Verbs()


@dataclass(frozen=True)
class Expected:
    """What the preview said, which the act must find again: dossiers, people, đồng."""

    dossiers: int
    claims: int
    amount_vnd: int


def hold(tasks: Collection[uuid.UUID], action: str, *, by: Officer, at: datetime, expected: Expected, reason: str = "") -> BulkAct:
    """Act on the officer's own dossiers, to be carried out after `WAIT`; give the act. What the preview leaves out stays with her.

    Raises `Refused` where nothing can be done, where a return says no reason, or where the dossiers are no longer as the preview showed them.
    """
    if action == BulkAct.Action.RETURN and len(reason.strip()) < SHORTEST_REASON:
        raise Refused(
            "reason_missing",
            "Ghi rõ lý do trả lại và việc cần sửa (ít nhất 10 ký tự).",
            "Say why they are returned and what to put right (at least 10 characters).",
        )
    with act(actor_of(by), "cases.bulk", at=at, province=by.office.province) as deed:
        list(within(Task.objects.select_for_update(), by).filter(pk__in=tasks).order_by("pk"))  # two acts at once: one after the other
        found = preview(tasks, action, by=by, at=at)
        if Expected(len(found.lines), found.claims, found.amount_vnd) != expected or not found.lines:
            raise Refused(
                "changed",
                "Các hồ sơ đã thay đổi so với bản xem trước. Xem lại rồi làm.",
                "The dossiers are no longer as the preview showed them. Look again, then act.",
            )
        deed.province = found.lines[0].task.province
        office = by.office
        bulk = BulkAct.objects.create(
            province=office.province, district=office.district, commune=office.commune, action=action, reason=reason.strip()[:500], officer=by, made_at=at,
            leaves_at=at + WAIT, dossiers=len(found.lines), claims=found.claims, amount_vnd=found.amount_vnd,
        )  # fmt: skip
        BulkItem.objects.bulk_create(_items(bulk, found.lines))
        _told(deed, bulk, before={"held": False}, after={"held": True, "leaves_at": bulk.leaves_at.isoformat(), "reason": bulk.reason})
        return bulk


def undo(bulk_id: uuid.UUID, *, by: Officer, at: datetime) -> BulkAct:
    """Undo an act of the officer's own before anything of it left; give it. Its dossiers wait for her again as before.

    Raises `NotYours` for anybody else, `AlreadyDone` once it was undone, is leaving or has left.
    """
    with act(actor_of(by), "cases.bulk_undo", at=at, province=by.office.province) as deed:
        bulk = within(BulkAct.objects.select_for_update(), by).get(pk=bulk_id)
        if bulk.officer_id != by.pk:
            raise NotYours("not_actor", "Chỉ người đã làm mới hoàn tác được.", "Only who did it can undo it.")
        if bulk.undone_at or bulk.left_at or at >= bulk.leaves_at:
            raise AlreadyDone(
                "undone_or_left",
                "Việc này đã hoàn tác, hoặc đã quá mười phút và đang rời cơ quan.",
                "This was undone already, or its ten minutes are over and it is leaving the office.",
            )
        bulk.undone_at = at
        bulk.save(update_fields=["undone_at"])
        deed.province = bulk.items.values_list("province", flat=True)[0]
        _told(deed, bulk, before={"held": True}, after={"held": False})
        bulk.items.update(held=False)
        return bulk


def to_leave(*, at: datetime) -> list[uuid.UUID]:
    """Give the acts whose wait is over, the oldest first, at most `MOST_ACTS`."""
    with acting(NATION):
        return list(BulkAct.objects.filter(undone_at=None, left_at=None, leaves_at__lte=at).order_by("leaves_at").values_list("pk", flat=True)[:MOST_ACTS])


def carry_out(bulk_id: uuid.UUID, *, at: datetime, verbs: Verbs = OWN) -> int:
    """Carry an act out whose wait is over, in its officer's name, dossier by dossier; give how many left. Run again it goes on where it stopped.

    A dossier that is no longer hers or no longer as she saw it stays, its item says why; so does one that may no longer be acted on.
    """
    with acting(NATION):
        bulk = BulkAct.objects.select_related("officer__office").get(pk=bulk_id)
        items = list(bulk.items.filter(held=True).order_by("id").values_list("pk", flat=True))
    left = sum(_leave(bulk, item, verbs, at=at) for item in items)
    with acting(bulk.officer):
        BulkAct.objects.filter(pk=bulk.pk, undone_at=None, left_at=None, leaves_at__lte=at).update(left_at=at)
    return left


def _leave(bulk: BulkAct, item_id: uuid.UUID, verbs: Verbs, *, at: datetime) -> bool:
    by = bulk.officer
    with acting(by):
        standing = BulkAct.objects.select_for_update().get(pk=bulk.pk)
        item = BulkItem.objects.filter(pk=item_id, held=True).first()
        if item is None or standing.undone_at or at < standing.leaves_at:
            return False
        BulkItem.objects.filter(pk=item.pk).update(held=False)
        try:
            with transaction.atomic():
                _demand_as_seen(item, bulk, by=by, at=at)
                if bulk.action == BulkAct.Action.APPROVE:
                    verbs.approve(item.task_id, by=by, at=at)
                elif bulk.action == BulkAct.Action.FORWARD:
                    verbs.forward(item.task_id, by=by, at=at)
                else:
                    send_back(item.task_id, by=by, at=at, reason=bulk.reason)
        except Refused as refusal:
            BulkItem.objects.filter(pk=item.pk).update(refusal={"code": refusal.code, **refusal.message})
            return False
        return True


def _demand_as_seen(item: BulkItem, bulk: BulkAct, *, by: Officer, at: datetime) -> None:
    found = preview([item.task_id], bulk.action, by=by, at=at)
    if found.left_out:
        raise found.left_out[0].why
    if (found.claims, found.amount_vnd) != (item.claims, item.amount_vnd):
        raise Refused("changed", "Hồ sơ đã thay đổi sau khi ông/bà xem. Xem lại rồi làm.", "The dossier changed after you looked. Look again, then act.")


def _items(bulk: BulkAct, lines: Sequence[Line]) -> list[BulkItem]:
    return [
        BulkItem(province=task.province, district=task.district, commune=task.commune, bulk=bulk, task=task, claims=line.claims, amount_vnd=line.amount_vnd)
        for line in lines
        for task in (line.task,)
    ]


def _told(deed: Act, bulk: BulkAct, *, before: dict[str, object], after: dict[str, object]) -> None:
    deed.events_of("dossier", HELD, {"bulk": bulk.pk, "act": bulk.action, "before": json.dumps(before), "after": json.dumps(after)})
