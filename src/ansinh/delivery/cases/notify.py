"""Each person of a decided dossier is told what was decided, why, by which article, and what to do next. Sets of rows; once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from ansinh.delivery.cases.models import Decision
from ansinh.delivery.evidence.record import act
from ansinh.delivery.notices.kinds import MOST_SINGLE
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.scope import Actor

# No number of an identity paper and no account travels in a message; the receipt code leads to the rest.
TEXTS = {
    "approved": (
        "An Sinh: {name} được hỗ trợ {amount} đồng ({policy}), Quyết định {number} ngày {day}, căn cứ {article}. Mã hồ sơ {receipt}. Cơ quan chi trả sẽ báo ngày nhận tiền.",
        "An Sinh: {name} receives VND {amount} ({policy}), Decision {number} of {day}, under {article}. Claim code {receipt}. The paying office will tell you the day.",
    ),
    "refused": (
        "An Sinh: hồ sơ {receipt} của {name} ({policy}) chưa được duyệt. Lý do: {reason} Căn cứ: {article}. Nếu thấy chưa đúng, hãy gửi khiếu nại tới {office}.",
        "An Sinh: claim {receipt} of {name} ({policy}) was not approved. Reason: {reason} Under: {article}. If you think this is wrong, complain to {office}.",
    ),
}

MADE = """
    INSERT INTO notices_notice (id, province, district, commune, subject, kind, occasion, channel, address, name, text_vi, text_en, state, made_at, lane)
    SELECT ansinh_key(), c.province, c.district, c.commune, c.id, c.state, %(decision)s, CASE WHEN p.reaches THEN 'sms' ELSE 'letter' END,
        CASE WHEN p.reaches THEN c.phone ELSE c.address END, c.full_name, t.vi, t.en, 'queued', %(at)s, CASE WHEN count(*) OVER () > %(single)s THEN 'bulk' ELSE 'single' END
    FROM cases_claim c
    CROSS JOIN LATERAL (SELECT c.phone <> '' AND NOT notices_unreachable('sms', c.phone) AS reaches) p
    CROSS JOIN LATERAL (SELECT trim(to_char(c.amount_vnd, '999,999,999,990')) AS amount, coalesce(nullif(c.state_article, ''), %(article)s) AS article) v
    CROSS JOIN LATERAL (SELECT
        replace(replace(replace(replace(replace(%(vi)s, '{name}', c.full_name), '{amount}', replace(v.amount, ',', '.')), '{receipt}', c.receipt),
            '{reason}', c.state_reason), '{article}', v.article) AS vi,
        replace(replace(replace(replace(replace(%(en)s, '{name}', c.full_name), '{amount}', v.amount), '{receipt}', c.receipt), '{reason}', c.state_reason), '{article}', v.article) AS en) t
    WHERE c.dossier_id = %(dossier)s AND c.state = %(kind)s
    ON CONFLICT (subject, kind, occasion) DO NOTHING"""


def notify(decision_id: uuid.UUID, *, actor: Actor, at: datetime) -> int:
    """Put one message to each person of the decision into the outbox; give how many are new (none the second time)."""
    with act(actor, "cases.notify", at=at, province="00") as deed:
        decision = Decision.objects.select_related("dossier", "office").get(pk=decision_id)
        deed.province = decision.province
        policy = load_programme(decision.dossier.programme).policy(decision.dossier.policy)
        made = 0
        for kind, (vi, en) in TEXTS.items():
            made += _make(
                decision,
                kind,
                _fill(vi, decision, policy.name["vi"]),
                _fill(en, decision, policy.name["en"]),
                article=policy.cite_on(decision.dossier.as_of),
                at=at,
            )
        if made:
            deed.event("decision", decision, after={"notices": made})
        return made


def _fill(text: str, decision: Decision, policy: str) -> str:
    return (
        text.replace("{policy}", policy)
        .replace("{number}", decision.number)
        .replace("{day}", f"{decision.decided_on:%d/%m/%Y}")
        .replace("{office}", decision.office.name)
    )


def _make(decision: Decision, kind: str, vi: str, en: str, *, article: str, at: datetime) -> int:
    values: dict[str, Any] = {
        "decision": decision.pk,
        "dossier": decision.dossier_id,
        "kind": kind,
        "vi": vi,
        "en": en,
        "article": article,
        "at": at,
        "single": MOST_SINGLE,
    }
    with connection.cursor() as cursor:
        cursor.execute(MADE, values)
        return int(cursor.rowcount)
