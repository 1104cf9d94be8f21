"""What a bank, the post or the cashier reports is matched line by line, once; money that came back becomes an open task with an owner."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection

from ansinh.delivery.cases.keep import keep
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Level, Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.scope import actor_of
from ansinh.delivery.payments.jobs import tell_of_statement
from ansinh.delivery.payments.models import Statement
from ansinh.delivery.payments.refunds import open_refunds
from ansinh.delivery.payments.tell_systems import tell_systems
from ansinh.papers.bank.statements import read_statement
from ansinh.policy.calendar import vietnam_calendar

if TYPE_CHECKING:
    from datetime import datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer
    from ansinh.papers.bank.statements import Statement as Paper

REPAIR_DAYS = 2
"""Working days within which a payment that came back must be put right."""


def settle(content: bytes, name: str, *, by: Officer, at: datetime) -> tuple[Statement, bool]:
    """Take a statement in; give it and whether it is new. The same file twice changes nothing.

    Raises `StatementRefused` for a file that is no statement (nothing is changed), `NotYours` for anybody but a payer.
    """
    demand(by, [Role.PAYER], policy="", on=local_day(at))
    paper = read_statement(content, name)
    sha256 = hashlib.sha256(content).hexdigest()
    with act(actor_of(by), "payments.settle", at=at, province=by.office.province) as deed:
        with connection.cursor() as cursor:  # the same file at the same moment: one after the other
            cursor.execute("SET LOCAL statement_timeout = '120s'")
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [by.office.province])
        known = Statement.objects.filter(province=by.office.province, district=by.office.district, commune=by.office.commune, sha256=sha256).first()
        if known is not None:
            return known, False
        statement = _open(content, name, paper, sha256, by=by, at=at)
        _stage(paper)
        _match(deed, statement, paper.account, by=by)
        tell_systems(statement.pk)
        tell_of_statement.defer(statement=str(statement.pk))
        deed.event("statement", statement, after={"file": sha256, "lines": statement.lines, "reference": statement.reference})
        return statement, True


def _open(content: bytes, name: str, paper: Paper, sha256: str, *, by: Officer, at: datetime) -> Statement:
    office = by.office
    statement = Statement(
        province=office.province,
        district=office.district,
        commune=office.commune,
        sha256=sha256,
        reference=paper.id[:60],
        lines=len(paper.lines),
        imported_at=at,
        imported_by=by,
    )
    statement.file = keep(content, kind="statement", name=name, media_type="application/octet-stream", place=statement, by=by, at=at)
    statement.save(force_insert=True)
    return statement


def _stage(paper: Paper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS stated")
        cursor.execute(
            "CREATE TEMPORARY TABLE stated (id uuid, ord integer, key text, instruction uuid, amount_vnd bigint, booked_on date, outcome text, reason_code text, reason text) ON COMMIT DROP"
        )
        with cursor.cursor.copy("COPY stated FROM STDIN") as copy:
            for order, line in enumerate(paper.lines, 1):
                copy.write_row(
                    (
                        new_key(),
                        order,
                        line.key[:120],
                        _key(line.transfer_id),
                        line.amount_vnd,
                        line.booked_on,
                        str(line.outcome),
                        (line.reason_code or "")[:10],
                        (line.reason or "")[:300],
                    )
                )
        cursor.execute("ANALYZE stated")


def _paid_elsewhere(account: str, *, at_province: bool) -> list[UUID]:
    """Give the decisions named by the staged lines whose programme is paid by bank from other accounts than `account`.

    A province may report without naming its account; an office below it does not see the province's account and never settles it.
    """
    with connection.cursor() as cursor:
        cursor.execute(ELSEWHERE, {"account": account, "unnamed_counts": not at_province})
        return [row[0] for row in cursor.fetchall()]


def _key(transfer_id: str | None) -> UUID | None:
    try:
        return UUID(transfer_id or "")
    except ValueError:
        return None


def _match(deed: Act, statement: Statement, account: str, *, by: Officer) -> None:
    due_on = vietnam_calendar().due_on(local_day(deed.at), REPAIR_DAYS)
    values: dict[str, Any] = {
        "statement": statement.pk, "province": statement.province, "district": statement.district, "commune": statement.commune,
        "at": deed.at, "owner": by.pk, "due_on": due_on,
        "unsent": "Lệnh chi này chưa được gửi đi / not sent yet",
        "other_account": f"Không phải sao kê của tài khoản chi chương trình (tài khoản: {account[:60] or 'không ghi'}) / not the account paid from",
        "elsewhere": _paid_elsewhere(account, at_province=by.office.level == Level.PROVINCE),
    }  # fmt: skip
    with connection.cursor() as cursor:
        for step in (MATCHED, MOVED, ENTERED, OPENED, TO_COME_BACK, CAME_BACK, UNDONE):
            cursor.execute(step, values)
    open_refunds(deed, statement.pk)
    deed.events_of(
        "instruction",
        """SELECT i.id, i.province, i.district, i.commune, '{"state": "sent"}'::jsonb,
            jsonb_build_object('state', l.match, 'booked_on', l.booked_on, 'reason_code', l.reason_code, 'statement', l.statement_id)
        FROM payments_statementline l JOIN payments_instruction i ON i.id = l.instruction_id
        WHERE l.statement_id = %(statement)s AND l.match IN ('paid', 'failed')""",
        {"statement": statement.pk},
    )


ELSEWHERE = """
    SELECT d.id FROM cases_decision d JOIN cases_dossier o ON o.id = d.dossier_id
    LEFT JOIN payments_fund f ON f.province = d.province AND f.programme = o.programme
    WHERE (%(account)s <> '' OR %(unnamed_counts)s) AND d.id IN (SELECT i.decision_id FROM stated s JOIN payments_instruction i ON i.id = s.instruction)
    GROUP BY d.id
    HAVING NOT coalesce(bool_or(upper(regexp_replace(f.account_number, '[^0-9A-Za-z]', '', 'g')) = upper(regexp_replace(%(account)s, '[^0-9A-Za-z]', '', 'g'))), false)"""

# The first line of a statement that names a sent instruction with its exact amount settles it; a line that comes again,
# names nothing, an instruction not yet sent, another amount, or comes from another account than the programme is paid from,
# is kept beside it for a human and moves no money.
MATCHED = """
    INSERT INTO payments_statementline (id, province, district, commune, statement_id, key, instruction_id, amount_vnd, booked_on, match, reason_code, reason)
    SELECT s.id, %(province)s, %(district)s, %(commune)s, %(statement)s, s.key, i.id, s.amount_vnd, s.booked_on,
        CASE WHEN i.id IS NULL OR odd.why <> '' THEN 'unknown' WHEN i.amount_vnd <> s.amount_vnd THEN 'amount'
             WHEN s.outcome = 'paid' AND i.state = 'sent' AND s.turn = 1 THEN 'paid'
             WHEN s.outcome = 'failed' AND i.state IN ('sent', 'paid') AND s.turn = s.turns THEN 'failed'
             ELSE 'repeated' END,
        s.reason_code, coalesce(nullif(odd.why, ''), s.reason)
    FROM (SELECT *, row_number() OVER same AS turn, count(*) OVER (PARTITION BY instruction, outcome, amount_vnd) AS turns
          FROM (SELECT DISTINCT ON (key) * FROM stated ORDER BY key, ord) once
          WHERE NOT EXISTS (SELECT FROM payments_statementline k WHERE (k.province, k.district, k.commune, k.key) = (%(province)s, %(district)s, %(commune)s, once.key))
          WINDOW same AS (PARTITION BY instruction, outcome, amount_vnd ORDER BY ord)) s
    LEFT JOIN payments_instruction i ON i.id = s.instruction
    CROSS JOIN LATERAL (SELECT CASE WHEN i.state IN ('ready', 'withdrawn') THEN %(unsent)s
        WHEN i.channel = 'bank' AND i.decision_id = ANY (%(elsewhere)s) THEN %(other_account)s ELSE '' END AS why) odd
    ORDER BY s.ord
    ON CONFLICT (province, district, commune, key) DO NOTHING"""

MOVED = """
    UPDATE payments_instruction i SET state = l.match, settled_on = l.booked_on
    FROM (SELECT DISTINCT ON (instruction_id) * FROM payments_statementline WHERE statement_id = %(statement)s AND match IN ('paid', 'failed')
          ORDER BY instruction_id, (match = 'failed') DESC) l
    WHERE i.id = l.instruction_id"""

ENTERED = """
    INSERT INTO payments_entry (id, province, district, commune, instruction_id, debit, credit, amount_vnd, at)
    SELECT ansinh_key(), i.province, i.district, i.commune, i.id, m.debit, m.credit, i.amount_vnd, %(at)s
    FROM payments_statementline l JOIN payments_instruction i ON i.id = l.instruction_id
    CROSS JOIN LATERAL (
        SELECT 'instructed' AS debit, 'paid' AS credit WHERE l.match = 'paid'
        UNION ALL SELECT CASE WHEN EXISTS (SELECT FROM payments_entry e WHERE e.instruction_id = i.id AND e.credit = 'paid')
            OR EXISTS (SELECT FROM payments_statementline p WHERE p.statement_id = %(statement)s AND p.instruction_id = i.id AND p.match = 'paid')
            THEN 'paid' ELSE 'instructed' END, 'budget' WHERE l.match = 'failed') m
    WHERE l.statement_id = %(statement)s AND l.match IN ('paid', 'failed')
    ON CONFLICT (instruction_id, debit, credit) WHERE recovery_id IS NULL DO NOTHING"""

# What has to come back by a later decision is entered once it is known to have arrived; of a payment that failed nothing has to.
TO_COME_BACK = """
    INSERT INTO payments_entry (id, province, district, commune, instruction_id, recovery_id, debit, credit, amount_vnd, at)
    SELECT ansinh_key(), i.province, i.district, i.commune, i.id, r.id, 'paid', 'owed', r.amount_vnd, %(at)s
    FROM payments_statementline l JOIN payments_instruction i ON i.id = l.instruction_id JOIN payments_recovery r ON r.instruction_id = i.id
    WHERE l.statement_id = %(statement)s AND l.match = 'paid' AND i.state = 'paid' AND r.outcome = ''
    ON CONFLICT (recovery_id, debit, credit) WHERE recovery_id IS NOT NULL AND part_id IS NULL AND refund_id IS NULL DO NOTHING"""

CAME_BACK = """
    UPDATE payments_recovery r SET outcome = 'came_back', done_at = %(at)s FROM payments_statementline l
    WHERE l.statement_id = %(statement)s AND l.match = 'failed' AND r.instruction_id = l.instruction_id AND r.outcome = ''"""

UNDONE = """
    INSERT INTO payments_entry (id, province, district, commune, instruction_id, recovery_id, debit, credit, amount_vnd, at)
    SELECT ansinh_key(), e.province, e.district, e.commune, e.instruction_id, r.id, 'owed', 'paid',
        r.amount_vnd - (SELECT coalesce(sum(p.amount_vnd), 0) FROM payments_recoverypart p WHERE p.recovery_id = r.id), %(at)s
    FROM payments_statementline l JOIN payments_recovery r ON r.instruction_id = l.instruction_id AND r.outcome = 'came_back'
    JOIN payments_entry e ON e.recovery_id = r.id AND e.credit = 'owed'
    WHERE l.statement_id = %(statement)s AND l.match = 'failed'
    ON CONFLICT (recovery_id, debit, credit) WHERE recovery_id IS NOT NULL AND part_id IS NULL AND refund_id IS NULL DO NOTHING"""

# Its owner is whoever took the statement in; where she signed the decision and so may not pay it, whoever made the file.
OPENED = """
    INSERT INTO payments_repair (id, province, district, commune, instruction_id, owner_id, opened_at, due_on)
    SELECT ansinh_key(), i.province, i.district, i.commune, i.id, CASE d.signed_by_id WHEN %(owner)s THEN f.made_by_id ELSE %(owner)s END, %(at)s, %(due_on)s
    FROM payments_statementline l JOIN payments_instruction i ON i.id = l.instruction_id
    JOIN cases_decision d ON d.id = i.decision_id JOIN payments_paymentfile f ON f.id = i.file_id
    WHERE l.statement_id = %(statement)s AND l.match = 'failed' AND NOT payments_superseded(i.claim_id, i.made_at)
    ON CONFLICT (instruction_id) DO NOTHING"""
