"""Each person of a decided dossier is told what was decided, why, by which article, and what to do next. Sets of rows; once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.models import Decision
from ansinh.delivery.cases.telling import APPEAL, filled, filling, tell
from ansinh.delivery.evidence.record import act
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.scope import Actor

TEXTS = {
    "approved": (
        "An Sinh: {name} được hỗ trợ {amount} đồng ({policy}), Quyết định {number} ngày {day}, căn cứ {article}. Mã hồ sơ {receipt}. Cơ quan chi trả sẽ báo ngày nhận tiền.",
        "An Sinh: {name} receives VND {amount} ({policy}), Decision {number} of {day}, under {article}. Claim code {receipt}. The paying office will tell you the day.",
    ),
    "refused": (
        "An Sinh: hồ sơ {receipt} của {name} ({policy}) chưa được duyệt. Lý do: {reason} Căn cứ: {article}." + APPEAL[0],
        "An Sinh: claim {receipt} of {name} ({policy}) was not approved. Reason: {reason} Under: {article}." + APPEAL[1],
    ),
}

ROWS = f"""
    SELECT c.id AS claim, c.state AS kind, %(decision)s::uuid AS occasion, c.amount_vnd,
        {filling("%(vi)s", reason="v.reason", article="v.article")} AS vi, {filling("%(en)s", reason="v.reason", article="v.article")} AS en
    FROM cases_claim c CROSS JOIN LATERAL (SELECT coalesce(nullif(c.state_article, ''), %(article)s) AS article, rtrim(c.state_reason, '. ') || '.' AS reason) v
    WHERE c.dossier_id = %(dossier)s AND c.state = %(kind)s"""  # noqa: S608 - our own words


def notify(decision_id: uuid.UUID, *, actor: Actor, at: datetime) -> int:
    """Put one message to each person of the decision into the outbox; give how many are new (none the second time)."""
    with act(actor, "cases.notify", at=at, province="00") as deed:
        decision = Decision.objects.select_related("dossier", "office").get(pk=decision_id)
        deed.province = decision.province
        policy = load_programme(decision.dossier.programme).policy(decision.dossier.policy)
        day, office = f"{decision.decided_on:%d/%m/%Y}", decision.office.name
        article, names = policy.cite_on(decision.dossier.as_of), (policy.name["vi"], policy.name["en"])
        made = 0
        for kind, texts in TEXTS.items():
            vi, en = filled(texts, policy=names, number=decision.number, day=day, office=office)
            values = {"decision": decision.pk, "dossier": decision.dossier_id, "kind": kind, "vi": vi, "en": en, "article": article}
            made += tell(ROWS, values, at=at)
        if made:
            deed.event("decision", decision, after={"notices": made})
        return made
