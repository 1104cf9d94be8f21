"""Money that has to come back did, at once or part by part: its owner says when and by which paper, and the ledger brings it to the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Sum

from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.delivery.payments.models import Entry, Instruction, Recovery, RecoveryPart
from ansinh.delivery.payments.refunds import open_refund
from ansinh.policy.money import vnd

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from ansinh.delivery.offices.models import Officer

SHORTEST_EVIDENCE = 5


def recover(recovery_id: uuid.UUID, *, returned_on: date, evidence: str, by: Officer, at: datetime, amount_vnd: int | None = None) -> Recovery:
    """Record that a part of a recovery (`amount_vnd`; all that is left where it is not told) is back at the budget, on which day and by which paper.

    Give the recovery: it ends with the part that makes it whole. What somebody brings although the bank took the payment back meanwhile is entered
    too, by whoever pays in the office, and is owed to the person from that moment. Raises `AlreadyDone` when it ended or the paper was entered,
    `NotYours` for anybody but its owner, `Refused` while the payment is not known to have arrived, for nothing or more than is left, for a day
    before it was sent or ahead, and without a paper.
    """
    with act(actor_of(by), "payments.recover", at=at, province=by.office.province) as deed:
        rows = Recovery.objects.select_for_update(of=("self",)).select_related("owner", "office", "instruction__decision__dossier")
        recovery = within(rows, by).get(pk=recovery_id)
        deed.province = recovery.province
        late = brought_late(recovery)
        if recovery.outcome and not late:
            raise AlreadyDone("recovered", "Khoản này đã xong.", "This was ended before.")
        if recovery.owner_id != by.pk and not (late and recovery.office_id == by.office_id):
            raise NotYours("not_owner", f"Việc này của {recovery.owner}.", f"This task is {recovery.owner}'s.")
        demand(by, [Role.PAYER], policy=recovery.instruction.decision.dossier.policy, on=local_day(at))
        _demand_sound(recovery, returned_on, evidence, today=local_day(at))
        rest = recovery.amount_vnd - back_of(recovery)
        part = _part(recovery, rest if amount_vnd is None else amount_vnd, rest=rest, returned_on=returned_on, evidence=evidence.strip()[:200], by=by, at=at)
        if late:
            open_refund(deed, recovery, part.amount_vnd)
        elif part.amount_vnd == rest:
            recovery.outcome, recovery.done_at, recovery.done_by = Recovery.Outcome.RECOVERED, at, by
            recovery.returned_on, recovery.evidence = part.returned_on, part.evidence
            recovery.save(update_fields=["outcome", "done_at", "done_by", "returned_on", "evidence"])
        told = {"amount_vnd": part.amount_vnd, "rest_vnd": rest - part.amount_vnd, "returned_on": returned_on.isoformat(), "evidence": part.evidence}
        deed.event("recovery", recovery, before={"rest_vnd": rest}, after={"outcome": str(recovery.outcome), **told})
        return recovery


def rest_of(recovery: Recovery) -> int:
    """Give what of a recovery is not back yet, in đồng; nothing once it ended."""
    return 0 if recovery.outcome else recovery.amount_vnd - back_of(recovery)


def back_of(recovery: Recovery) -> int:
    """Give what of a recovery was brought back so far, in đồng, whatever became of the payment."""
    return int(RecoveryPart.objects.filter(recovery=recovery).aggregate(vnd=Sum("amount_vnd"))["vnd"] or 0)


def brought_late(recovery: Recovery) -> bool:
    """Whether what is brought now comes beyond what was paid: the payment had arrived, and the bank took it back."""
    return recovery.outcome == Recovery.Outcome.CAME_BACK and Entry.objects.filter(recovery=recovery, credit=Entry.Account.OWED).exists()


def _part(recovery: Recovery, amount_vnd: int, *, rest: int, returned_on: date, evidence: str, by: Officer, at: datetime) -> RecoveryPart:
    """Keep a part with its line of the ledger."""
    if RecoveryPart.objects.filter(recovery=recovery, evidence=evidence).exists():
        raise AlreadyDone("part_entered", f"Phiếu hoặc giao dịch {evidence} đã được ghi cho khoản này.", f"{evidence} was entered for this before.")
    if not 0 < amount_vnd <= rest:
        raise Refused(
            "part_too_much",
            f"Số tiền phải từ 1 đồng đến {vnd(rest, 'vi')}, là phần còn phải thu hồi.",
            f"The amount lies between VND 1 and what is left, {vnd(rest, 'en')}.",
        )
    place = {"province": recovery.province, "district": recovery.district, "commune": recovery.commune}
    part = RecoveryPart.objects.create(
        **place, recovery=recovery, amount_vnd=amount_vnd, returned_on=returned_on, evidence=evidence, entered_at=at, entered_by=by
    )
    Entry.objects.create(
        **place,
        instruction=recovery.instruction,
        recovery=recovery,
        part=part,
        debit=Entry.Account.PAID if recovery.outcome else Entry.Account.OWED,
        credit=Entry.Account.BUDGET,
        amount_vnd=amount_vnd,
        at=at,
    )
    return part


def _demand_sound(recovery: Recovery, returned_on: date, evidence: str, *, today: date) -> None:
    if not recovery.outcome and recovery.instruction.state != Instruction.State.PAID:
        raise Refused(
            "not_arrived",
            "Sao kê chưa cho biết khoản này đã đến người nhận. Nạp sao kê trước; nếu không trả được thì việc này tự khép.",
            "No statement tells yet that this payment arrived. Take the statement in first; if it failed, this ends by itself.",
        )
    if not local_day(recovery.instruction.made_at) <= returned_on <= today:
        raise Refused("returned_when", "Ngày hoàn tiền phải từ ngày lập lệnh chi đến hôm nay.", "The day must lie between the payment and today.")
    if len(evidence.strip()) < SHORTEST_EVIDENCE:
        raise Refused("evidence_missing", "Ghi số phiếu thu hoặc mã giao dịch hoàn tiền.", "Give the receipt or the transfer by which it came back.")
