"""Instructions are drawn from a decision in force: one live instruction a claim, by the channel that reaches the person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from ansinh.delivery.cases.models import Decision
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.delivery.payments.models import Channel

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

DRAWN = """
    INSERT INTO payments_instruction (id, province, district, commune, claim_id, decision_id, attempt, channel, payee, bank_name, account_number, amount_vnd, state, made_at)
    SELECT ansinh_key_in(%(batch)s, c."order"), c.province, c.district, c.commune, c.id, %(decision)s, 1,
        CASE WHEN regexp_replace(c.account_number, '[[:space:].]+', '', 'g') ~ '^[0-9A-Za-z][0-9A-Za-z-]{3,33}$' AND btrim(c.bank_name) <> '' THEN 'bank' ELSE %(otherwise)s END,
        c.full_name, c.bank_name, c.account_number, c.amount_vnd, 'ready', %(at)s
    FROM cases_claim c
    WHERE c.dossier_id = %(dossier)s AND c.state = 'approved'
      AND NOT EXISTS (SELECT FROM payments_instruction i WHERE i.claim_id = c.id)
    ORDER BY c."order"
    ON CONFLICT DO NOTHING"""

ENTERED = """
    INSERT INTO payments_entry (id, province, district, commune, instruction_id, debit, credit, amount_vnd, at)
    SELECT ansinh_key_in(%(entries)s, (row_number() OVER ())::integer), province, district, commune, id, 'budget', 'instructed', amount_vnd, %(at)s
    FROM payments_instruction i WHERE decision_id = %(decision)s
    ON CONFLICT (instruction_id, debit, credit) WHERE recovery_id IS NULL DO NOTHING"""

# What a later decision made due besides: the whole anew where nothing of it went out, else what is missing; never while a failed one waits for repair.
OWED = """
    INSERT INTO payments_instruction (id, province, district, commune, claim_id, decision_id, revision_id, attempt, channel, payee, bank_name, account_number, amount_vnd, state, made_at)
    SELECT ansinh_key_in(%(owed)s, c."order"), c.province, c.district, c.commune, c.id, %(decision)s, r.revision, s.attempt + 1,
        CASE WHEN regexp_replace(c.account_number, '[[:space:].]+', '', 'g') ~ '^[0-9A-Za-z][0-9A-Za-z-]{3,33}$' AND btrim(c.bank_name) <> '' THEN 'bank' ELSE %(otherwise)s END,
        c.full_name, c.bank_name, c.account_number, c.amount_vnd - s.out_vnd, 'ready', %(at)s
    FROM (SELECT DISTINCT ON (i.claim_id) i.claim_id AS claim, i.revision_id AS revision FROM cases_revisionitem i JOIN cases_revision v ON v.id = i.revision_id
          WHERE v.decision_id = %(decision)s AND i.state = 'signed' AND i.after_vnd > 0 ORDER BY i.claim_id, v.answered_at DESC, v.id DESC) r
    JOIN cases_claim c ON c.id = r.claim AND c.state = 'approved'
    CROSS JOIN LATERAL payments_standing(c.id) s
    WHERE s.attempt > 0 AND NOT s.in_repair AND c.amount_vnd > s.out_vnd
    ORDER BY c."order"
    ON CONFLICT DO NOTHING"""


def instruct(decision_id: uuid.UUID, *, by: Officer, at: datetime, otherwise: str = Channel.CASH) -> int:
    """Draw the instructions of a decision, with their ledger entries; give how many are new (none the second time).

    Claims with a bank account are paid there, all others by `otherwise`: `Refused` unless that is post or cash. Raises
    `NotYours` for whoever signed the decision: who decides does not pay.
    """
    if otherwise not in (Channel.POST, Channel.CASH):
        raise Refused(
            "channel_unknown",
            "Người không có tài khoản được chi qua bưu điện (post) hoặc bằng tiền mặt (cash). Chọn một trong hai.",
            "Those without an account are paid by post or in cash. Choose one of the two.",
        )
    with act(actor_of(by), "payments.instruct", at=at, province=by.office.province) as deed:
        decision = within(Decision.objects.select_for_update(of=("self",)).select_related("dossier"), by).get(pk=decision_id)
        deed.province = decision.province
        demand_payer(by, decision, at=at)
        values: dict[str, Any] = {
            "decision": decision.pk,
            "dossier": decision.dossier_id,
            "at": at,
            "otherwise": str(otherwise),
            "batch": new_key(),
            "entries": new_key(),
            "owed": new_key(),
        }
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '120s'")
            cursor.execute(DRAWN, values)
            drawn = cursor.rowcount
            cursor.execute(OWED, values)
            drawn += cursor.rowcount
            if drawn:
                cursor.execute(ENTERED, values)
        if drawn:
            deed.events_of(
                "instruction",
                """SELECT id, province, district, commune, NULL::jsonb,
                    jsonb_build_object('state', state, 'channel', channel, 'amount_vnd', amount_vnd, 'claim', claim_id)
                FROM payments_instruction WHERE decision_id = %(decision)s AND made_at = %(at)s AND state = 'ready'""",
                {"decision": decision.pk, "at": at},
            )
        return int(drawn)


def demand_payer(by: Officer, decision: Decision, *, at: datetime) -> None:
    """Raise `NotYours` unless the officer pays for this policy and did not sign the decision."""
    demand(by, [Role.PAYER], policy=decision.dossier.policy, on=local_day(at))
    if by.pk == decision.signed_by_id:
        raise NotYours("signer_pays", "Người ký quyết định không được lập lệnh chi.", "Whoever signed the decision cannot instruct its payment.")
