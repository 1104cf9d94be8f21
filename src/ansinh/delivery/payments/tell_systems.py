"""Systems are told that what they filed was paid, or could not be, in the transaction that took the statement in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

if TYPE_CHECKING:
    import uuid

LISTS = """
    SELECT DISTINCT d.id, d.upload_id FROM payments_statementline l
    JOIN payments_instruction i ON i.id = l.instruction_id JOIN cases_claim c ON c.id = i.claim_id JOIN cases_dossier d ON d.id = c.dossier_id
    WHERE l.statement_id = %(statement)s AND l.match IN ('paid', 'failed') AND d.channel IN ('api', 'several')"""

TOLD = """
    WITH placed AS MATERIALIZED (
        SELECT u.id, row_number() OVER (ORDER BY u.sheet, u."row") AS place FROM cases_uploadrow u WHERE u.upload_id = %(upload)s AND u.state = 'ready'),
    standing AS (
        SELECT f.id, count(*) FILTER (WHERE c.state = 'approved') AS approved, count(*) FILTER (WHERE n.state = 'paid') AS paid,
            count(*) FILTER (WHERE n.state = 'failed') AS failed, bool_or(n.touched) AS touched
        FROM intake_filing f JOIN intake_filingrow r ON r.filing_id = f.id JOIN placed p ON p.id = r.row_id
        JOIN cases_claim c ON c.dossier_id = %(dossier)s AND c."order" = p.place
        LEFT JOIN LATERAL (
            SELECT i.state, EXISTS (SELECT FROM payments_statementline l WHERE l.instruction_id = i.id AND l.statement_id = %(statement)s) AS touched
            FROM payments_instruction i WHERE i.claim_id = c.id ORDER BY i.attempt DESC LIMIT 1) n ON true
        WHERE f.upload_id = %(upload)s AND f.channel = 'api' GROUP BY f.id)
    SELECT coalesce(sum(systems_tell(id, 'filing.paid',
        CASE WHEN failed > 0 THEN 'payment_failed' WHEN paid < approved THEN 'partly_paid' ELSE 'paid' END)), 0)
    FROM standing WHERE touched"""


def tell_systems(statement: uuid.UUID) -> int:
    """Tell whoever filed people that a statement just settled, once for each filing: all paid, some, or some that could not be; give how many messages."""
    told = 0
    with connection.cursor() as cursor:
        cursor.execute(LISTS, {"statement": statement})
        for dossier, upload in cursor.fetchall():
            cursor.execute(TOLD, {"statement": statement, "dossier": dossier, "upload": upload})
            told += cursor.fetchone()[0]
    return told
