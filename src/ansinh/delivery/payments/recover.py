"""Money that has to come back did: its owner says when and by which paper, and the ledger brings it to the budget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.delivery.payments.models import Entry, Instruction, Recovery

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from ansinh.delivery.offices.models import Officer

SHORTEST_EVIDENCE = 5


def recover(recovery_id: uuid.UUID, *, returned_on: date, evidence: str, by: Officer, at: datetime) -> Recovery:
    """Record that the whole of a recovery is back at the budget, on which day and by which paper; give it.

    Raises `AlreadyDone` when it ended, `NotYours` for anybody but its owner, `Refused` while the payment is not known to have arrived, for a day
    before it was sent or ahead, and without a paper.
    """
    with act(actor_of(by), "payments.recover", at=at, province=by.office.province) as deed:
        rows = Recovery.objects.select_for_update(of=("self",)).select_related("owner", "instruction__decision__dossier")
        recovery = within(rows, by).get(pk=recovery_id)
        deed.province = recovery.province
        if recovery.outcome:
            raise AlreadyDone("recovered", "Khoản này đã xong.", "This was ended before.")
        if recovery.owner_id != by.pk:
            raise NotYours("not_owner", f"Việc này của {recovery.owner}.", f"This task is {recovery.owner}'s.")
        demand(by, [Role.PAYER], policy=recovery.instruction.decision.dossier.policy, on=local_day(at))
        _demand_sound(recovery, returned_on, evidence, today=local_day(at))
        recovery.outcome, recovery.done_at, recovery.done_by = Recovery.Outcome.RECOVERED, at, by
        recovery.returned_on, recovery.evidence = returned_on, evidence.strip()[:200]
        recovery.save(update_fields=["outcome", "done_at", "done_by", "returned_on", "evidence"])
        Entry.objects.create(
            province=recovery.province, district=recovery.district, commune=recovery.commune, instruction=recovery.instruction, recovery=recovery,
            debit=Entry.Account.OWED, credit=Entry.Account.BUDGET, amount_vnd=recovery.amount_vnd, at=at,
        )  # fmt: skip
        after = {"outcome": str(recovery.outcome), "amount_vnd": recovery.amount_vnd, "returned_on": returned_on.isoformat(), "evidence": recovery.evidence}
        deed.event("recovery", recovery, before={"outcome": ""}, after=after)
        return recovery


def _demand_sound(recovery: Recovery, returned_on: date, evidence: str, *, today: date) -> None:
    if recovery.instruction.state != Instruction.State.PAID:
        raise Refused(
            "not_arrived",
            "Sao kê chưa cho biết khoản này đã đến người nhận. Nạp sao kê trước; nếu không trả được thì việc này tự khép.",
            "No statement tells yet that this payment arrived. Take the statement in first; if it failed, this ends by itself.",
        )
    if not local_day(recovery.instruction.made_at) <= returned_on <= today:
        raise Refused("returned_when", "Ngày hoàn tiền phải từ ngày lập lệnh chi đến hôm nay.", "The day must lie between the payment and today.")
    if len(evidence.strip()) < SHORTEST_EVIDENCE:
        raise Refused("evidence_missing", "Ghi số phiếu thu hoặc mã giao dịch hoàn tiền.", "Give the receipt or the transfer by which it came back.")
