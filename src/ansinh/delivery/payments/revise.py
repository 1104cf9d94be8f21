"""A later decision is signed together with what follows for money: what is ready is withdrawn, what went out and is not due any more has to come back.

What it makes due besides is drawn by whoever pays, as all payments are: who decides does not pay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.cases.sign_revision import sign_revision
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Officer, Role
from ansinh.delivery.offices.queries import holds, who_answers
from ansinh.delivery.offices.scope import actor_of
from ansinh.policy.calendar import vietnam_calendar

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.cases.models_revisions import Revision
    from ansinh.delivery.evidence.record import Act

RECOVERY_DAYS = 15
"""Working days within which money is to come back, or its owner to say how far it is: ours, the resolution names none."""

OF_IT = "SELECT i.claim_id FROM cases_revisionitem i WHERE i.revision_id = %(revision)s"

LOCKED = f"SELECT id FROM payments_instruction WHERE claim_id IN ({OF_IT}) ORDER BY id FOR UPDATE"  # noqa: S608 - text of ours

DROPPED = f"""
    UPDATE payments_repair p SET done_at = %(at)s, done_by_id = %(by)s, revision_id = %(revision)s
    FROM payments_instruction n WHERE n.id = p.instruction_id AND p.done_at IS NULL AND n.claim_id IN ({OF_IT})"""  # noqa: S608

WITHDRAWN = f"UPDATE payments_instruction SET state = 'withdrawn' WHERE state = 'ready' AND claim_id IN ({OF_IT}) RETURNING id"  # noqa: S608

BACK = """
    INSERT INTO payments_entry (id, province, district, commune, instruction_id, debit, credit, amount_vnd, at)
    SELECT ansinh_key(), province, district, commune, id, 'instructed', 'budget', amount_vnd, %(at)s FROM payments_instruction WHERE id = ANY (%(withdrawn)s)"""

# The latest payments come back first, each to what of it is too much.
TOO_MUCH = f"""
    SELECT n.id, n.claim_id, f.made_by_id, least(n.left_vnd, n.over_vnd - n.later_vnd) AS amount_vnd FROM (
        SELECT i.id, i.claim_id, i.file_id, i.amount_vnd - k.taken_vnd AS left_vnd,
            s.out_vnd - CASE c.state WHEN 'approved' THEN c.amount_vnd ELSE 0 END AS over_vnd,
            coalesce(sum(i.amount_vnd - k.taken_vnd) OVER (PARTITION BY i.claim_id ORDER BY i.attempt DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS later_vnd
        FROM payments_instruction i JOIN cases_claim c ON c.id = i.claim_id CROSS JOIN LATERAL payments_standing(c.id) s
        CROSS JOIN LATERAL (SELECT coalesce(sum(r.amount_vnd), 0) AS taken_vnd FROM payments_recovery r WHERE r.instruction_id = i.id AND r.outcome <> 'came_back') k
        WHERE i.state IN ('sent', 'paid') AND i.claim_id IN ({OF_IT})) n
    JOIN payments_paymentfile f ON f.id = n.file_id
    WHERE n.left_vnd > 0 AND n.over_vnd > n.later_vnd"""  # noqa: S608

OPENED = f"""
    INSERT INTO payments_recovery (id, province, district, commune, instruction_id, revision_id, amount_vnd, office_id, owner_id, opened_at, due_on, outcome, evidence)
    SELECT ansinh_key(), i.province, i.district, i.commune, i.id, %(revision)s, m.amount_vnd, o.office, o.owner, %(at)s, %(due_on)s, '', ''
    FROM ({TOO_MUCH}) m JOIN payments_instruction i ON i.id = m.id
    JOIN unnest(%(makers)s::uuid[], %(owners)s::uuid[], %(offices)s::uuid[]) AS o (maker, owner, office) ON o.maker = m.made_by_id ORDER BY i.id"""  # noqa: S608

ENTERED = """
    INSERT INTO payments_entry (id, province, district, commune, instruction_id, recovery_id, debit, credit, amount_vnd, at)
    SELECT ansinh_key(), r.province, r.district, r.commune, i.id, r.id, 'paid', 'owed', r.amount_vnd, %(at)s
    FROM payments_recovery r JOIN payments_instruction i ON i.id = r.instruction_id WHERE r.revision_id = %(revision)s AND i.state = 'paid'"""


def sign(revision_id: uuid.UUID, *, by: Officer, at: datetime) -> Revision:
    """Sign a proposal and carry out what follows for money, both or neither; give it as a decision.

    Instructions that have not left are withdrawn, repairs of them dropped; of what was sent or paid all that is too much becomes a recovery with
    a named owner and a due day. Raises as `sign_revision` does, and `NobodyAnswers` where nobody else pays who could see to a recovery.
    """
    with act(actor_of(by), "payments.revise", at=at, province=by.office.province) as deed:
        revision = sign_revision(revision_id, by=by, at=at)
        deed.province = revision.province
        values: dict[str, Any] = {"revision": revision.pk, "at": at, "by": by.pk, "due_on": vietnam_calendar().due_on(local_day(at), RECOVERY_DAYS)}
        with connection.cursor() as cursor:
            cursor.execute(LOCKED, values)
            cursor.execute(DROPPED, values)
            cursor.execute(WITHDRAWN, values)
            withdrawn = [row[0] for row in cursor.fetchall()]
            cursor.execute(BACK, {**values, "withdrawn": withdrawn})
            cursor.execute(f"SELECT DISTINCT made_by_id FROM ({TOO_MUCH}) m", values)  # noqa: S608 - text of ours
            makers = [row[0] for row in cursor.fetchall()]
            owners = [_owner(maker, revision, by=by, at=at) for maker in makers]
            cursor.execute(OPENED, {**values, "makers": makers, "owners": [one.pk for one in owners], "offices": [one.office_id for one in owners]})
            cursor.execute(ENTERED, values)
        _told(deed, revision, withdrawn)
        return revision


def _owner(maker: uuid.UUID, revision: Revision, *, by: Officer, at: datetime) -> Officer:
    """Give who sees to it that money comes back: whoever sent it while she still pays, else who pays in her office now; never the signer."""
    sent, policy = Officer.objects.get(pk=maker), revision.decision.dossier.policy
    if sent.is_active and sent.pk != by.pk and holds(sent, [Role.PAYER], policy=policy, on=local_day(at)):
        return sent
    return who_answers(sent.office, role=Role.PAYER, policy=policy, at=at, never=[by])


def _told(deed: Act, revision: Revision, withdrawn: list[uuid.UUID]) -> None:
    told = {"revision": revision.pk, "number": revision.number, "withdrawn": withdrawn}
    deed.events_of(
        "instruction",
        """SELECT id, province, district, commune, '{"state": "ready"}'::jsonb, jsonb_build_object('state', state, 'revision', %(number)s::text)
        FROM payments_instruction WHERE id = ANY (%(withdrawn)s)""",
        told,
    )
    deed.events_of(
        "recovery",
        """SELECT r.id, r.province, r.district, r.commune, NULL::jsonb, jsonb_build_object('revision', %(number)s::text, 'amount_vnd', r.amount_vnd,
            'owner', o.full_name, 'office', f.name, 'due_on', r.due_on, 'instruction', r.instruction_id)
        FROM payments_recovery r JOIN offices_officer o ON o.id = r.owner_id JOIN offices_office f ON f.id = r.office_id
        WHERE r.revision_id = %(revision)s""",
        told,
    )
