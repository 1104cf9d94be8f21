"""A person has again what she had brought back too much: its owner says when and by which paper, and the ledger closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.delivery.payments.jobs import tell_of_refund
from ansinh.delivery.payments.models import Entry, Refund

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from ansinh.delivery.offices.models import Officer

SHORTEST_EVIDENCE = 5


def give_back(refund_id: uuid.UUID, *, given_on: date, evidence: str, by: Officer, at: datetime) -> Refund:
    """Record that all of a refund was given back to the person, on which day and by which paper; give it, ended.

    Raises `AlreadyDone` when it was, `NotYours` for anybody but its owner or who pays no more, `Refused` for a day before the bank took the payment
    back or ahead, and without a paper.
    """
    with act(actor_of(by), "payments.give_back", at=at, province=by.office.province) as deed:
        rows = Refund.objects.select_for_update(of=("self",)).select_related("owner", "recovery__instruction__decision__dossier")
        refund = within(rows, by).get(pk=refund_id)
        deed.province, instruction = refund.province, refund.recovery.instruction
        if refund.done_at is not None:
            raise AlreadyDone("given_back", "Khoản này đã được trả lại.", "This was given back before.")
        if refund.owner_id != by.pk:
            raise NotYours("not_owner", f"Việc này của {refund.owner}.", f"This task is {refund.owner}'s.")
        demand(by, [Role.PAYER], policy=instruction.decision.dossier.policy, on=local_day(at))
        _demand_sound(given_on, evidence, since=instruction.settled_on or local_day(refund.opened_at), today=local_day(at))
        refund.done_at, refund.done_by, refund.given_on, refund.evidence = at, by, given_on, evidence.strip()[:200]
        refund.save(update_fields=["done_at", "done_by", "given_on", "evidence"])
        Entry.objects.create(
            province=refund.province, district=refund.district, commune=refund.commune, instruction=instruction, recovery=refund.recovery, refund=refund,
            debit=Entry.Account.REFUND, credit=Entry.Account.PAID, amount_vnd=refund.amount_vnd, at=at,
        )  # fmt: skip
        told = {"amount_vnd": refund.amount_vnd, "given_on": given_on.isoformat(), "evidence": refund.evidence}
        deed.event("refund", refund, before={"owner": refund.owner.full_name}, after=told)
        tell_of_refund.defer(refund=str(refund.pk))
        return refund


def _demand_sound(given_on: date, evidence: str, *, since: date, today: date) -> None:
    if not since <= given_on <= today:
        raise Refused(
            "given_when",
            "Ngày trả lại phải từ ngày ngân hàng trả tiền về nguồn đến hôm nay.",
            "The day must lie between the day the bank took the payment back and today.",
        )
    if len(evidence.strip()) < SHORTEST_EVIDENCE:
        raise Refused("evidence_missing", "Ghi số phiếu chi hoặc mã giao dịch trả lại.", "Give the receipt she signed, or the transfer.")
