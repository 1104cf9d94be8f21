"""The sums that must agree before money leaves: claims, instructions, file and ledger of a decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.offices.refusals import Refused
from ansinh.policy.money import vnd

if TYPE_CHECKING:
    import uuid


@dataclass(frozen=True)
class Sums:
    """Counts and đồng of one decision, counted from the rows themselves."""

    claims: int
    claims_vnd: int
    live: int
    live_vnd: int
    awaiting: int
    awaiting_vnd: int
    decision: int
    decision_vnd: int
    ledger_vnd: int

    def agree(self) -> bool:
        """Say whether all of them tell the same; what came back and awaits repair is out of the ledger, but still owed."""
        owed, owed_vnd = self.live + self.awaiting, self.live_vnd + self.awaiting_vnd
        return self.claims == owed == self.decision and self.claims_vnd == owed_vnd == self.decision_vnd and self.live_vnd == self.ledger_vnd


def sums_of(decision: uuid.UUID) -> Sums:
    """Count a decision's approved claims, live instructions and those awaiting repair, signed sums and the ledger's balance out of the budget."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.n, c.vnd, i.n, i.vnd, r.n, r.vnd, d.approved, d.amount_vnd, e.vnd
            FROM cases_decision d,
            LATERAL (SELECT count(*) AS n, coalesce(sum(amount_vnd), 0) AS vnd FROM cases_claim WHERE dossier_id = d.dossier_id AND state = 'approved') c,
            LATERAL (SELECT count(*) AS n, coalesce(sum(amount_vnd), 0) AS vnd FROM payments_instruction WHERE decision_id = d.id AND state <> 'failed') i,
            LATERAL (SELECT count(*) AS n, coalesce(sum(f.amount_vnd), 0) AS vnd FROM payments_repair r JOIN payments_instruction f ON f.id = r.instruction_id
                     WHERE f.decision_id = d.id AND r.done_at IS NULL) r,
            LATERAL (SELECT coalesce(sum(CASE WHEN e.debit = 'budget' THEN e.amount_vnd WHEN e.credit = 'budget' THEN -e.amount_vnd ELSE 0 END), 0) AS vnd
                     FROM payments_entry e JOIN payments_instruction i ON i.id = e.instruction_id WHERE i.decision_id = d.id) e
            WHERE d.id = %s""",
            [decision],
        )
        return Sums(*(int(value) for value in cursor.fetchone()))


def demand_agreement(decision: uuid.UUID) -> Sums:
    """Give the sums, raising `Refused` when they disagree."""
    sums = sums_of(decision)
    if not sums.agree():
        raise Refused(
            "sums_disagree",
            f"Số liệu không khớp, không lập tệp: hồ sơ {sums.claims} khoản, {vnd(sums.claims_vnd)}; lệnh chi {sums.live} khoản, {vnd(sums.live_vnd)}; "
            f"chờ chi lại {sums.awaiting} khoản, {vnd(sums.awaiting_vnd)}; quyết định {sums.decision} khoản, {vnd(sums.decision_vnd)}; sổ {vnd(sums.ledger_vnd)}.",
            f"The sums disagree, no file is made: claims {sums.claims}, VND {sums.claims_vnd:,}; instructions {sums.live}, VND {sums.live_vnd:,}; "
            f"awaiting repair {sums.awaiting}, VND {sums.awaiting_vnd:,}; decision {sums.decision}, VND {sums.decision_vnd:,}; ledger VND {sums.ledger_vnd:,}.",
        )
    return sums
