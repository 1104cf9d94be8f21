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
    undrawn: int
    undrawn_vnd: int
    coming_back_vnd: int
    decision: int
    decision_vnd: int
    ledger_vnd: int

    def agree(self) -> bool:
        """Say whether all tell the same; what failed and awaits repair, or is due by a later decision, is out of the ledger, but still owed."""
        owed, owed_vnd = self.live + self.awaiting + self.undrawn, self.live_vnd + self.awaiting_vnd + self.undrawn_vnd
        return (
            self.claims == owed == self.decision
            and self.claims_vnd == owed_vnd == self.decision_vnd
            and self.live_vnd + self.coming_back_vnd == self.ledger_vnd
        )


LIVE = "i.state NOT IN ('failed', 'withdrawn')"

SUMS = f"""
    SELECT c.n, c.vnd, i.n - k.n, i.vnd - b.vnd, r.n, r.vnd, u.n, u.vnd, b.open_vnd, d.approved - v.n, d.amount_vnd + v.vnd, e.vnd
    FROM cases_decision d,
    LATERAL (SELECT count(*) AS n, coalesce(sum(amount_vnd), 0) AS vnd FROM cases_claim WHERE dossier_id = d.dossier_id AND state = 'approved') c,
    LATERAL (SELECT count(DISTINCT claim_id) AS n, coalesce(sum(amount_vnd), 0) AS vnd FROM payments_instruction i WHERE decision_id = d.id AND {LIVE}) i,
    LATERAL (SELECT count(*) FILTER (WHERE p.after_vnd = 0) AS n, coalesce(sum(p.after_vnd - p.before_vnd), 0) AS vnd
             FROM cases_revisionitem p JOIN cases_revision w ON w.id = p.revision_id WHERE w.decision_id = d.id AND w.state = 'signed') v,
    LATERAL (SELECT count(DISTINCT i.claim_id) AS n FROM cases_revision w JOIN cases_revisionitem p ON p.revision_id = w.id AND p.after_vnd = 0
             JOIN payments_instruction i ON i.claim_id = p.claim_id AND {LIVE} WHERE w.decision_id = d.id AND w.state = 'signed') k,
    LATERAL (SELECT coalesce(sum(y.amount_vnd), 0) AS vnd, coalesce(sum(y.amount_vnd - z.vnd) FILTER (WHERE y.outcome = ''), 0) AS open_vnd
             FROM cases_revision w JOIN payments_recovery y ON y.revision_id = w.id AND y.outcome <> 'came_back'
             CROSS JOIN LATERAL (SELECT coalesce(sum(x.amount_vnd), 0) AS vnd FROM payments_recoverypart x WHERE x.recovery_id = y.id) z
             JOIN payments_instruction i ON i.id = y.instruction_id AND {LIVE} WHERE w.decision_id = d.id) b,
    LATERAL (SELECT count(*) FILTER (WHERE NOT EXISTS (SELECT FROM payments_instruction i WHERE i.claim_id = f.claim_id AND {LIVE})) AS n,
             coalesce(sum(f.amount_vnd), 0) AS vnd FROM payments_repair r JOIN payments_instruction f ON f.id = r.instruction_id
             WHERE f.decision_id = d.id AND r.done_at IS NULL) r,
    LATERAL (SELECT count(*) FILTER (WHERE s.out_vnd = 0) AS n, coalesce(sum(a.amount_vnd - s.out_vnd), 0) AS vnd
             FROM (SELECT DISTINCT p.claim_id FROM cases_revision w JOIN cases_revisionitem p ON p.revision_id = w.id WHERE w.decision_id = d.id AND w.state = 'signed') p
             JOIN cases_claim a ON a.id = p.claim_id AND a.state = 'approved' CROSS JOIN LATERAL payments_standing(a.id) s
             WHERE s.attempt > 0 AND NOT s.in_repair AND s.out_vnd < a.amount_vnd) u,
    LATERAL (SELECT coalesce(sum(CASE WHEN e.debit = 'budget' THEN e.amount_vnd WHEN e.credit = 'budget' THEN -e.amount_vnd ELSE 0 END), 0) AS vnd
             FROM payments_entry e JOIN payments_instruction i ON i.id = e.instruction_id WHERE i.decision_id = d.id) e
    WHERE d.id = %s"""  # noqa: S608 - text of ours


def sums_of(decision: uuid.UUID) -> Sums:
    """Count what a decision gives in force, its live instructions less what comes back, those awaiting repair, what a later one made due, the ledger."""
    with connection.cursor() as cursor:
        cursor.execute(SUMS, [decision])
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
