"""The sums that must agree before money leaves: claims, instructions, file and ledger of a decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.offices.refusals import Refused

if TYPE_CHECKING:
    import uuid


@dataclass(frozen=True)
class Sums:
    """Counts and đồng of one decision, counted from the rows themselves."""

    claims: int
    claims_vnd: int
    live: int
    live_vnd: int
    decision: int
    decision_vnd: int
    ledger_vnd: int

    def agree(self) -> bool:
        """Say whether all of them tell the same."""
        return self.claims == self.live == self.decision and self.claims_vnd == self.live_vnd == self.decision_vnd == self.ledger_vnd


def sums_of(decision: uuid.UUID) -> Sums:
    """Count a decision's approved claims, live instructions, signed sums and the ledger's balance out of the budget."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.n, c.vnd, i.n, i.vnd, d.approved, d.amount_vnd, e.vnd
            FROM cases_decision d,
            LATERAL (SELECT count(*) AS n, coalesce(sum(amount_vnd), 0) AS vnd FROM cases_claim WHERE dossier_id = d.dossier_id AND state = 'approved') c,
            LATERAL (SELECT count(*) AS n, coalesce(sum(amount_vnd), 0) AS vnd FROM payments_instruction WHERE decision_id = d.id AND state <> 'failed') i,
            LATERAL (SELECT coalesce(sum(CASE WHEN e.debit = 'budget' THEN e.amount_vnd WHEN e.credit = 'budget' THEN -e.amount_vnd ELSE 0 END), 0) AS vnd
                     FROM payments_entry e JOIN payments_instruction i ON i.id = e.instruction_id WHERE i.decision_id = d.id) e
            WHERE d.id = %s""",
            [decision],
        )
        return Sums(*(int(value) for value in cursor.fetchone()))


def demand_agreement(decision: uuid.UUID, *, open_failures: int) -> Sums:
    """Give the sums, raising `Refused` when they disagree; claims whose payment came back and waits for repair are counted apart."""
    sums = sums_of(decision)
    if open_failures == 0 and not sums.agree():
        raise Refused(
            "sums_disagree",
            f"Số liệu không khớp, không lập tệp: hồ sơ {sums.claims_vnd:,} đ, lệnh chi {sums.live_vnd:,} đ, quyết định {sums.decision_vnd:,} đ, sổ {sums.ledger_vnd:,} đ.",
            f"The sums disagree, no file is made: claims {sums.claims_vnd:,}, instructions {sums.live_vnd:,}, decision {sums.decision_vnd:,}, ledger {sums.ledger_vnd:,} đồng.",
        )
    return sums
