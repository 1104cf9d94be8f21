"""What must hold of casework and money at every moment, whatever anybody did: each sentence with the rows that break it."""

from __future__ import annotations

from django.db import connection

from ansinh.delivery.evidence import verify
from ansinh.delivery.offices.scope import NATION, acting

REVISED = "EXISTS (SELECT FROM cases_revisionitem v WHERE v.claim_id = c.id AND v.state = 'signed')"
NEVER = {
    "an open dossier has exactly one open task with one owner, a decided one none": """
        SELECT d.number, count(t.id) FROM cases_dossier d LEFT JOIN cases_task t ON t.dossier_id = d.id AND t.done_at IS NULL
        GROUP BY d.id HAVING count(t.id) <> CASE d.state WHEN 'in_progress' THEN 1 ELSE 0 END OR count(t.owner_id) <> count(t.id)""",
    "a claim is in exactly one state, and in one that its dossier can have": """
        SELECT c.receipt, c.state, d.state FROM cases_claim c JOIN cases_dossier d ON d.id = c.dossier_id
        WHERE (d.state = 'decided') <> (c.state IN ('approved', 'refused', 'revoked')) OR c.state NOT IN ('in_review', 'excluded', 'approved', 'refused', 'revoked')
            OR (c.state = 'revoked') <> EXISTS (SELECT FROM cases_revisionitem i WHERE i.claim_id = c.id AND i.state = 'signed' AND i.after_vnd = 0)""",
    "a dossier holds as many claims as were submitted": """
        SELECT d.number, d.claims, count(c.id) FROM cases_dossier d LEFT JOIN cases_claim c ON c.dossier_id = d.id GROUP BY d.id HAVING count(c.id) <> d.claims""",
    "a decision says what its claims say": """
        SELECT n.number, n.approved, n.amount_vnd FROM cases_decision n JOIN cases_claim c ON c.dossier_id = n.dossier_id
        CROSS JOIN LATERAL (SELECT c.amount_vnd - coalesce(sum(i.after_vnd - i.before_vnd), 0) AS signed_vnd FROM cases_revisionitem i
                            WHERE i.claim_id = c.id AND i.state = 'signed' AND i.after_vnd > 0) s GROUP BY n.id
        HAVING n.approved <> count(*) FILTER (WHERE c.state IN ('approved', 'revoked')) OR n.refused <> count(*) FILTER (WHERE c.state = 'refused')
            OR n.amount_vnd <> coalesce(sum(s.signed_vnd) FILTER (WHERE c.state IN ('approved', 'revoked')), 0)""",
    "nobody has two approved claims of one exclusive group or policy": """
        SELECT identity, count(*) FROM cases_claim WHERE state = 'approved' GROUP BY identity, coalesce(nullif(exclusive_group, ''), policy) HAVING count(*) > 1""",
    "an approved claim holds its draw": """
        SELECT c.receipt FROM cases_claim c WHERE c.state = 'approved'
        AND NOT EXISTS (SELECT FROM registry_draw r WHERE r.claim = c.id AND r.identity = c.identity AND r.released_at IS NULL)""",
    "whoever signs has prepared nothing": """
        SELECT n.number FROM cases_decision n JOIN cases_dossier d ON d.id = n.dossier_id
        WHERE n.signed_by_id = d.submitted_by_id
            OR EXISTS (SELECT FROM cases_task t WHERE t.dossier_id = d.id AND t.done_by_id = n.signed_by_id AND t.outcome <> 'approved')""",
    "a claim has one live instruction at most, of its own amount, and only once approved, where no later decision concerns it": f"""
        SELECT c.receipt, count(*) FROM payments_instruction i JOIN cases_claim c ON c.id = i.claim_id WHERE i.state NOT IN ('failed', 'withdrawn') AND NOT {REVISED}
        GROUP BY c.id HAVING count(*) > 1 OR c.state <> 'approved' OR bool_or(i.amount_vnd <> c.amount_vnd)""",  # noqa: S608 - text of ours
    "what goes out for a claim is never more than is due, and nothing waits to go out for one that is revoked": """
        SELECT c.receipt, s.out_vnd FROM cases_claim c CROSS JOIN LATERAL payments_standing(c.id) s
        WHERE s.out_vnd > CASE c.state WHEN 'approved' THEN c.amount_vnd ELSE 0 END
            OR c.state = 'revoked' AND EXISTS (SELECT FROM payments_instruction i WHERE i.claim_id = c.id AND i.state = 'ready')""",
    "a revoked claim holds no draw": "SELECT c.receipt FROM cases_claim c JOIN registry_draw r ON r.claim = c.id AND r.released_at IS NULL WHERE c.state = 'revoked'",
    "numbers of an office's decisions and later decisions have no gap": """
        SELECT office_id, year, count(*) FROM (SELECT office_id, year, split_part(number, '/', 1)::integer AS n FROM cases_decision
            UNION ALL SELECT office_id, year, split_part(number, '/', 1)::integer FROM cases_revision WHERE number <> '') numbered
        GROUP BY office_id, year HAVING count(*) <> max(n) OR count(DISTINCT n) <> count(*)""",
    "nobody is paid twice": f"""
        SELECT i.claim_id, sum(CASE WHEN e.credit = 'paid' THEN e.amount_vnd WHEN e.debit = 'paid' THEN -e.amount_vnd ELSE 0 END)
        FROM payments_entry e JOIN payments_instruction i ON i.id = e.instruction_id JOIN cases_claim c ON c.id = i.claim_id
        GROUP BY i.claim_id, c.amount_vnd, c.state, c.id
        HAVING sum(CASE WHEN e.credit = 'paid' THEN e.amount_vnd WHEN e.debit = 'paid' THEN -e.amount_vnd ELSE 0 END) NOT IN (0, c.amount_vnd) AND NOT {REVISED}
            OR sum(CASE WHEN e.credit = 'paid' THEN e.amount_vnd WHEN e.debit = 'paid' THEN -e.amount_vnd ELSE 0 END) > CASE c.state WHEN 'approved' THEN c.amount_vnd ELSE 0 END""",  # noqa: S608 - text of ours
    "the ledger says what the instructions say": """
        SELECT i.id, i.state FROM payments_instruction i LEFT JOIN payments_entry e ON e.instruction_id = i.id AND e.recovery_id IS NULL GROUP BY i.id
        HAVING (i.state = 'paid') <> (coalesce(sum((e.credit = 'paid')::integer - (e.debit = 'paid')::integer), 0) = 1)""",
    "of what failed or was withdrawn the budget holds all and nothing besides, and what people brought back of it is owed to them or was given back": """
        SELECT i.id, sum((e.credit = 'budget')::integer * e.amount_vnd - (e.debit = 'budget')::integer * e.amount_vnd) FROM payments_instruction i
        JOIN payments_entry e ON e.instruction_id = i.id WHERE i.state IN ('failed', 'withdrawn') GROUP BY i.id
        HAVING sum((e.credit = 'budget')::integer * e.amount_vnd - (e.debit = 'budget')::integer * e.amount_vnd) <> 0
            OR coalesce((SELECT sum(p.amount_vnd) FROM payments_recoverypart p JOIN payments_recovery r ON r.id = p.recovery_id WHERE r.instruction_id = i.id), 0)
                <> coalesce((SELECT sum(f.amount_vnd) FROM payments_refund f JOIN payments_recovery r ON r.id = f.recovery_id WHERE r.instruction_id = i.id), 0)""",
    "once drawn and not concerned by a later decision, instructions and what awaits repair come to the decided sum": """
        SELECT n.number, n.amount_vnd FROM cases_decision n JOIN payments_instruction i ON i.decision_id = n.id LEFT JOIN payments_repair r ON r.instruction_id = i.id
        WHERE NOT EXISTS (SELECT FROM cases_revision v WHERE v.decision_id = n.id AND v.state = 'signed')
        GROUP BY n.id HAVING sum(i.amount_vnd) FILTER (WHERE i.state <> 'failed' OR r.done_at IS NULL AND r.id IS NOT NULL) IS DISTINCT FROM n.amount_vnd""",
    "a payment file carries what its rows carry": """
        SELECT f.name FROM payments_paymentfile f LEFT JOIN payments_instruction i ON i.file_id = f.id
        GROUP BY f.id HAVING f.instructions <> count(i.id) OR f.amount_vnd <> coalesce(sum(i.amount_vnd), 0)""",
}


def broken() -> list[str]:
    """Name what does not hold now, with the rows; nothing when all is well."""
    found = []
    with acting(NATION), connection.cursor() as cursor:
        for sentence, query in NEVER.items():
            cursor.execute(query)
            if rows := cursor.fetchall():
                found.append(f"{sentence}: {rows}")
    return found


def demand_truth() -> None:
    """Fail with what does not hold; deferred constraints are asked now."""
    connection.check_constraints()
    assert broken() == []


def demand_evidence() -> None:
    """Fail unless the log verifies."""
    with acting(NATION):
        assert verify.check(verify.records()).faults == []
