"""What came back of a payment beyond what was paid is set aside for the person, before a named payer and by a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.payments.jobs import tell_of_refund
from ansinh.delivery.payments.models import Entry, Refund
from ansinh.policy.calendar import vietnam_calendar

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.payments.models import Recovery

REFUND_DAYS = 5
"""Working days within which the person has her money again: ours, the resolution names none."""

OPENED = """
    INSERT INTO payments_refund (id, province, district, commune, recovery_id, amount_vnd, office_id, owner_id, opened_at, due_on, evidence)
    SELECT ansinh_key(), r.province, r.district, r.commune, r.id, p.vnd, r.office_id, r.owner_id, %(at)s, %(due_on)s, ''
    FROM (SELECT DISTINCT instruction_id FROM payments_statementline WHERE statement_id = %(statement)s AND match = 'failed') l
    JOIN payments_recovery r ON r.instruction_id = l.instruction_id
    CROSS JOIN LATERAL (SELECT sum(x.amount_vnd)::bigint AS vnd FROM payments_recoverypart x WHERE x.recovery_id = r.id) p
    WHERE p.vnd > 0 RETURNING id"""

SET_ASIDE = """
    INSERT INTO payments_entry (id, province, district, commune, instruction_id, recovery_id, refund_id, debit, credit, amount_vnd, at)
    SELECT ansinh_key(), f.province, f.district, f.commune, r.instruction_id, r.id, f.id, 'budget', 'refund', f.amount_vnd, %(at)s
    FROM payments_refund f JOIN payments_recovery r ON r.id = f.recovery_id WHERE f.id = ANY (%(refunds)s)"""


def due_on(at: datetime) -> date:
    """Give the day until which what is found at a moment is to be given back."""
    return vietnam_calendar().due_on(local_day(at), REFUND_DAYS)


def open_refunds(deed: Act, statement: uuid.UUID) -> None:
    """Set aside what people had brought back of the payments that a statement tells the bank took back: each a task of whoever owned its recovery."""
    values: dict[str, Any] = {"statement": statement, "at": deed.at, "due_on": due_on(deed.at)}
    with connection.cursor() as cursor:
        cursor.execute(OPENED, values)
        refunds = [row[0] for row in cursor.fetchall()]
        if not refunds:
            return
        cursor.execute(SET_ASIDE, {**values, "refunds": refunds})
    deed.events_of(
        "refund",
        """SELECT f.id, f.province, f.district, f.commune, NULL::jsonb, jsonb_build_object('amount_vnd', f.amount_vnd, 'owner', o.full_name, 'office', b.name, 'due_on', f.due_on,
            'recovery', f.recovery_id)
        FROM payments_refund f JOIN offices_officer o ON o.id = f.owner_id JOIN offices_office b ON b.id = f.office_id WHERE f.id = ANY (%(refunds)s) ORDER BY f.id""",
        {"refunds": refunds},
    )


def open_refund(deed: Act, recovery: Recovery, amount_vnd: int) -> Refund:
    """Set aside what a person brought back after the bank had taken the payment back."""
    place = {"province": recovery.province, "district": recovery.district, "commune": recovery.commune}
    refund = Refund.objects.create(
        **place, recovery=recovery, amount_vnd=amount_vnd, office_id=recovery.office_id, owner=recovery.owner, opened_at=deed.at, due_on=due_on(deed.at)
    )
    Entry.objects.create(
        **place, instruction=recovery.instruction, recovery=recovery, refund=refund, debit=Entry.Account.BUDGET, credit=Entry.Account.REFUND,
        amount_vnd=amount_vnd, at=deed.at,
    )  # fmt: skip
    told = {
        "amount_vnd": amount_vnd,
        "owner": recovery.owner.full_name,
        "office": recovery.office.name,
        "due_on": refund.due_on.isoformat(),
        "recovery": str(recovery.pk),
    }
    deed.event("refund", refund, after=told)
    tell_of_refund.defer(refund=str(refund.pk))
    return refund
